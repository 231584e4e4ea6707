/* Source: gcc 12.2 and clang 19.1, -mabi=apcs-gnu; observed, -O1. Integer-like structures are in r0; others in memory, however
   small; complex numbers of any size in registers. */
struct one { int a; };
struct half_word { short a; };
struct two { short a, b; };
struct real { float a; };
struct array { char a[4]; };
struct bits { int a : 3, b : 5; };
struct late { int a : 3; char b; };
union words { int a; char b; void *c; };
union mixed { int a; float b; };
struct pair { int a, b; };
typedef int four __attribute__((vector_size(16)));

struct one one(void);
struct half_word half_word(void);
struct two two(void);
struct real real(void);
struct array array(void);
struct bits bits(void);
struct late late(void);
union words words(void);
union mixed mixed(void);
struct pair pair(int);
_Complex double complex(void);
_Complex char small_complex(void);
long long twice(void);
double number(void);
four vector(void);
