/* Source: Intel386 psABI 1.1, 2.2.3: arguments in words of stack, results in eax, edx and st0. */
char a(char c, short s, _Bool b, unsigned char u);
long long b(long long l, double d, float f);
double c(int i, double d);
float d(float f);
long double e(long double l, int i);
void *f(int *p, int (*g)(int));
int g(const char *format, ...);
_Complex float h(_Complex float f, _Complex double d, int i);
_Complex double i(int i);
enum large { LARGE = 0x100000000 };
enum large j(enum large e, int i);
