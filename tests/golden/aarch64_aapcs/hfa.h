/* Source: AAPCS64 2025Q4, 5.10.5.1 and 6.8.2, C.2, C.3, C.6: homogeneous floating-point aggregates of one to four members. */
struct f1 { float a; };
struct f2 { float a, b; };
struct d3 { double a[3]; };
struct q4 { long double a, b, c, d; };
struct f5 { float a, b, c, d, e; };
struct mixed { float a; double b; };
struct f1 one(struct f1);
struct f2 two(struct f2);
struct d3 three(struct d3);
struct q4 four(struct q4);
struct f5 not_five(struct f5);
struct mixed not_mixed(struct mixed);
void too_few_left(struct q4, struct d3, struct f2, float, double);
void stack_sizes(struct q4, struct q4, struct f1, struct d3, struct f2, struct q4);
