/* Source: clang 19 for i686-linux-gnu, __regcall; observed, -O1. */
typedef int i2 __attribute__((vector_size(8)));
typedef float v2 __attribute__((vector_size(8)));
typedef float v8 __attribute__((vector_size(32)));
struct word { int a; };
struct two { int a, b; };
struct mixed { int a; float b; };
struct odd { char a[3]; };
struct one { _Atomic int a; };
typedef _Atomic(int) atomic_int;
struct hidden { atomic_int a; };

long long __regcall split(int a, long long b, long long c, int d);
struct two __regcall padding(struct word a, int b);
struct mixed __regcall members(struct mixed a, int b, struct odd c);
struct two __regcall atomics(struct one a, struct hidden b);
float __regcall counted(float a, float b, float c, float d, float e, float f, float g, float h, float i);
long double __regcall x87(long double a, long double b, _Float16 c);
v2 __regcall short_vectors(v2 a, i2 b);
v8 __regcall wide(v8 a, v8 b);
_Complex double __regcall complex(_Complex double a, _Complex int b);
__float128 __regcall quad(int a, __float128 b);
