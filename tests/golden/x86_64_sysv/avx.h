/* Source: AMD64 psABI 1.0, 3.2.3: __m256 in one register with AVX, step 5 (c); 64 bytes need AVX-512. */
/* Options: --features avx */
typedef float m256 __attribute__((vector_size(32)));
typedef float m512 __attribute__((vector_size(64)));
struct s256 { m256 a; };
union u256 { m256 a; float b; };
union array { m256 a; float b[8]; };
struct empty { m256 a; char z[0]; };
m256 a(m256, m256);
m512 b(int, m512);
struct s256 c(struct s256);
union u256 d(union u256);
union array e(union array);
struct empty f(struct empty);
