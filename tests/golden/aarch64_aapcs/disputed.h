/* Source: AAPCS64 2025Q4, 5.10.5, and gcc 12.2 and clang 19.1: aggregates that the compilers classify differently. */
struct bf { __bf16 a, b; };
struct halves { _Float16 a; __bf16 b; };
struct zero_complex { int z[0]; _Complex float a; };
struct zero_nested { struct { float z[0]; } e; float a; };
union unnamed { struct { int : 3; } e; float a; };
struct bf bf(struct bf);
struct halves halves(struct halves);
struct zero_complex zero_complex(struct zero_complex);
struct zero_nested zero_nested(struct zero_nested);
union unnamed unnamed(union unnamed);
typedef __int128 quad __attribute__((vector_size(16)));
struct quad { quad a; };
struct packed { __int128 a : 5; char c[12]; } __attribute__((packed));
struct bf3 { __bf16 a, b, c; };
quad quad_vector(int, quad, int);
struct quad quad_hva(int, struct quad, int);
struct packed packed(int, struct packed, int);
void split(double, double, double, double, double, double, struct bf3, float);
