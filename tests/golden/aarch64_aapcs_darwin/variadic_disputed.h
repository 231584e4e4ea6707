/* Source: clang 19.1, arm64-apple-macos: callers and va_arg disagree. */
/* Options: --varargs 'int, struct hva, _Float16, v4' */
typedef float v4 __attribute__((vector_size(16)));
struct hva { v4 a; };
int print(const char *, ...);
