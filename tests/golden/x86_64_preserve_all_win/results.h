/* Source: clang 19 for x86_64-pc-windows-msvc, preserve_all: no shadow space, rax kept; observed, -O1. */
struct three { long a, b, c; };
struct three in_memory(int a, double b, struct three c, int d, int e);
