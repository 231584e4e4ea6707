/* Source: AAPCS64 2025Q4, 6.8.2, B.5, C.10, C.12, C.13, C.15: composites of at most 16 bytes in consecutive registers. */
struct c3 { char c[3]; };
struct c12 { int a, b, c; };
struct l2 { long a, b; };
struct c3 three(struct c3);
struct c12 twelve(int, struct c12, int);
struct l2 sixteen(struct l2);
void last(int, int, int, int, int, int, int, struct l2, int, struct c3);
