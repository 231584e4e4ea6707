/* Source: gcc 12.2, where it and clang 19.1 part. */
/* Options: --as gcc */
struct flexible { int n; int a[]; };
struct member { _Atomic float f; };
struct small { short s; };
void a(struct flexible, struct member);
void b(_Atomic int, _Atomic struct small);
