/* Source: AMD64 psABI 1.0, 3.2.3: __float128 and _Decimal128: SSE and SSEUP; _Decimal32 and _Decimal64: SSE. */
struct q { __float128 a; };
__float128 a(__float128, int);
struct q b(struct q);
_Complex _Float128 c(_Complex _Float128);
_Decimal32 d(_Decimal32, _Decimal64);
_Decimal128 e(_Decimal128);
void f(double, double, double, double, double, double, double, double, int, __float128);
