/* Source: clang 19.1: an _Atomic value is no structure, and not extended.
   Options: --as clang */
struct i2 { int a, b; };
struct member { _Atomic double x; };
_Atomic(short) f(_Atomic(unsigned char), _Atomic(struct i2), _Atomic(_Complex float));
void g(int, _Atomic(_Complex int), struct member);
