/* Source: clang 19.1. */
/* Options: --as clang */
struct zero_width { float a; int : 0; float b; };
struct no_size { float z[0]; float a, b; };
struct empty_union { union {} u; double a, b; };
struct unnamed_inside { struct { int : 3; } i; float f; };
struct complex_integer { _Complex int c; };
struct atomic { double a; _Atomic int b; };
void zero_width(struct zero_width);
void no_size(struct no_size, struct empty_union);
void unnamed_inside(struct unnamed_inside);
void complex_integer(struct complex_integer);
void atomic(struct atomic);
void bitint(unsigned _BitInt(20), _BitInt(20), unsigned _BitInt(32), unsigned _BitInt(40), _BitInt(100));
struct aligned_empty {} __attribute__((aligned(16)));
void aligned_empty(__int128, __int128, __int128, __int128, int, struct aligned_empty, int);
