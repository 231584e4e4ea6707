/* The plan as it lies in its one allocation. Written by plan.c alone; read through the public accessors. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "convention/cursor.h"
#include "type/signature.h"

struct cconv_plan {
    cconv_allocator allocator;
    size_t allocation;                   /* bytes of the whole */
    const struct cconv_convention *convention;
    const struct cconv_target *target;
    cconv_reading reading;
    int is_variadic;
    int counts_vectors;                  /* variadic, or called without a prototype */
    uint32_t vector_count;
    uint32_t integers_taken;             /* of the convention's integer_args; with those that are passed over */
    bool has_syscall_number;
    int64_t syscall_number;
    uint32_t argument_count, hidden_count;
    const char *name, *declaration, *symbol;
    const char *converted_from;          /* the type of the first argument that `...` converts; NULL for none */
    uint32_t converted;                  /* which it is, from 0 */
    cconv_placement *arguments;          /* argument_count, then the result */
    cconv_placement *result;
    cconv_hidden *hidden;
    cconv_plan_stack stack;
};

/* Whether a register that the convention preserves is not, in this call (`loses`). */
bool plan_loses(const struct cconv_plan *plan, uint16_t reg);

/* symbol.c: the linker's name of the function. The size counts the end; 0 where the name itself is the symbol, or
   there is none. */
size_t symbol_size(const struct cconv_convention *convention, const struct cconv_target *target,
                   const struct cconv_signature *signature);
void symbol_write(struct text *text, const struct cconv_convention *convention, const struct cconv_target *target,
                  const struct cconv_signature *signature);

#ifdef CCONV_VERIFY
/* Debug and fuzz builds: aborts if the plan breaks an invariant (see verify.c). */
void plan_verify(const struct cconv_plan *plan, const struct cconv_signature *signature);
#endif

#endif
