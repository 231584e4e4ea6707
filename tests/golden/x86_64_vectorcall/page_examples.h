/*
 * Source: Microsoft, "__vectorcall", the x64 examples of that page, with what it says of each.
 * Options: --target x86_64-windows-msvc --features avx
 */
typedef float m128 __attribute__((vector_size(16)));
typedef float m256 __attribute__((vector_size(32)));
typedef struct { m128 array[2]; } hva2;
typedef struct { m256 array[4]; } hva4;

/* xmm0, xmm1, ymm2, xmm3, ymm4; result xmm0 */
m128 __vectorcall example1(m128 a, m128 b, m256 c, m128 d, m256 e);
/* rcx, xmm1, r8, xmm3, ymm4, xmm5, stack; result ymm0 */
m256 __vectorcall example2(int a, m128 b, int c, m128 d, m256 e, float f, int g);
/* rcx, b in xmm0 and xmm1, r8, r9, stack; result xmm0 */
m128 __vectorcall example3(int a, hva2 b, int c, int d, int e);
/* rcx, xmm1, c in ymm0, ymm2, ymm4 and ymm5, xmm3, stack; result xmm0 */
float __vectorcall example4(int a, float b, hva4 c, m128 d, int e);
/* rcx, b in xmm0 and xmm1, r8, d in xmm2 and xmm3, stack; result rax */
int __vectorcall example5(int a, hva2 b, int c, hva2 d, int e);
/* a in xmm0 and xmm1, b by reference in rdx, ymm2, d in xmm3 and xmm4; result ymm0 to ymm3 */
hva4 __vectorcall example6(hva2 a, hva4 b, m256 c, hva2 d);
