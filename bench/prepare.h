/* What is measured of preparation: plans, stubs and callbacks made again and again. */
#ifndef BENCH_PREPARE_H
#define BENCH_PREPARE_H

#include "calls.h"

#include <stddef.h>

enum { NEW_PLANS = 128 };

/* What everything is made with. */
struct makers {
    cconv_context *context;
    cconv_code *code, *walk;         /* the two engines; `walk` is NULL where there is none */
};

struct maker;

void makers_init(struct makers *makers);
void makers_free(struct makers *makers);
/* Says what failed, and ends the process. */
_Noreturn void fail(const char *what);
cconv_plan *plan_of(struct makers *makers, const char *declaration, const char *varargs);
cconv_stub *stub_of(cconv_code *code, const cconv_plan *plan, uint32_t flags);
cconv_function callback_of(cconv_code *code, const cconv_plan *plan, cconv_handler *handler);
cconv_function typed_callback_of(cconv_code *code, const cconv_plan *plan, const cconv_plan *typed, cconv_function handler);

struct maker *maker_new(struct makers *makers, const struct shape *shape, const struct callback_shape *callback);
void maker_free(struct maker *maker);
/* Each makes and frees `count`; `maker` is a struct maker. */
void make_from_text(void *maker, long count);
void make_from_types(void *maker, long count);
void make_seen(void *maker, long count);
void make_new(void *maker, long count);
void make_callback(void *maker, long count);
void make_typed(void *maker, long count);
void make_cif(void *maker, long count);
void make_closure(void *maker, long count);
void make_ffcall(void *maker, long count);

#endif
