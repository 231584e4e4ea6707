/*
 * gcc 12, powerpc64le and mips64: an _Atomic struct of 16 bytes is aligned to 16. Callees give it registers by the
 * parameter's type, callers by the type of the expression.
 *
 *   powerpc64le-linux-gnu-gcc -O2 -S gcc-atomic-struct.c -o -
 *
 *   caller:  ld 4,…  ld 5,…            the plain struct goes to r4 and r5
 *   other:   mr 5,11  mr 6,10          the _Atomic one, of the same prototype, to r5 and r6
 *   f:       std 5,…  std 6,…          what it reads
 *
 * clang 19 uses r5 and r6 in all three.
 */
struct s { int a, b, c, d; };
typedef _Atomic(struct s) t;
struct s x, got;
t y;
void f(int, t);

void caller(void) { f(1, x); }
void other(void) { f(1, y); }
void f(int a, t b) { got = b; }
