/* Source: GCC manual, "x86 Function Attributes", regparm: the first words in eax, edx and ecx. */
struct two { int a, b; };
struct three { char c[3]; };
union u { float f; };
int a(int i, char c, short s, int j);
int b(int i, long long l, int j);
int c(int i, int j, long long l, int k);
struct two d(int i, struct two t, int j);
double e(double d, float f, int i);
void f(struct three t, union u u, _Complex float c, long double l, int i);
int g(int i, ...);
struct two h(int i, ...);
