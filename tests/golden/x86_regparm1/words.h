/* Source: GCC manual, "x86 Function Attributes", regparm(1): one word in eax. */
struct two { int a, b; };
int a(int i, int j);
int b(long long l, int i);
struct two c(int i);
int d(float f, int *p, int i);
