/* Source: Apple, "Writing ARM64 code for Apple platforms", "Pass arguments to functions correctly": stack arguments at their own size and alignment. */
struct c3 { char c[3]; };
struct c12 { int a, b, c; };
void packed(int, int, int, int, int, int, int, int, char, char, short, int, char, long, _Bool, struct c3, char,
            struct c12, short);
void floats(double, double, double, double, double, double, double, double, float, float, double, float, _Float16);
