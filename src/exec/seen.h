/*
 * Signatures that code was made for already, found again without lowering them: by what lowering reads of their plans.
 * Names, types and rules are not among it, so another plan of the same placements is as good.
 */
#ifndef EXEC_SEEN_H
#define EXEC_SEEN_H

#include "plan/plan.h"

struct cconv_stub;
struct seen;

/* What is asked for: the plan, the second plan of a thunk or typed callback, and the form of the code. */
struct request {
    const struct cconv_plan *plan, *other;   /* `other` NULL: none */
    uint32_t form;
    uint64_t hash;                           /* request_of's */
};

struct seen_table {
    struct seen **buckets;
    uint32_t bucket_count, count;
};

struct request request_of(const struct cconv_plan *plan, const struct cconv_plan *other, uint32_t form);
/* NULL if there is none. */
struct cconv_stub *seen_find(const struct seen_table *table, const struct request *request);
/* False when memory runs out. */
bool seen_add(struct seen_table *table, const cconv_allocator *allocator, const struct request *request,
              struct cconv_stub *stub);
/* The code is gone. `first` is the stub's list of what leads to it. */
void seen_forget(struct seen_table *table, const cconv_allocator *allocator, struct seen **first);
void seen_free_all(struct seen_table *table, const cconv_allocator *allocator);

#endif
