/* Source: Microsoft, "x64 calling convention", Return values, examples 1 to 4. */
typedef long long m64 __attribute__((vector_size(8)));
typedef float m128 __attribute__((vector_size(16)));
struct Struct1 { int j, k, l; };
struct Struct2 { int j, k; };
long long func1(int a, float b, int c, int d, int e);
m128 func2(float a, double b, int c, m64 d);
struct Struct1 func3(int a, double b, int c, float d);
struct Struct2 func4(int a, double b, int c, float d);
