/* Source: AMD64 psABI 1.0, 3.2.3, Passing: no register for an eightbyte: the whole on the stack, assignments reverted. */
struct ll { long a, b; };
struct ld { long a; double b; };
void integers(int, int, int, int, int, struct ll, int, int);
void mixed(double, double, double, double, double, double, double, double, struct ld, int);
void both(int, int, int, int, int, int, struct ld, double);
