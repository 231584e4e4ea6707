/* Source: placement oracle (seed 20261125, case 1303), judged by gcc 12.
   Options: --as gcc */
struct pair { long a, b; };
struct raised { _Alignas(16) long a; };
void pair(int, _Atomic(struct pair), int);
void complex(int, _Atomic(_Complex long), int);
void raised(int, _Atomic(struct raised), int);
