/* Source: Microsoft, "Overview of ARM64 ABI conventions", "Parameter passing", C.8 and C.12: an alignment of 16, also of the whole type. */
struct whole { long long a, b; } __attribute__((aligned(16)));
struct member { _Alignas(16) long long a; };
void even(int, struct whole, int, struct member, int);
void stacked(int, int, int, int, int, int, int, int, int, struct whole, int, __int128);
struct over { _Alignas(16) float a; };
