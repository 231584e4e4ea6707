/* Source: shrunk by the placement oracle (seed 5, case 89), and its variants; code of clang 19.
   Options: --as clang */
struct one { _Atomic(double) x; };
struct one one(struct one);
struct two { _Atomic(float) x, y; };
struct two two(struct two, int);
struct many { _Atomic(double) x[2]; };
struct many many(struct many, int);
struct mixed { double x; _Atomic(double) y; };
struct mixed mixed(struct mixed, int);
