/* Source: AAPCS64 2025Q4, 5.3 and 6.8.2, C.1 and C.5: half-precision formats in v registers and 8-byte slots. */
_Float16 half(_Float16, __bf16);
void halves(float, float, float, float, float, float, float, float, _Float16, __bf16, float);
struct h4 { _Float16 a, b, c, d; };
struct h4 half_hfa(struct h4);
