/* Source: gcc 12.2: _Atomic values are passed as without it.
   Options: --as gcc */
struct i2 { int a, b; };
struct member { _Atomic double x; };
_Atomic(short) f(_Atomic(unsigned char), _Atomic(struct i2), _Atomic(_Complex float));
void g(int, _Atomic(_Complex int), struct member);
