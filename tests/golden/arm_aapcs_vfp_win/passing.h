/* Source: Microsoft, "Overview of ARM ABI conventions", "Parameter passing": stages A to C, as AAPCS32 with VFP. */
struct d4 { double a[4]; };
struct i5 { int a[5]; };
struct b3 { char a[3]; };
struct d4 f(float, double, float, struct d4, char, struct i5);
long long g(int, long long, struct b3, unsigned short);
float h(struct d4, struct d4, float, float);
long double same(long double, long, unsigned short);
