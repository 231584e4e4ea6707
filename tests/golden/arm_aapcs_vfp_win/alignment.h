/* Source: clang 19.1, armv7-pc-windows-msvc; the document's stages have no B.5: the alignment of the type counts. */
struct whole { int a; } __attribute__((aligned(8)));
struct member { int a __attribute__((aligned(16))); };
void f(int, struct whole, int);
void g(int, struct member);
