/* Source: Apple, "IA-32 Function Calling Conventions", Returning Results: structures of 1, 2, 4 and 8 bytes in eax and
   edx; the callee removes the address of others.
   Options: --target i686-macos */
typedef float v4 __attribute__((vector_size(16)));
struct two { int a, b; };
struct three { char c[3]; };
struct single { double d; };
struct vector { v4 v; };
struct two a(struct two t);
struct three b(struct three t);
struct single c(struct single s, long double l, int i);
v4 d(v4 a, v4 b, v4 c, v4 d, v4 e, int i);
void e(int i, struct vector v, int j);
