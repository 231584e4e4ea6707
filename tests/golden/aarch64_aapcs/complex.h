/* Source: AAPCS64 2025Q4, 10.1.1, table 3: a complex number has the layout of a structure of two. */
_Complex float single(_Complex float);
_Complex double twice(_Complex double, float);
_Complex long double quad(_Complex long double, _Complex long double, _Complex long double);
_Complex _Float16 half(_Complex _Float16);
void stacked(double, double, double, double, double, double, double, _Complex float, float, _Complex double);
