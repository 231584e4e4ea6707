/* Source: placement oracle (seed 20261125, cases 845 and 6532), judged by clang 19.
   Options: --as clang */
struct pair { long a, b; };
struct mixed { long a; double b; };
struct raised { _Alignas(16) int a; };
void parted(_Atomic int, int, int, int, int, struct pair, struct mixed);
void all_gone(_Atomic int, _Atomic int, _Atomic int, int, int, int, int, struct pair);
void one_eightbyte(_Atomic int, _Atomic int, int, int, int, int, int, struct raised, int);
void wide(_Atomic int, int, int, int, int, __int128, int);
void counted_out(_Atomic int, int, int, int, int, int, int, int, struct raised);
