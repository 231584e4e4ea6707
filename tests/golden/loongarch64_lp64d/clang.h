/* Source: clang 19.1: a bit-field beside a float, _Atomic values, vectors without LSX. */
/* Options: --as clang */
struct bits { int a : 5; float f; };
struct two { float a, b; };
struct member { _Atomic float f; };
typedef int v16 __attribute__((vector_size(16)));
typedef int v32 __attribute__((vector_size(32)));
void a(struct bits, _Atomic struct two, struct member, _Atomic short);
v16 b(v16, v32, unsigned _BitInt(20));
