/* Source: code of gcc 12, after a case of the placement oracle for x86_64_win.
   Options: --as gcc */
struct padding { int : 1; } __attribute__((aligned(32)));
struct padding alone(int);
struct parts { struct { int : 32; } x[6]; };
struct parts parts(int);
struct pair { int : 1; } __attribute__((aligned(16)));
struct pair pair(int);
