/* Functions that test_call.py calls: one for each kind of value, and some that misbehave. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#pragma GCC visibility push(default) /* the project hides what is not named */

enum colour { RED = 1, GREEN = 4, DARK = -2 };
struct point { int x, y; };
struct deep { struct point at[2]; const char *name; union { int whole; float part; } u; struct { char tag[4]; }; enum colour colour; };
struct bits { unsigned a : 3; int b : 5; long long c : 40; _Bool d : 1; };
typedef int four __attribute__((vector_size(16)));

_Bool not_bool(_Bool x) { return !x; }
char same_char(char x) { return x; }
signed char same_schar(signed char x) { return x; }
unsigned char same_uchar(unsigned char x) { return x; }
short same_short(short x) { return x; }
int same_int(int x) { return x; }
unsigned same_uint(unsigned x) { return x; }
long long same_llong(long long x) { return x; }
unsigned long long same_ullong(unsigned long long x) { return x; }
__extension__ __int128 same_int128(__int128 x) { return x; }
__extension__ unsigned __int128 same_uint128(unsigned __int128 x) { return x; }
float same_float(float x) { return x; }
double same_double(double x) { return x; }
long double third(long double x) { return x / 3; }
__extension__ __float128 same_quad(__float128 x) { return x; }
__extension__ _Float16 same_half(_Float16 x) { return x; }
double _Complex same_complex(double _Complex x) { return x; }
float _Complex same_fcomplex(float _Complex x) { return x; }
__extension__ int _Complex same_icomplex(int _Complex x) { return x; }
four twice(four x) { return x + x; }
enum colour same_colour(enum colour x) { return x; }
struct point turn(struct point p) { return (struct point){-p.y, p.x}; }
struct deep same_deep(struct deep d) { return d; }
struct bits same_bits(struct bits b) { b.b--; return b; }
int sum(const int *at, int count) { int all = 0; while (count--) all += *at++; return all; }
int sum_points(const struct point *at, int count) { int all = 0; for (; count--; at++) all += at->x + at->y; return all; }
void move_point(struct point *p, int by) { p->x += by; p->y += by; }
void fill(unsigned char *to, int value, size_t size) { memset(to, value, size); }
void *same_pointer(void *x) { return x; }
const char *same_text(const char *x) { return x; }
int wide_length(const wchar_t *x) { int n = 0; while (x[n]) n++; return n; }
int unit_length(const uint16_t *x) { int n = 0; while (x[n]) n++; return n; }
void give_text(const char **to) { *to = "given \"text\"\n\x01\xff"; }
int apply(int (*function)(int), int x) { return function(x); }
int first_argument(int count, ...) { va_list list; va_start(list, count); int x = va_arg(list, int); va_end(list); return x; }
double add_all(const char *kinds, ...)
{
    va_list list;
    double all = 0;
    va_start(list, kinds);
    for (; *kinds; kinds++)
        all += *kinds == 'i' ? va_arg(list, int) : *kinds == 'u' ? va_arg(list, unsigned) : *kinds == 'l' ? va_arg(list, long)
               : *kinds == 'd' ? va_arg(list, double) : *kinds == 'p' ? va_arg(list, struct point).x
               : *kinds == 'L' ? (double)va_arg(list, long double) : *kinds == 's' ? (double)strlen(va_arg(list, char *)) : 0;
    va_end(list);
    return all;
}
int fail_with(int number) { errno = number; return -1; }
__attribute__((ms_abi)) int ms_difference(int a, int b) { return a - b; }
int labelled(void) __asm__("another_name");
int labelled(void) { return 11; }

void crash(int *at) { *(volatile int *)at = 1; }
int divide(int a, int b) { return a / b; }
int overflow_stack(int depth) { volatile char room[4096]; room[0] = (char)depth; return depth < 0 ? 0 : overflow_stack(depth + 1) + room[0]; }
void say_then_crash(void) { printf("half a line"); crash((int *)8); }
#ifdef __x86_64__
void break_rbx(void) { __asm__ volatile("xor %%ebx, %%ebx" ::: "memory"); }
#endif
