/* Source: Microsoft, "x64 calling convention", Parameter passing: 8, 16, 32 and 64 bits as integers, others by pointer. */
struct c1 { char c[1]; };
struct c2 { char c[2]; };
struct c3 { char c[3]; };
struct c4 { char c[4]; };
struct c7 { char c[7]; };
struct c8 { char c[8]; };
struct d { double d; };
struct f { float f; };
struct c1 a(struct c1, struct c2, struct c3, struct c4);
struct c3 b(struct c7, struct c8);
struct d c(struct d, struct f);
struct f d(int, int, int, int, struct d, struct c3);
_Complex float e(_Complex float, _Complex double, _Complex short);
_Complex double f(void);
