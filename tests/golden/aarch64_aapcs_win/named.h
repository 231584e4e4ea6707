/* Source: Microsoft, "Overview of ARM64 ABI conventions", "Parameter passing", stages A to C: as AAPCS64. */
struct f4 { float a[4]; };
struct l2 { long long a, b; };
struct l3 { long long a, b, c; };
struct l2 pairs(int, struct l2, long, float, double, struct f4);
struct l3 large(struct l3, int, int, int, int, int, int, struct l2, char, char);
struct f4 hfa(double, double, double, double, double, double, struct f4, float);
