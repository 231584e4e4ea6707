/*
 * What bench/calls.c measures: the same call made by several contenders. Code of the measured loops lies in the section
 * "loops", functions that are called in "callees": what runs outside both, between a call instruction in a loop and its
 * return, is what a contender costs (steps.c).
 */
#ifndef BENCH_CALLS_H
#define BENCH_CALLS_H

#include <callconv/exec.h>

#include <ffi.h>

#define LOOP __attribute__((section("loops"), noinline))
#define CALLEE __attribute__((section("callees"), noinline))

/* The signatures: every contender calls these functions. */
struct point { double x, y; };
struct big { long v[5]; };
void f_void(void);
int f_ints(int a, int b);
double f_doubles(double a, double b, double c);
long f_mixed(int a, double b, long c, float d, const char *e, double f, short g, unsigned char h);
int f_twelve(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l);
struct point f_point(struct point p);
struct big f_big(struct big b);
long f_variadic(const char *a, int b, double c, ...);

enum { MOST_ARGUMENTS = 12, SHAPES = 8, CALLBACK_SHAPES = 2 };

struct shape {
    const char *name, *declaration;  /* as it is shown, and as the library reads it */
    const char *varargs;             /* types of variable arguments; NULL for none */
    cconv_function function;
    cconv_call *by_hand;             /* stubs_x86_64.S */
    void (*direct)(long count);
    void (*by_ffcall)(long count);
    ffi_type *result;
    unsigned count, fixed;
    ffi_type *types[MOST_ARGUMENTS];
    void *arguments[MOST_ARGUMENTS];
};

extern struct shape shapes[SHAPES];  /* shapes.c */

/* Functions that are called back, each with a handler behind it. */
struct callback_shape {
    const char *name, *declaration, *typed;
    unsigned shape;                  /* whose types it has */
    void (*loop)(cconv_function function, long count);
    cconv_function direct;
    cconv_handler *handler;          /* array form */
    cconv_function typed_handler;
    cconv_function by_hand, by_hand_typed;
    void (*ffi_handler)(ffi_cif *, void *, void **, void *);
    cconv_function (*by_ffcall)(void);
    void (*free_ffcall)(cconv_function function);
};

extern struct callback_shape callback_shapes[CALLBACK_SHAPES]; /* callbacks.c */

void call_by_hand_void(cconv_function, void *, void *const *);
void call_by_hand_ints(cconv_function, void *, void *const *);
void call_by_hand_doubles(cconv_function, void *, void *const *);
void call_by_hand_mixed(cconv_function, void *, void *const *);
void call_by_hand_twelve(cconv_function, void *, void *const *);
void call_by_hand_point(cconv_function, void *, void *const *);
void call_by_hand_big(cconv_function, void *, void *const *);
void call_by_hand_variadic(cconv_function, void *, void *const *);

/* Instructions that `run` executes outside of "loops" and "callees" for each of so many calls, in a child process. */
double steps_of(void (*run)(void *argument, long count), void *argument, long calls);

#endif
