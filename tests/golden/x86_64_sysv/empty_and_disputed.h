/* Source: gcc 12.2 and clang 19.1: what the AMD64 psABI 1.0, 3.2.3, leaves open. */
struct empty { };
struct unnamed { int : 3; };
struct half { long : 64; long a; };
struct flexible { long a; char z[]; };
struct zero { float a; int z[0]; float b; };
struct __attribute__((packed)) under { int z; struct { int a; } __attribute__((aligned(8))) x; };
struct straddle { struct { short a; _Float16 b, c; } x[2]; };
struct empty a(struct empty, int);
struct unnamed b(struct unnamed, int);
struct half c(struct half, int);
struct flexible d(struct flexible, int);
struct zero e(struct zero, int);
struct under f(struct under, int);
struct straddle g(struct straddle, int);
