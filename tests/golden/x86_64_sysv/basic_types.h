/* Source: AMD64 psABI 1.0, 3.2.3, Classification: the basic types. */
_Bool b(_Bool, char, signed char, unsigned char, short, unsigned short, int);
unsigned u(unsigned, long, unsigned long, long long, void *, int (*)(void));
float f(float, double, _Float16, __bf16, float, double, float, double, float, double);
enum e { A, B } e(enum e, enum e *);
void stacked(int, int, int, int, int, int, char, short, long);
