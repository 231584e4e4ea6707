/* Source: clang 19 for loongarch64-linux-gnu, a random prototype reduced: a typedef lowers no scalar's alignment.
   Options: --varargs 'int, unaligned' */
typedef long double unaligned __attribute__((aligned(1)));
int f(int, ...);
