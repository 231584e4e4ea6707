/*
 * Source: glibc's headers compiled by gcc 12 -mx32 (size_t is unsigned int; time_t, off_t and ino_t have 64 bits).
 * Options: --target x86_64-linux-gnux32
 */
size_t sizes(uint64_t a, intmax_t b, intptr_t c, ptrdiff_t d, ssize_t e, time_t f, off_t g);
_Static_assert(sizeof(size_t) == 4 && sizeof(time_t) == 8 && sizeof(int_fast16_t) == 4 && sizeof(ino_t) == 8, "x32");
_Static_assert(_Generic(sizeof(int), unsigned int: 1, default: 0) && _Generic((size_t)0, unsigned int: 1, default: 0), "");
_Static_assert(_Generic((char *)0 - (char *)0, int: 1, default: 0), "ptrdiff_t");
