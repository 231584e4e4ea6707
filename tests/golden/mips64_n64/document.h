/* Source: MIPSpro N32 ABI Handbook, parameter passing: one sequence of slots, doubles of structures, even slots, a union. */
struct one { double d; };
struct mixed { int i; double d; long l; };
struct floats { float a, b; };
struct pair { long a, b; };
struct large { long a[9]; double d; };
struct nothing { };
struct zero { int z[0]; double d; };
union either { double d; long l; };
void a(int, double, float, long, struct one, struct mixed);
void b(struct floats, struct nothing, union either, struct zero);
void c(int, long double, int, long double, double);
void d(double, double, double, double, double, double, double, struct pair, double, int);
void e(int, struct large, int);
void f(signed char, unsigned short, unsigned int, int, _Bool);
void g(_Complex double, _Complex long double, int);
void h(int, int, int, int, int, int, int, long double);
