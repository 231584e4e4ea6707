/* Source: shrunk by the placement oracle (seed 1001, case 1274), judged by mingw-w64 gcc 12.
   Options: --as gcc */
struct padding { int : 1; };
void last(int, int, int, int, struct padding, int);
