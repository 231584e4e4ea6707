/* Source: Intel386 psABI 1.1, 2.2.3: structures are returned in memory whatever their size, and the callee removes the
   address (ret $4). */
struct one { char c; };
struct two { int a, b; };
struct three { char c[3]; };
struct single { float f; };
struct empty { };
struct padding { int : 3; int b; };
struct one a(struct one o, int i);
struct two b(struct two t, struct three h, int i);
struct single c(struct single s);
struct empty d(int i, struct empty e, int j);
void e(struct padding p, int i);
int f(int i, union { double d; int i; } u, ...);
