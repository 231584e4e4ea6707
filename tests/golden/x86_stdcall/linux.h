/* Source: gcc 12 and clang 19 for i686-linux-gnu: no decoration, and every structure in memory.
   Options: --target i686-linux-gnu */
struct two { int a, b; };
int a(int i, double d, char c);
struct two b(struct two t);
int c(const char *format, ...);
