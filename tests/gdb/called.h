struct pair { double x; int n; };
struct big { long a[5]; };
double mix(signed char c, float f, double d, const char *s, struct pair p, struct big b, long l, unsigned u, long m, long n, long o, short t);
struct big make(int i);
