/* Source: shrunk by the placement oracle (seed 1001, case 7163), judged by clang 19.
   Options: --as clang */
struct flexible { unsigned __int128 m[]; };
void f(struct flexible, int);
