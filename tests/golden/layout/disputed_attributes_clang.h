/* Source: gcc 12 and clang 19, observed. Options: --as clang */
struct __attribute__((aligned(32))) __attribute__((aligned(8))) s1 { int x; };
struct __attribute__((aligned(8))) __attribute__((aligned(32))) s2 { int x; };
struct __attribute__((aligned(32))) s3 { int x; } __attribute__((aligned(8)));
typedef int t1 __attribute__((aligned(32))) __attribute__((aligned(8)));
typedef __attribute__((aligned(32))) int t2 __attribute__((aligned(8)));
struct h1 { char c; t1 x; }; struct h2 { char c; t2 x; };
enum e2 { E2 } __attribute__((aligned(16)));
enum __attribute__((aligned(16))) e1 { E1 };
struct m1 { char c; enum e2 e; };
#pragma pack(1)
struct p1 { char c;
#pragma pack()
int x; };
struct p2 { char c;
#pragma pack(1)
int x; };
#pragma pack()
