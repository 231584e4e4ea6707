/* Source: AAPCS64 2025Q4, 6.8.2, rules C.1, C.9, C.13 to C.17: each kind of scalar, registers running out. */
void integers(char, signed char, unsigned short, int, long, long long, void *, _Bool, char, short, int, long);
void floating(float, double, long double, float, double, float, double, float, float, double, long double, float);
void mixed(int, float, long, double, char, float);
