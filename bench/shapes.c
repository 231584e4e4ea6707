/* The functions that are called, and calls of them: direct, and by libffcall's macros. */
#include "calls.h"

#include <avcall.h>
#include <stdarg.h>

CALLEE void f_void(void) { __asm__ volatile(""); }
CALLEE int f_ints(int a, int b) { return a + b; }
CALLEE double f_doubles(double a, double b, double c) { return a + b + c; }

CALLEE long f_mixed(int a, double b, long c, float d, const char *e, double f, short g, unsigned char h)
{
    return a + c + *e + g + h + (long)(b + f + (double)d);
}

CALLEE int f_twelve(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l)
{
    return a + b + c + d + e + f + g + h + i + j + k + l;
}

CALLEE struct point f_point(struct point p) { return (struct point){p.x + p.y, p.y}; }

CALLEE struct big f_big(struct big b)
{
    return (struct big){{b.v[4], b.v[3], b.v[2], b.v[1], b.v[0]}};
}

CALLEE long f_variadic(const char *a, int b, double c, ...)
{
    va_list rest;
    va_start(rest, c);
    long sum = *a + b + (long)c + va_arg(rest, int);
    sum += (long)va_arg(rest, double) + va_arg(rest, long);
    va_end(rest);
    return sum;
}

/* ------------------------------------------------------------------ arguments */

static int ints[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
static double doubles[3] = {1, 2, 3};
static long long_value = 7;
static float float_value = 2;
static const char *text = "text";
static short short_value = -3;
static unsigned char byte_value = 200;
static struct point point = {1, 2};
static struct big big = {{1, 2, 3, 4, 5}};

/* --------------------------------------------------------------------- direct */

static void (*volatile p_void)(void) = f_void;
static int (*volatile p_ints)(int, int) = f_ints;
static double (*volatile p_doubles)(double, double, double) = f_doubles;
static long (*volatile p_mixed)(int, double, long, float, const char *, double, short, unsigned char) = f_mixed;
static int (*volatile p_twelve)(int, int, int, int, int, int, int, int, int, int, int, int) = f_twelve;
static struct point (*volatile p_point)(struct point) = f_point;
static struct big (*volatile p_big)(struct big) = f_big;
static long (*volatile p_variadic)(const char *, int, double, ...) = f_variadic;

/* The result goes to memory, as the others' do, so that no call is left out. */
#define DIRECT(name, type, ...)                                                                                       \
    LOOP static void direct_##name(long count)                                                                       \
    {                                                                                                                 \
        while (count--) {                                                                                             \
            type result = p_##name(__VA_ARGS__);                                                                      \
            __asm__ volatile("" : : "r"(&result) : "memory");                                                         \
        }                                                                                                             \
    }

LOOP static void direct_void(long count)
{
    while (count--)
        p_void();
}

DIRECT(ints, int, ints[0], ints[1])
DIRECT(doubles, double, doubles[0], doubles[1], doubles[2])
DIRECT(mixed, long, ints[0], doubles[0], long_value, float_value, text, doubles[1], short_value, byte_value)
DIRECT(twelve, int, ints[0], ints[1], ints[2], ints[3], ints[4], ints[5], ints[6], ints[7], ints[8], ints[9], ints[10], ints[11])
DIRECT(point, struct point, point)
DIRECT(big, struct big, big)
DIRECT(variadic, long, text, ints[0], doubles[0], ints[1], doubles[1], long_value)

/* ------------------------------------------------------------------ libffcall */

static void ffcall_void(long count)
{
    while (count--) {
        av_alist list;
        av_start_void(list, f_void);
        av_call(list);
    }
}

static void ffcall_ints(long count)
{
    while (count--) {
        int result;
        av_alist list;
        av_start_int(list, f_ints, &result);
        av_int(list, ints[0]);
        av_int(list, ints[1]);
        av_call(list);
    }
}

static void ffcall_doubles(long count)
{
    while (count--) {
        double result;
        av_alist list;
        av_start_double(list, f_doubles, &result);
        for (int i = 0; i < 3; i++)
            av_double(list, doubles[i]);
        av_call(list);
    }
}

static void ffcall_mixed(long count)
{
    while (count--) {
        long result;
        av_alist list;
        av_start_long(list, f_mixed, &result);
        av_int(list, ints[0]);
        av_double(list, doubles[0]);
        av_long(list, long_value);
        av_float(list, float_value);
        av_ptr(list, char *, (char *)text);
        av_double(list, doubles[1]);
        av_short(list, short_value);
        av_uchar(list, byte_value);
        av_call(list);
    }
}

static void ffcall_twelve(long count)
{
    while (count--) {
        int result;
        av_alist list;
        av_start_int(list, f_twelve, &result);
        for (int i = 0; i < 12; i++)
            av_int(list, ints[i]);
        av_call(list);
    }
}

static void ffcall_big(long count)
{
    while (count--) {
        struct big result;
        av_alist list;
        av_start_struct(list, f_big, struct big, 0, &result);
        av_struct(list, struct big, big);
        av_call(list);
    }
}

static void ffcall_variadic(long count)
{
    while (count--) {
        long result;
        av_alist list;
        av_start_long(list, f_variadic, &result);
        av_ptr(list, char *, (char *)text);
        av_int(list, ints[0]);
        av_double(list, doubles[0]);
        av_int(list, ints[1]);
        av_double(list, doubles[1]);
        av_long(list, long_value);
        av_call(list);
    }
}

/* --------------------------------------------------------------------- shapes */

static ffi_type *point_elements[] = {&ffi_type_double, &ffi_type_double, NULL};
static ffi_type point_type = {.type = FFI_TYPE_STRUCT, .elements = point_elements};
static ffi_type *big_elements[] = {&ffi_type_slong, &ffi_type_slong, &ffi_type_slong, &ffi_type_slong, &ffi_type_slong, NULL};
static ffi_type big_type = {.type = FFI_TYPE_STRUCT, .elements = big_elements};

#define INT &ffi_type_sint
#define DOUBLE &ffi_type_double
#define LONG &ffi_type_slong
#define POINTER &ffi_type_pointer
#define FUNCTION(f) ((cconv_function)(f))

struct shape shapes[SHAPES] = {
    {"void(void)", "void f(void);", NULL, FUNCTION(f_void), call_by_hand_void, direct_void, ffcall_void, &ffi_type_void,
     0, 0, {NULL}, {NULL}},
    {"int(int, int)", "int f(int, int);", NULL, FUNCTION(f_ints), call_by_hand_ints, direct_ints, ffcall_ints, INT, 2, 2,
     {INT, INT}, {&ints[0], &ints[1]}},
    {"three doubles", "double f(double, double, double);", NULL, FUNCTION(f_doubles), call_by_hand_doubles,
     direct_doubles, ffcall_doubles, DOUBLE, 3, 3, {DOUBLE, DOUBLE, DOUBLE}, {&doubles[0], &doubles[1], &doubles[2]}},
    {"8 mixed", "long f(int, double, long, float, const char *, double, short, unsigned char);", NULL, FUNCTION(f_mixed),
     call_by_hand_mixed, direct_mixed, ffcall_mixed, LONG, 8, 8,
     {INT, DOUBLE, LONG, &ffi_type_float, POINTER, DOUBLE, &ffi_type_sshort, &ffi_type_uchar},
     {&ints[0], &doubles[0], &long_value, &float_value, &text, &doubles[1], &short_value, &byte_value}},
    {"12 ints", "int f(int, int, int, int, int, int, int, int, int, int, int, int);", NULL, FUNCTION(f_twelve),
     call_by_hand_twelve, direct_twelve, ffcall_twelve, INT, 12, 12,
     {INT, INT, INT, INT, INT, INT, INT, INT, INT, INT, INT, INT},
     {&ints[0], &ints[1], &ints[2], &ints[3], &ints[4], &ints[5], &ints[6], &ints[7], &ints[8], &ints[9], &ints[10], &ints[11]}},
    {"{double, double}", "struct point { double x, y; }; struct point f(struct point);", NULL, FUNCTION(f_point),
     call_by_hand_point, direct_point, NULL, &point_type, 1, 1, {&point_type}, {&point}},
    {"40-byte struct", "struct big { long v[5]; }; struct big f(struct big);", NULL, FUNCTION(f_big), call_by_hand_big,
     direct_big, ffcall_big, &big_type, 1, 1, {&big_type}, {&big}},
    {"variadic 3 + 3", "long f(const char *, int, double, ...);", "int, double, long", FUNCTION(f_variadic),
     call_by_hand_variadic, direct_variadic, ffcall_variadic, LONG, 6, 3, {POINTER, INT, DOUBLE, INT, DOUBLE, LONG},
     {&text, &ints[0], &doubles[0], &ints[1], &doubles[1], &long_value}},
};
