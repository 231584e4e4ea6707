/* Source: clang 19 for x86_64-linux-gnu, __regcall, a random prototype reduced; observed, -O2. */
typedef __int128 four __attribute__((vector_size(64)));
typedef __int128 two __attribute__((vector_size(32)));

four __regcall in_eight_registers(void);
two __regcall in_four_registers(two a, long b);
