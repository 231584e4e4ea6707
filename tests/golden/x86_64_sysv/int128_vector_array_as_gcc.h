/* Source: placement oracle (x32, seed 5), judged by gcc 12.
   Options: --as gcc */
typedef __int128 whole __attribute__((vector_size(16)));
struct array { whole v[1]; };
struct within { struct array a; };
union either { whole v[1]; int n; };
struct array f(struct array, struct within, union either, double);
