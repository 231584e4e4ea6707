/* Source: LoongArch PCS 20231219, Passing arguments: scalars, structures, unions, complex numbers. */
struct d1 { double a; };
struct d2 { struct { double d[1]; } a[2]; };
struct f2 { float a, b; };
struct f3 { float a, b, c; };
struct mixed { int a; double b; };
struct mixed2 { float a; long b; };
struct ints { int a, b; };
struct pair { long a, b; };
struct large { long a, b, c; };
struct empty { };
struct beside { float a; int : 0; struct { } e; int z[0]; };
union floats { float a; double b; };
void a(struct d1, struct d2, struct f2, struct f3, struct mixed, struct mixed2);
void b(struct ints, struct pair, struct large, struct empty, union floats);
void c(_Complex float, _Complex double, long double, __int128, struct beside);
void d(int, int, int, int, int, int, int, struct pair, int);
void e(double, double, double, double, double, double, double, double, double, struct mixed, struct f2);
void f(signed char, unsigned short, unsigned int, int, _Bool);
