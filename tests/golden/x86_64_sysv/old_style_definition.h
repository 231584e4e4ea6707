/* Source: ISO C17 6.9.1p10 and 6.5.2.2p6, gcc 12 and clang 19: without a prototype callers pass promoted arguments, and al. */
int narrow(a, b, c) char a; float b; { return a + b + c; }
struct pair { double x, y; };
struct pair whole(p, q) struct pair p; short *q[]; { return p; }
double (*chosen(n))(int) unsigned short n; { return 0; }
