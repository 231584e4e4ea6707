/* Source: AAPCS64 2025Q4, 6.8.2, B.6 and C.4: an over-aligned HFA on the stack. */
struct eight { double a, b, c, d; };
struct members { _Alignas(16) float a; float b, c, d; };
struct whole { float a, b, c, d; } __attribute__((aligned(16)));
void members(struct eight, struct eight, float, struct members, float, struct members);
void whole(struct eight, struct eight, float, struct whole, float, struct whole);
