/* Functions that are called back, and their handlers in the form of each contender. */
#include "calls.h"

#include <callback.h>
#include <string.h>

typedef int ints_function(int, int);
typedef long mixed_function(int, double, long, float, const char *, double, short, unsigned char);

void handle_ints(void *user, void *result, void *const *arguments);
void handle_mixed(void *user, void *result, void *const *arguments);
int handle_ints_typed(void *user, int a, int b);
long handle_mixed_typed(void *user, int a, double b, long c, float d, const char *e, double f, short g, unsigned char h);
int back_by_hand_ints(int, int);
int back_by_hand_ints_typed(int, int);
mixed_function back_by_hand_mixed, back_by_hand_mixed_typed;

static const char text[] = "text";

LOOP static void loop_ints(cconv_function function, long count)
{
    ints_function *volatile called = (ints_function *)function;
    while (count--) {
        int result = called(1, 2);
        __asm__ volatile("" : : "r"(&result) : "memory");
    }
}

LOOP static void loop_mixed(cconv_function function, long count)
{
    mixed_function *volatile called = (mixed_function *)function;
    while (count--) {
        long result = called(1, 2, 3, 4, text, 5, -6, 7);
        __asm__ volatile("" : : "r"(&result) : "memory");
    }
}

CALLEE void handle_ints(void *user, void *result, void *const *arguments)
{
    (void)user;
    *(int *)result = *(int *)arguments[0] + *(int *)arguments[1];
}

CALLEE int handle_ints_typed(void *user, int a, int b)
{
    (void)user;
    return a + b;
}

CALLEE static void ffi_ints(ffi_cif *cif, void *result, void **arguments, void *user)
{
    (void)cif, (void)user;
    *(ffi_arg *)result = (ffi_arg)(*(int *)arguments[0] + *(int *)arguments[1]);
}

static void ffcall_ints(void *user, va_alist list)
{
    (void)user;
    va_start_int(list);
    int a = va_arg_int(list);
    int b = va_arg_int(list);
    va_return_int(list, a + b);
}

CALLEE void handle_mixed(void *user, void *result, void *const *arguments)
{
    (void)user;
    *(long *)result = *(int *)arguments[0] + *(long *)arguments[2] + **(const char **)arguments[4] + *(short *)arguments[6]
                      + *(unsigned char *)arguments[7]
                      + (long)(*(double *)arguments[1] + *(double *)arguments[5] + (double)*(float *)arguments[3]);
}

CALLEE long handle_mixed_typed(void *user, int a, double b, long c, float d, const char *e, double f, short g, unsigned char h)
{
    (void)user;
    return a + c + *e + g + h + (long)(b + f + (double)d);
}

CALLEE static void ffi_mixed(ffi_cif *cif, void *result, void **arguments, void *user)
{
    (void)cif, (void)user;
    *(long *)result = *(int *)arguments[0] + *(long *)arguments[2] + **(const char **)arguments[4] + *(short *)arguments[6]
                      + *(unsigned char *)arguments[7]
                      + (long)(*(double *)arguments[1] + *(double *)arguments[5] + (double)*(float *)arguments[3]);
}

static void ffcall_mixed(void *user, va_alist list)
{
    (void)user;
    va_start_long(list);
    long sum = va_arg_int(list);
    double b = va_arg_double(list);
    sum += va_arg_long(list);
    double d = (double)va_arg_float(list);
    sum += *va_arg_ptr(list, const char *);
    double f = va_arg_double(list);
    sum += va_arg_short(list);
    sum += va_arg_uchar(list);
    va_return_long(list, sum + (long)(b + f + d));
}

static cconv_function new_ffcall_ints(void) { return (cconv_function)alloc_callback(ffcall_ints, NULL); }
static cconv_function new_ffcall_mixed(void) { return (cconv_function)alloc_callback(ffcall_mixed, NULL); }
static void free_ffcall(cconv_function function) { free_callback((callback_t)function); }

#define FUNCTION(f) ((cconv_function)(f))

struct callback_shape callback_shapes[CALLBACK_SHAPES] = {
    {"callback int(int, int)", "int f(int, int);", "int f(void *, int, int);", 1, loop_ints, FUNCTION(f_ints), handle_ints,
     FUNCTION(handle_ints_typed), FUNCTION(back_by_hand_ints), FUNCTION(back_by_hand_ints_typed), ffi_ints,
     new_ffcall_ints, free_ffcall},
    {"callback 8 mixed", "long f(int, double, long, float, const char *, double, short, unsigned char);",
     "long f(void *, int, double, long, float, const char *, double, short, unsigned char);", 3, loop_mixed,
     FUNCTION(f_mixed), handle_mixed, FUNCTION(handle_mixed_typed), FUNCTION(back_by_hand_mixed),
     FUNCTION(back_by_hand_mixed_typed), ffi_mixed, new_ffcall_mixed, free_ffcall},
};
