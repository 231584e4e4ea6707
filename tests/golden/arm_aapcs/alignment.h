/* Source: AAPCS32 2025Q4, 5.3 and B.5: natural alignment counts that of the members, not that of the whole; at most 8. */
struct whole { int a; } __attribute__((aligned(8)));
struct member { int a __attribute__((aligned(8))); };
struct sixteen { int a __attribute__((aligned(16))); };
typedef int wide __attribute__((aligned(8)));
void f(int, struct whole, int);
void g(int, struct member, int);
void h(int, struct sixteen);
void k(int, wide, int);
