/* Source: gcc 12.2 and clang 19.1: __int128 by pointer, returned in xmm0; Microsoft's document: more than 8 bytes. */
struct s { __int128 a; };
__int128 a(__int128, int);
struct s b(struct s);
