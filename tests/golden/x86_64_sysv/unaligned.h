/* Source: AMD64 psABI 1.0, 3.2.3, Classification, step 1: an unaligned field: MEMORY. */
struct __attribute__((packed)) cd { char c; double d; };
struct __attribute__((packed)) id { int i; double d; };
struct __attribute__((packed)) dc { double d; char c; };
#pragma pack(push, 2)
struct p2 { short s; int i; };
#pragma pack(pop)
struct cd cd(struct cd, int);
struct id id(struct id, int);
struct dc dc(struct dc, int);
struct p2 p2(struct p2, int);
