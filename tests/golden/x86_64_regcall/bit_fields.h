/* Source: clang 19 for x86_64-linux-gnu, __regcall; observed, -O1. Bit-fields share an integer of up to 8 bytes; where it
   would reach into what follows they are bytes, each in a register. */
struct shared { int a : 3; unsigned b : 30; };
struct clipped { int a : 3; int b : 30; char c; int d : 20; };
struct apart { char a : 5; int : 0; char b : 3; short c : 9; };
struct __attribute__((packed)) across { int a : 31; int b : 31; int c : 31; char d; };
struct many { unsigned a : 1, b : 1, c : 1, d : 1, e : 1, f : 1, g : 1, h : 1, i : 1, j : 1, k : 1, l : 1; };

int __regcall in_registers(struct shared, struct clipped, char);
struct shared __regcall result(struct apart, struct shared);
int __regcall bytes(struct across, int, int);
int __regcall by_count(struct many, int);

/* A union is its most aligned member, here the one of 24 bits, and loose bytes. */
union bits { unsigned a : 20; char b[3]; };
union longer { int a; char b[6]; };
int __regcall unions(struct { union bits a; int b; }, struct { union longer a; char b; });

/* A _BitInt is an integer of 16 bytes, or bytes. */
int __regcall wide(struct { _BitInt(100) a; char b; }, int);
int __regcall loose(struct { _BitInt(129) a[1]; }, int);

/* A vector that is wider than the registers is in several. */
typedef int eight __attribute__((vector_size(32)));
int __regcall vectors(struct { eight a[2]; }, float);

/* Of the second eightbyte's class is a double, whatever the first holds; two halves on the stack are a vector. */
typedef double d;
union half_first { struct { _Float16 a; double b; } s; };
union halves { struct { _Float16 a, b; } s; _Float16 t; };
int __regcall half(d, d, d, d, d, d, d, union half_first, union halves, d);

/* A struct of an empty array is stored, and aligns. */
int __regcall empty_array(struct { int a; struct { double m[0]; } b; }, int);
