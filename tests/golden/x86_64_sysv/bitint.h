/* Source: AMD64 psABI 1.0, 3.1.2 and 3.2.3, as clang 19.1 has it: up to 64 bits INTEGER, up to 128 two of them. */
_BitInt(7) a(_BitInt(7), unsigned _BitInt(33));
_BitInt(100) b(_BitInt(65), _BitInt(128));
_BitInt(256) c(_BitInt(256), int);
void d(int, int, int, int, int, _BitInt(128), int);
