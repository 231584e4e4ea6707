/* Source: what clang 19 keeps and returns under preserve_most; observed, -O1. */
struct two { long a, b; };
struct three { long a, b, c; };
struct two pair(int a, double b, struct three c);
struct three in_memory(int a);
int variadic(int a, ...);
