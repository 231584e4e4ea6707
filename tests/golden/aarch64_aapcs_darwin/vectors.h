/* Source: clang 19.1, arm64-apple-macos, and AAPCS64 2025Q4, 5.5. */
typedef char v4 __attribute__((vector_size(4)));
typedef float v16 __attribute__((vector_size(16)));
typedef float v32 __attribute__((vector_size(32)));
v4 small(v4, int);
v32 large(v32, v16);
void stacked(int, int, int, int, int, int, int, int, char, v4, char, v32);
