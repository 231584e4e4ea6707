/* Source: AMD64 psABI 1.0, 3.1.2; AAPCS64 2025Q4, 5.9; Microsoft x64 ABI conventions, "Types and storage". */
struct padded { char a; long b; char c; };
struct real { char a; long double b; };
struct over { char a; } __attribute__((aligned(32)));
struct member { char a; _Alignas(16) char b; };
#pragma pack(push, 2)
struct pack2 { char a; double b; short c; };
#pragma pack(pop)
struct flexible { int count; double values[]; };
union both { char a[7]; int b; };
struct nested { char a; union { int b; struct { char c; short d; }; }; };
