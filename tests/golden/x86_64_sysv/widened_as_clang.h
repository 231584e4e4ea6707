/* Source: clang 19 for x86_64-linux-gnu, reduced by the oracle; observed, -O1. Where clang widens the first eightbyte to an
   integer, it has counted a vector register for it.
   Options: --as clang */
struct halves {
    __bf16 first;
    _Float16 second __attribute__((aligned(8)));
};
union quad {
    __float128 whole;
    double parts[2];
};
typedef double d;

void parted(int, int, int, int, int, int, struct halves, int);
void parted_quad(int, int, int, int, int, int, union quad, int);
void counted(d, d, d, d, d, d, struct halves, d, struct halves);
