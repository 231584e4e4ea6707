/* Source: gcc 12 for i686-linux-gnu, -msse2: a vector of four _Float16 has a machine mode, so a union of it has that of
   an integer, and as a member is aligned to 4; a vector of two floats has none. Observed, a random type reduced.
   Options: --as=gcc --target=i686-linux-gnu */
typedef _Float16 halves __attribute__((vector_size(8)));
typedef float floats __attribute__((vector_size(8)));
union half { halves a; };
union single { floats a; };
struct of_half { char a; union half b; };
struct of_single { char a; union single b; };
