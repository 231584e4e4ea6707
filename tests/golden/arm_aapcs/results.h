/* Source: AAPCS32 2025Q4, 6.4, and A.4: a word, two, four for a vector; composites above 4 bytes in memory, address in r0. */
struct c4 { char a[4]; };
struct c5 { char a[5]; };
struct f1 { float a; };
typedef int v2 __attribute__((vector_size(8)));
typedef int v4 __attribute__((vector_size(16)));
signed char narrow(void);
unsigned short narrow_too(void);
_Float16 half(void);
float single(void);
double twice(void);
unsigned long long integer(void);
v2 vector(void);
v4 vector_too(void);
struct c4 four(int);
struct c5 five(int);
struct f1 one(int);
_Complex float complex(int, long long);
_Complex short small_complex(void);
