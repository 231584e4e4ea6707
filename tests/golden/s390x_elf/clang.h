/* Source: clang 19.1, where it and gcc 12.2 part. */
/* Options: --as clang */
struct flexible { int n; int a[]; };
struct member { _Atomic float f; };
struct small { short s; };
void a(struct flexible, struct member);
void b(_Atomic int, _Atomic struct small);
