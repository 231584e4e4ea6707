/* Source: placement oracle (x32, seed 20261125, case 4070), judged by clang 19.
   Options: --as clang */
struct low { __bf16 a; struct { long long n; } none[0]; int b; };
struct high { __bf16 a; double b; };
void f(struct low, struct high);
