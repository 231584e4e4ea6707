/* Source: AAPCS64 2025Q4, 5.5: vectors that are no short vectors, where the document is silent (gcc 12.2, clang 19.1). */
typedef char v1 __attribute__((vector_size(1)));
typedef char v2 __attribute__((vector_size(2)));
typedef short v4 __attribute__((vector_size(4)));
typedef float v4f __attribute__((vector_size(4)));
typedef float v32 __attribute__((vector_size(32)));
typedef float v64 __attribute__((vector_size(64)));
v1 one(v1, int);
v2 two(v2, int);
v4 four(v4, int);
v4f single(v4f, int);
v32 large(v32, int);
v64 larger(v64, int);
