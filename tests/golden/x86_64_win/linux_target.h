/* Source: gcc 12.2, __attribute__((ms_abi)) on Linux: its data model under Microsoft's rules. */
/* Options: --target x86_64-linux-gnu */
struct empty { };
long double a(long double, long);
_Float128 b(_Float128, int);
struct empty c(struct empty, int);
_Float16 d(int, _Float16);
_Decimal64 e(_Decimal32, _Decimal64, _Decimal128);
