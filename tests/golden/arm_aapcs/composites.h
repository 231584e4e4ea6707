/* Source: AAPCS32 2025Q4, 6.5: B.4 (rounded to words), B.5 (4 or 8 bytes of alignment), C.4 and C.5 (split). */
struct c1 { char a; };
struct c3 { char a[3]; };
struct i5 { int a[5]; };
struct l1 { long long a; };
struct b100 { char a[100]; };
void small(struct c1, struct c3, struct c1, struct c3, struct c1);
void split(int, int, struct i5, int);
void split_even(int, struct b100, long long);
void whole(int, int, int, double, struct i5);
void aligned(int, struct l1, struct l1);
