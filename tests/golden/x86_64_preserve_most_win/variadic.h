/*
 * Source: clang 19 for x86_64-pc-windows-msvc, preserve_most: a double through ... in xmm alone; observed, -O1.
 * Options: --varargs 'double, int'
 */
int variadic(int a, ...);
