/* Source: placement oracle (x32, seed 20261125, cases 6768 and 6924), judged by gcc 12.
   Options: --as gcc */
struct pair { long a, b; };
struct raised { _Alignas(16) long a; };
struct packed { char c; __int128 b; } __attribute__((packed));
void f(int, int, int, int, int, int, int, _Atomic(_Complex unsigned long), int, _Atomic(struct pair), int,
       _Atomic(struct raised), int, _Atomic(__int128));
