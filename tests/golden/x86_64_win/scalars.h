/* Source: Microsoft, "x64 calling convention", Parameter passing and Return values; _BitInt by clang 19.1. */
_Bool a(_Bool, char, short, int, long, long long, void *);
double b(float, double, int, long double, long double);
_BitInt(33) c(_BitInt(7), _BitInt(64), _BitInt(65));
_BitInt(128) d(int);
