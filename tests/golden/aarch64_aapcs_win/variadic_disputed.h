/* Source: clang 19.1, aarch64-pc-windows-msvc: callers and va_arg disagree. */
/* Options: --varargs 'v4, __int128, int' */
typedef float v4 __attribute__((vector_size(16)));
int print(const char *, ...);
