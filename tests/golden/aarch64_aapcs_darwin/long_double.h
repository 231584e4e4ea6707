/* Source: Apple, "Writing ARM64 code for Apple platforms", "Handle data types and data alignment properly": long double is double. */
long double same(long double, _Complex long double);
struct hfa { double a; long double b; };
struct hfa mixed(struct hfa);
