/* Source: Vector Function ABI Specification for AArch64, AAVPCS; AAPCS64 6.8.2. */
struct hva { float32x4_t a, b; };
float32x4_t sine(float32x4_t);
struct hva mixed(int, struct hva, double, float64x2_t);
