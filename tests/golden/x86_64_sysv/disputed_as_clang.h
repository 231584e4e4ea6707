/* Source: clang 19.1: empty_and_disputed in clang's reading, and a register burned by __int128. */
/* Options: --as clang */
struct unnamed { int : 3; };
struct half { long : 64; long a; };
struct flexible { long a; char z[]; };
struct ld { long a; double b; };
typedef float m256 __attribute__((vector_size(32)));
struct unnamed b(struct unnamed, int);
struct half c(struct half, int);
struct flexible d(struct flexible, int);
void burned(int, int, int, int, int, __int128, int);
void split(int, int, int, int, int, __int128, struct ld, int);
m256 pieces(int);
signed char narrow(signed char, _Bool, unsigned short, int, int, int, short);
