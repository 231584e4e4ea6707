/* Source: AAPCS64 2025Q4, 10.1.1, table 3: _BitInt up to 128 bits is the smallest integral type, above an array of quad-words. */
_BitInt(7) narrow(_BitInt(7), unsigned _BitInt(33));
unsigned _BitInt(100) pair(int, _BitInt(65), _BitInt(128));
unsigned _BitInt(129) large(unsigned _BitInt(129), unsigned _BitInt(256));
