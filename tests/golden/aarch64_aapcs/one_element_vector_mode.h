/* Source: placement oracle (seed 20261125, case 1401), judged by gcc 12.
   Options: --as gcc */
typedef unsigned long long one __attribute__((vector_size(8)));
typedef double real __attribute__((vector_size(8)));
typedef unsigned two __attribute__((vector_size(8)));
typedef __int128 quad __attribute__((vector_size(16)));
struct one_beside { one m; int z[0]; };
struct real_beside { real m; int z[0]; };
struct two_beside { two m; int z[0]; };
struct quad_beside { quad m; int z[0]; };
void f(struct one_beside, struct real_beside, struct two_beside, struct quad_beside);
