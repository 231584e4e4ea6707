/*
 * clang 19, i386 __regcall: an array in a struct that is passed member by member. The compiler itself crashes, or goes on
 * with damaged memory.
 *
 *   clang-19 --target=i686-linux-gnu -msse2 -O2 -c clang-regcall-array.c    ends with a stack dump
 */
struct pair { double values[2]; };
struct pair pair;

__attribute__((regcall)) void callee(struct pair pair);

void caller(void)
{
    callee(pair);
}
