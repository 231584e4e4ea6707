/* Source: OpenPOWER ELFv2 1.5, 2.2.4.2, Parameter Passing Examples. */
typedef struct { int a; double dd; } sparm;
typedef struct { double a, b; } dpfp2;
typedef struct { float a, b; } spfp2;
struct three_floats { float a, b, c; };
struct two_floats { float a, b; };
typedef float vector_float __attribute__((vector_size(16)));
typedef int vector_int __attribute__((vector_size(16)));
typedef char vector_char __attribute__((vector_size(16)));
int func(int c, double ff, int d, long double ld, sparm s, double gg, sparm t, int e, double hh);
double func2(double a, dpfp2 p1, dpfp2 p2, double b, int x);
double func3(double a, dpfp2 p1, dpfp2 p2, double b, int x, spfp2 p3, spfp2 p4);
int oddity(float d1, float d2, float d3, float d4, float d5, float d6, float d7, float d8, float d9, float d10, float d11,
           float d12, struct three_floats x);
int oddity2(struct two_floats s1, struct two_floats s2, struct two_floats s3, struct two_floats s4, struct two_floats s5,
            struct two_floats s6, struct two_floats s7, struct two_floats s8);
int oddity3(struct two_floats s1, struct two_floats s2, struct two_floats s3, struct two_floats s4, struct two_floats s5,
            struct two_floats s6, struct two_floats s7, struct two_floats s8, struct two_floats s9);
int func4(int s1, vector_float s2, float s3, vector_int s4, vector_char s5);
int func5(int s1, vector_float s2, float s3, vector_int s4, int s5, char s6);
