/* Source: clang 19.1 without the bf16 extension: each element of a vector of __bf16 by itself.
   Options: --as clang */
typedef __bf16 v4 __attribute__((vector_size(8)));
typedef __bf16 v8 __attribute__((vector_size(16)));
typedef __bf16 v16 __attribute__((vector_size(32)));
struct d4 { double a[4]; };
v4 f(float, double, v4, float);
v8 g(struct d4, float, double, v8, float);
void h(float, double, v16, float);
struct i5 { int a[5]; };
/* On the stack an s register's element is aligned to 4; in core registers the first of them is aligned as the vector. */
void spilled(struct i5, v16, v16);
void spilled_core(struct i5, v16, ...);
