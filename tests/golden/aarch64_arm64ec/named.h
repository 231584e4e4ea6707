/* Source: Microsoft, Understanding Arm64EC ABI and assembly code: as classic Arm64. */
struct s16 { long long a, b; }; struct h { float a, b; };
int f(int a, double b, struct s16 c, struct h d, __int128 e);
