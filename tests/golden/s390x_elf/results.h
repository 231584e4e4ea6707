/* Source: s390x ELF ABI 2026-04, 1.2.5, Return Values. */
struct one { int a; };
struct empty { };
typedef int v4 __attribute__((vector_size(16)));
signed char a(void);
unsigned int b(void);
float c(void);
_Decimal64 d(void);
struct one e(int);
struct empty f(int);
long double g(int);
_Complex float h(int);
__int128 i(int);
v4 j(int);
