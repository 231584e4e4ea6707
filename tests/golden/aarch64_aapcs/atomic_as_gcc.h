/* Source: shrunk by the placement oracle (seed 1, cases 78 and 176), judged by gcc 12.
   Options: --as gcc */
struct shared { _Atomic double x; };
_Atomic(_Complex double) value(_Atomic(_Complex double));
void member(struct shared, struct { _Atomic(float) v[2]; });
