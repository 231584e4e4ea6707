/* Source: clang 19 for x86_64-linux-gnu, __regcall, random prototypes reduced; observed, -O1. A vector of 8 bytes is a
   double, and takes 8 bytes of stack; padding at the end of what is aligned to more than 16 is passed as bytes. */
typedef float two __attribute__((vector_size(8)));
typedef double d;
typedef int wide __attribute__((vector_size(64)));
struct tail { struct { int a; struct { wide v; } none[0]; } a; int b; };

void __regcall stack(d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, d, two, two, d);
void __regcall tail(struct tail, int);

struct none { long double a[0]; };
struct aligned { struct none a; int b; };
struct aligned __regcall returned(void);
