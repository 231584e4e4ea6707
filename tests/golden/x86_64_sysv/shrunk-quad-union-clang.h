/* Source: shrunk by the placement oracle (seed 20), judged by clang 19.
   Options: --as clang */
union half { float m[3]; __float128 q; };
union half half(union half);
union mixed { __float128 q; struct { double a; int b; } s; };
union mixed mixed(union mixed);
union whole { __float128 q; double d; };
union whole whole(union whole);
