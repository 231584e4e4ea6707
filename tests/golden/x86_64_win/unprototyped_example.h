/* Source: Microsoft, "x64 calling convention", Unprototyped functions and Varargs: a double in both registers. */
/* Options: --varargs 'double, int, double, double, double' */
void func1(int, ...);
