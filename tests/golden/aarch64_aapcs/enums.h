/* Source: AAPCS64 2025Q4, 10.1.3: an enumeration is its container type. */
enum small { S };
enum large { L = 0x100000000 };
enum packed { P } __attribute__((packed));
enum large enums(enum small, enum large, enum packed);
