/* Source: shrunk by the placement oracle (x86_sysv, gcc 12, seed 11), and its variants; each asserted by gcc 12.
   Options: --as gcc */
typedef _Atomic(double) real;
struct through_typedef { real m[1]; };
struct nested { char c; real m[1][1]; };
struct integers { _Atomic(long long) m[2]; };
struct complexes { _Atomic(_Complex double) m[1]; };
struct parts { _Atomic(_Complex float) m[2]; };
