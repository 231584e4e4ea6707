/* Source: Microsoft, "__stdcall": the callee removes the arguments; the name is _f@ and their bytes, the hidden pointer
   not counted; a variadic function is __cdecl. */
struct three { char c[3]; };
struct two { int a, b; };
struct aligned { _Alignas(16) int a; };
typedef float v4 __attribute__((vector_size(16)));
int a(int i, double d, char c);
struct three b(int i);
struct two c(struct two t);
int d(const char *format, ...);
void e(v4 v, int i, struct aligned a);
void f(void);
