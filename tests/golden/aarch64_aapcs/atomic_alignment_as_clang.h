/* Source: placement oracle (seed 20261125, cases 1303 and 3846), judged by clang 19.
   Options: --as clang */
struct pair { long a, b; };
struct raised { _Alignas(16) long a; };
void pair(int, _Atomic(struct pair), int);
void complex(int, _Atomic(_Complex long), int);
void raised(int, _Atomic(struct raised), int);
struct nothing { };
struct unnamed { int : 1; };
void empty(_Atomic(struct nothing), _Atomic(struct unnamed), int);
