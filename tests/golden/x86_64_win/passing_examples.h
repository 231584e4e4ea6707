/* Source: Microsoft, "x64 calling convention", Parameter passing, examples 1 to 4. */
typedef long long m64 __attribute__((vector_size(8)));
typedef float m128 __attribute__((vector_size(16)));
struct s { int j, k, l; };
void func1(int a, int b, int c, int d, int e, int f);
void func2(float a, double b, float c, double d, float e, float f);
void func3(int a, double b, int c, float d, int e, float f);
void func4(m64 a, m128 b, struct s c, float d, m128 e, m128 f);
