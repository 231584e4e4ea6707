/* Source: clang 19.1: short vectors, a flexible array and __float128 in clang's reading. */
/* Options: --as clang --target x86_64-linux-gnu */
typedef int i8 __attribute__((vector_size(8)));
typedef double d8 __attribute__((vector_size(8)));
struct flexible { int a; char z[]; };
i8 a(i8, int);
d8 b(d8, int);
struct flexible c(struct flexible, int);
__float128 d(__float128, int, double, __float128);
long double e(int);
