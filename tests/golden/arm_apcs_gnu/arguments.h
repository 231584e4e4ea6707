/* Source: gcc 12.2 and clang 19.1, -mabi=apcs-gnu; observed, -O1. Words in order: nothing begins at an even register, what does
   not fit is split, and composites of any size are passed by value. */
struct point { double x, y; };
struct large { int words[20]; };
struct wide { _Alignas(16) int a; };

void two_words(int, long long);
void split(int, int, int, long long, int);
void structs(char, struct point, struct large);
void aligned(int, struct wide, int);
void narrow(signed char, unsigned short, _Bool, int, short);
void floats(float, double, float, double);
int variadic(const char *, ...);
