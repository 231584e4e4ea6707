/* Source: AAPCS32 2025Q4, 8.1.1: _BitInt up to 64 bits is the smallest integral type; above an array of double-words. */
void f(_BitInt(7), unsigned _BitInt(17), _BitInt(33), _BitInt(65));
_BitInt(40) g(int);
unsigned _BitInt(128) h(int, unsigned _BitInt(128));
