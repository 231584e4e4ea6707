/* Source: placement oracle (macOS, seed 20261125, cases 86 and 1995; seed 77, case 1092), judged by clang 19.
   Options: --target x86_64-macos --as clang */
typedef __int128 whole __attribute__((vector_size(16)));
typedef long long parts __attribute__((vector_size(16)));
struct one { whole v[1]; };
union two { whole v; parts w; };
union three { whole v; int n; };
struct raised { _Alignas(16) int a; };
whole vectors(whole, struct one, union two, union three);
void counted_as_vector(int, __int128, whole, int, int, struct raised);
union x87 { long double d; struct { _Float16 h; int n; } s; };
void merged(union x87);
