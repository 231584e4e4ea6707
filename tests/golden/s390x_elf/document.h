/* Source: s390x ELF ABI 2026-04, 1.2.3, Parameter Passing: the example without its vectors, and its classes. */
struct one_float { float f; };
struct nested { struct one_float a; };
struct aligned { float f; } __attribute__((aligned(8)));
struct array { float f[1]; };
union floats { float f; };
struct two { short a, b; };
struct three { char c[3]; };
struct eight { int a, b; };
struct nine { char c[9]; };
int func(int i, int j, double g, int k, int l, long long ll, double f, double h, int m);
void a(struct one_float, struct nested, struct aligned, struct array, union floats);
void b(struct two, struct three, struct eight, struct nine, char);
void c(float, float, float, float, float, double, int);
void d(long double, _Complex float, __int128, _Decimal32, _Decimal64, _Decimal128);
void e(signed char, unsigned short, int, unsigned int, _Bool, signed char, unsigned int);
