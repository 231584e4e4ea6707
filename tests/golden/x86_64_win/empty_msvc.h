/* Source: clang 19.1 for msvc: in C an empty structure has 4 bytes, and is an integer. */
struct empty { };
struct aligned { } __attribute__((aligned(16)));
struct unnamed { int : 3; };
struct flexible { int a; char z[]; };
struct empty a(struct empty, int);
int b(struct aligned, int);
struct unnamed c(struct unnamed, int);
struct flexible d(struct flexible, int);
