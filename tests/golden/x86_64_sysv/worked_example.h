/* Source: AMD64 psABI 1.0, 3.2.3, figures "Parameter Passing Example" and "Register Allocation Example". */
/* Options: --features avx512 */
typedef float m256 __attribute__((vector_size(32)));
typedef float m512 __attribute__((vector_size(64)));
typedef struct { int a, b; double d; } structparm;
void func(int e, int f, structparm s, int g, int h, long double ld, double m, m256 y, m512 z, double n, int i, int j,
          int k);
