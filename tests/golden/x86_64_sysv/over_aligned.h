/* Source: AMD64 psABI 1.0, 3.2.2 and 3.2.3: alignment of 16 and more is kept on the stack; by gcc 12.2 and clang 19.1. */
struct a32 { char c[70]; } __attribute__((aligned(32)));
struct a16 { long a; } __attribute__((aligned(16)));
typedef int aligned_int __attribute__((aligned(16)));
void a(int, int, int, int, int, int, int, struct a32, int);
void b(int, int, int, int, int, int, int, struct a16, int);
void c(int, int, int, int, int, int, int, aligned_int, int);
