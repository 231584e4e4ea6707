/*
 * gcc 12, s390x: a tail call whose last argument, a structure of a vector of one double, belongs in r6. r6 is restored before
 * the jump, so gcc makes no such call with other arguments there; this one it leaves out altogether.
 *
 *   s390x-linux-gnu-gcc -O2 -S -o - gcc-s390x-r6.c    loads r2 to r5, not r6, and ends with `jg callee`
 */
typedef double vector __attribute__((vector_size(8)));
struct one { vector member; };
struct one one;

void callee(int a, int b, int c, int d, struct one e);

void caller(void)
{
    callee(1, 2, 3, 4, one);
}
