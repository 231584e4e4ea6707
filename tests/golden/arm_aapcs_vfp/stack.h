/* Source: AAPCS32 2025Q4, 7.1.2.3: C.2.vfp: after the first on the stack no VFP register is used, though some are free. */
struct d4 { double a[4]; };
struct f4 { float a[4]; };
void f(struct d4, struct f4, float, struct d4, float, double);
void g(struct d4, float, struct d4, int, float);
void split(struct d4, struct d4, int, int, struct { int a[5]; });
void whole(struct d4, struct d4, float, int, int, struct { int a[5]; });
