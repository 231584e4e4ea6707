/* Source: LoongArch PCS 20231219, Returning: as a first argument. */
struct f2 { float a, b; };
struct mixed { int a; double b; };
struct pair { long a, b; };
struct large { long a, b, c; };
struct f2 a(void);
struct mixed b(void);
struct pair c(void);
struct large d(int);
long double e(void);
unsigned int f(void);
float g(void);
