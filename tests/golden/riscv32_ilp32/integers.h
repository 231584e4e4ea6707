/* Source: RISC-V ABIs, "Integer Calling Convention" and what the named ABIs change in it. */
struct two { long a, b; };
struct three { long a, b, c; };
struct small { char c[3]; };
struct wide { long double q; };
struct empty {};
struct quad { _Alignas(2 * sizeof(long)) long a; };
void extension(_Bool, char, signed char, unsigned short, int, unsigned int, long, void *);
void split(int, int, int, int, int, int, int, struct two, struct two, char);
void split_six(int, int, int, int, int, struct two, struct two, char);
struct two pair(struct two, long long, struct empty, struct small);
struct three large(struct three, long double, struct wide);
double reals(float, double, _Complex float, _Complex double);
void named_is_not_even(int, struct quad, int);
int variadic(int, ...);
int variadic_float(float, double, ...);
