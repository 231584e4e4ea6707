/* Source: AMD64 psABI 1.0, 3.2.3: complex T as struct { T real, imag; }; GNU C's complex integers by gcc 12.2. */
_Complex float f(_Complex float, _Complex float);
_Complex double d(_Complex double);
_Complex _Float16 h(_Complex _Float16);
_Complex int i(_Complex int, _Complex char, _Complex short);
_Complex long l(int, int, int, int, int, _Complex long, int);
struct s { int a; _Complex float b; } s(struct s);
