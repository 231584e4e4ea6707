/* Source: found by the fuzzer of plans; a union without a byte takes no location (AAPCS64 6.8.2; gcc 12, clang 19). */
union nothing { int m[0]; struct { } e; } __attribute__((transparent_union));
void takes_nothing(union nothing, int);
