/* Source: s390x ELF ABI 2026-04, 1.1.3.5; gcc 12.2 and clang 19.1: bit-fields from the most significant bit. */
struct bits { int a : 5; unsigned b : 11; };
int f(struct bits, struct bits, struct bits, struct bits, struct bits, struct bits);
