/* Source: placement oracle (x86_win, seed 20261125, case 5796), judged by clang 19.
   Options: --target i686-windows-gnu --as clang */
#pragma pack(push, 1)
struct zero { char a : 1; int b : 1; int : 0; };
struct then { char a : 1; int b : 1; int : 0; char c; };
#pragma pack(pop)
