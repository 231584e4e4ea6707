/* Source: AMD64 psABI 1.0, 3.2.3: X87, X87UP and COMPLEX_X87: arguments in memory, results in st0 and st1; step 5 (b). */
struct l { long double a; };
struct c { _Complex long double a; };
union li { long double a; int b; };
union lf { long double a; float b; };
union ll { long double a, b; };
long double x(int, long double, int);
_Complex long double y(int, _Complex long double, int);
struct l l(struct l);
struct c c(struct c);
union li li(union li);
union lf lf(union lf);
union ll ll(union ll);
