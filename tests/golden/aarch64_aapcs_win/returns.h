/* Source: Microsoft, "Overview of ARM64 ABI conventions", "Return values": x0, x0 and x1, v0 to v3, or memory at x8. */
struct c3 { char c[3]; };
struct c12 { int a, b, c; };
struct l3 { long long a, b, c; };
struct d4 { double a[4]; };
int integer(void);
float single(void);
struct c3 three(void);
struct c12 twelve(void);
struct l3 large(void);
struct d4 hfa(void);
