/* Source: GNU C: a transparent union is passed as its first member; both compilers ignore the attribute where that member is
   not as large as the union. */
typedef union { int *a; unsigned long b; } any __attribute__((transparent_union));
typedef union { short a; long long b; } unequal __attribute__((transparent_union));
any choose(any, unequal, any);
