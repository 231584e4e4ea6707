/*
 * What a cconv_code holds. Code is kept by its shape: plans that lower to the same moves share it. A stub is such a
 * piece of code; a callback or thunk is an entry (entry.h) that brings its own data to one.
 */
#ifndef EXEC_CODE_H
#define EXEC_CODE_H

#include "callconv/exec.h"
#include "exec/chunk.h"
#include "exec/entry.h"
#include "exec/os.h"
#include "exec/seen.h"

enum { CODE_STUB, CODE_STUB_BLOCK, CODE_ENTERED };

/* Of a request; stubs have their flags added. */
enum { FORM_CALLBACK, FORM_THUNK, FORM_BOUND_THUNK, FORM_STUB = 8 };

/* Code for one shape; followed by the bytes of the shape and its moves. */
struct cconv_stub {
    struct cconv_stub *next;         /* in its bucket */
    cconv_code *owner;
    struct chunk *chunk;
    const uint8_t *run;
    struct seen *seen;               /* the signatures that lead to it */
    struct entry *entry;             /* without generated code: what `run` is, of a stub */
    void *program;                   /* the same: its steps */
    size_t program_size;
    uint64_t hash;
    size_t key_length;
    uint32_t users;
    uint32_t pool;                   /* of its entries, where it is entered by them */
    uint32_t kind;
    bool stays;                      /* as long as its owner: whoever frees it may still return through it */
};

/* What a convention preserves, worked out when first needed. */
struct kept {
    struct kept *next;
    const struct cconv_convention *convention;
    struct preserved preserved;
};

struct cconv_code {
    cconv_allocator allocator;
    const struct machine *machine;
    cconv_engine engine;
    struct os_lock lock;
    cconv_plan *host_plan;           /* void (void *, void *, void *), as stubs are called and handlers are */
    struct chunk *chunks;
    struct kept *kept;
    struct cconv_stub **buckets;
    uint32_t bucket_count, stub_count;
    struct seen_table seen;
    struct entry_pool entries[DATA_CHOICES]; /* by the machine's data register */
};

/* Code for what was lowered, and from now on for the request: an older piece if there is one, with one user more. The
   lock is held. */
cconv_status code_for(cconv_code *code, const struct request *request, struct lowered *lowered, uint32_t kind,
                      struct cconv_stub **out, cconv_error *error);
/* Code that was made for the same before, with one user more; NULL if there is none. The lock is held. */
struct cconv_stub *code_seen(cconv_code *code, const struct request *request);
/* One user less. The lock is held. */
void code_release(cconv_code *code, struct cconv_stub *stub);
/* INVALID if the plan is of another architecture; UNSUPPORTED if it is no function's. */
cconv_status check_callable(const cconv_code *code, const cconv_plan *plan, cconv_error *error);
/* The same of what is entered: callbacks, thunks. */
cconv_status check_enterable(const cconv_code *code, const cconv_plan *plan, cconv_error *error);

#endif
