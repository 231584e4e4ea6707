/* Source: Microsoft __vectorcall, __vectorcall convention on x86, and clang 19 for i686-pc-windows-msvc (compiled).
   Options: --target i686-windows-msvc */
typedef float v4 __attribute__((vector_size(16)));
struct pair { double x, y; };
struct hva { v4 a, b; };
int a(int i, double d, v4 v, char c, float f, short s);
struct pair b(struct hva h, int i, v4 v, struct pair p, double d);
v4 c(v4 a, v4 b, v4 c, v4 d, v4 e, v4 f, v4 g, int i);
double d(double a, double b, double c, double d, double e, double f, double g);
int e(struct hva a, struct hva b, struct hva c, struct pair d, int i);
struct { int a[3]; } f(int i, long long l);
int g(const char *format, ...);
/* clang 19, compiled: a vector of one element is returned as its element is. */
typedef double d1 __attribute__((vector_size(8)));
d1 __vectorcall one_double(void);
