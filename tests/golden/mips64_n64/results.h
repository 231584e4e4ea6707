/* Source: MIPSpro N32 ABI Handbook, results: f0 and f2, v0 and v1, memory whose address is the first argument. */
struct one { float a; };
struct two { float a; double b; };
struct three { float a, b, c; };
struct mixed { double a; long b; };
struct large { long a[3]; };
int a(void);
float b(void);
long double c(void);
_Complex double d(void);
struct one e(void);
struct two f(void);
struct three g(void);
struct mixed h(void);
struct large i(int, double);
__int128 j(void);
