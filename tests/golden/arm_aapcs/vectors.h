/* Source: AAPCS32 2025Q4, 5.1 and 6.5: containerized vectors have 8-byte alignment; above 16 bytes as gcc 12 has them. */
typedef int v2 __attribute__((vector_size(8)));
typedef int v4 __attribute__((vector_size(16)));
typedef int v8 __attribute__((vector_size(32)));
typedef short s2 __attribute__((vector_size(4)));
void f(int, v2, v2);
void g(int, v4);
void h(int, int, int, v4, v2);
v8 k(int, v8);
s2 m(s2, s2);
