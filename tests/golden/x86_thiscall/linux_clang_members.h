/* Source: clang 19 for i686-linux-gnu, random prototypes reduced; observed.
   Options: --target i686-linux-gnu --as clang */
union padded { double a; int b; int c __attribute__((aligned(16))); };
void __attribute__((thiscall)) as_largest_member(union padded a, int b);
