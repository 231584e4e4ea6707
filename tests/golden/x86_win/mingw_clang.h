/* Source: clang 19 for i686-w64-mingw32.
   Options: --as clang --target i686-windows-gnu */
typedef float v4 __attribute__((vector_size(16)));
struct f { float f; };
struct d { double d; };
struct l { long double l; };
struct v { v4 v; };
union u { float f; };
struct two { int a, b; };
struct three { char c[3]; };
struct empty { };
struct f a(struct f f);
struct d b(void);
struct l c(long double l);
struct v d(int i, struct v v);
union u e(void);
struct two f(void);
struct three g(void);
struct empty h(int i);
