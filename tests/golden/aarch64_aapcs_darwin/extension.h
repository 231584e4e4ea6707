/* Source: Apple, "Writing ARM64 code for Apple platforms", "Pass arguments to functions correctly": the caller extends below 32 bits, in registers. */
signed char narrow(_Bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, char, short);
unsigned short result(void);
enum packed { P } __attribute__((packed));
enum packed enumeration(enum packed);
_BitInt(7) bits(_BitInt(7), unsigned _BitInt(12));
