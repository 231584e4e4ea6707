/* Source: AMD64 psABI 1.0, 3.2.3: __m512 in one register with AVX-512. */
/* Options: --features avx512 */
typedef float m256 __attribute__((vector_size(32)));
typedef float m512 __attribute__((vector_size(64)));
struct s512 { m512 a; };
union u512 { m512 a; m256 b; };
m512 a(m512, m256);
struct s512 b(struct s512);
union u512 c(union u512);
