/* Source: shrunk by the placement oracle (seed 1, cases 53, 66 and 291), judged by clang 19; clang's -S.
   Options: --as clang */
struct counter { _Atomic int n; };
struct point { double x, y; };
typedef _Atomic(struct point) shared;
struct counter member(struct counter);
shared value(shared, int);
void narrow(_Atomic char, _Atomic(short));
__int128 halves(_Atomic int, _Atomic int, _Atomic int, _Atomic int, _Atomic int, _Atomic int, int, __int128, int);
