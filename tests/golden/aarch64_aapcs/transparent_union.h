/* Source: GNU C: a transparent union is passed as its first member; as a result it is a union. */
typedef union { int *a; unsigned long b; } any __attribute__((transparent_union));
any choose(any, any);
