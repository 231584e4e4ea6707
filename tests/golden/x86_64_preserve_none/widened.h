/* Source: clang 19 for x86_64-linux-gnu, random prototypes reduced; observed, -O1. A first part of 8 or 16 bits is
   widened where the second is aligned to less than 8; a __bf16 is widened to an integer, and counted as a vector. */
struct aligned { char a; int b __attribute__((aligned(8))); };
struct plain { char a; long b; };
struct halves { __bf16 a; _Float16 b __attribute__((aligned(8))); };

void __attribute__((preserve_none)) first(struct aligned, struct plain);
void __attribute__((preserve_none)) second(int, __int128, __int128, int, struct halves);
