/* Source: AAPCS64 2025Q4, 5.10 and 6.8.2, B.6, C.10, C.14: natural alignment counts, that of the whole type does not. */
struct member { _Alignas(16) long a; };
struct quad { __int128 a; };
struct whole { long a, b; } __attribute__((aligned(16)));
struct packed { __int128 a; } __attribute__((packed));
typedef long aligned_long __attribute__((aligned(16)));
void member(int, struct member, int);
void quad(int, struct quad, int);
void whole(int, struct whole, int);
void packed(int, struct packed, int);
void scalar(int, aligned_long, int);
void stacked(int, int, int, int, int, int, int, int, int, struct member, int, struct whole, int, struct quad);
