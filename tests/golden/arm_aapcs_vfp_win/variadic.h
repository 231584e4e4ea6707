/* Source: Microsoft, "Overview of ARM ABI conventions": the VFP registers are not used for variadic functions. */
/* Options: --varargs 'double, float, struct d2' */
struct d2 { double a, b; };
double sum(float, ...);
