/* Source: shrunk by the placement oracle (seeds 2, 3 and 1001), judged by clang 19.
   Options: --as clang */
struct flexible { int m[]; };
typedef int v4 __attribute__((vector_size(16)));
struct two { v4 m[2]; };
void skipped(struct flexible, struct two);
#pragma pack(push, 1)
struct unaligned { int a; double z[0]; };
#pragma pack(pop)
void unaligned(struct unaligned);
