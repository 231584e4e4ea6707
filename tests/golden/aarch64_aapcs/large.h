/* Source: AAPCS64 2025Q4, 6.8.2, B.4, and 6.9: composites larger than 16 bytes by pointer, results through x8. */
struct l3 { long a, b, c; };
struct c17 { char c[17]; };
union big { long a[4]; double d; };
struct l3 three(struct l3, int);
struct c17 odd(int, int, int, int, int, int, int, struct c17, union big, int);
union big united(void);
