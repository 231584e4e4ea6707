/* Source: AAPCS32 2025Q4, 7.1.2.2: s0, d0, q0, or one register a member; all others as the base standard. */
typedef int v2 __attribute__((vector_size(8)));
typedef int v4 __attribute__((vector_size(16)));
struct d4 { double a[4]; };
struct i1 { int a; };
_Float16 half(void);
float single(void);
double twice(void);
v2 vector(void);
v4 vector_too(void);
struct d4 four(void);
_Complex double complex(int);
struct i1 base(void);
struct { int a, b; } memory(int);
