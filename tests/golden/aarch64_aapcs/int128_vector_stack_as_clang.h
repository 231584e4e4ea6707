/* Source: placement oracle (seed 3, case 488), judged by clang 19.
   Options: --as clang */
typedef __int128 vector __attribute__((vector_size(16)));
struct whole { vector v; };
void last_two(int, int, int, int, int, int, struct whole);
void odd(int, struct whole);
void stack(int, int, int, int, int, int, int, int, int, struct whole);
void one_left(int, int, int, int, int, int, int, struct whole, int);
