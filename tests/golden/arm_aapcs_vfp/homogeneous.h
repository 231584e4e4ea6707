/* Source: AAPCS32 2025Q4, 5.3.5 and 7.1.2.1: one to four elements of float, double or one size of vector. */
typedef int v2 __attribute__((vector_size(8)));
typedef char b8 __attribute__((vector_size(8)));
typedef int v4 __attribute__((vector_size(16)));
struct f1 { float a; };
struct f4 { float a, b[3]; };
struct f5 { float a[5]; };
struct nested { struct f1 a; struct { float x, y; } b; };
struct mixed { float a; double b; };
struct fi { float a; int b; };
struct vv { v2 a; b8 b; };
struct v44 { v4 a[4]; };
union fu { float a; float b[3]; };
struct f4 one(struct f1, struct f4, struct nested);
struct f5 five(struct f5);
struct nested two(struct mixed, struct fi);
struct vv vectors(int, struct vv, v4);
struct v44 all(struct v44);
union fu onion(union fu, _Complex double, _Complex float);
