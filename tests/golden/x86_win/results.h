/* Source: Microsoft, "Argument passing and naming conventions": structures of 8 bytes in edx:eax, larger ones by a hidden
   pointer, which the caller removes. */
struct two { int a, b; };
struct three { char c[3]; };
struct single { float f; };
struct empty { };
struct aligned { _Alignas(8) int a; };
struct natural { long long a; };
struct two a(char c, struct two t, double d);
struct three b(struct three t);
struct single c(struct single s, long double l);
struct empty d(int i, struct empty e, int j);
void e(struct aligned a, struct natural n, int i);
void f(int i, ...);
