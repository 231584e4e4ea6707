/* Source: AMD64 psABI 1.0, 3.5.7, "Variable Argument Lists": al counts the vector registers of the call. */
/* Options: --varargs 'int, double, long double, double' */
int variadic(int, ...);
