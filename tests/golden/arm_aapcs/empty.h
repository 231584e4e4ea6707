/* Source: gcc 12.2 and clang 19.1: nothing is passed; the document has no empty structures. */
struct none { };
struct array { int a[0]; };
struct none f(int, struct none, struct array, int);
