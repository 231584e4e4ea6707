/* Source: gcc 12.2, "Common Type Attributes": passed as the first member is; AMD64 psABI 1.0, 3.2.3 for its class. */
union pointers { int *i; float *f; } __attribute__((transparent_union));
union pair { struct { float x, y; } s; long l; } __attribute__((transparent_union));
int a(union pointers, int);
int b(union pair);
union pair c(void);
