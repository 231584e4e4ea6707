/*
 * The engine without generated code on x86-64: lists of steps, which are fast, and the routine that C follows moves for
 * (follow.h), which does the rest.
 */
#include "exec/follow.h"
#include "exec/steps_x86_64.h"

#include "exec/code.h"

#if defined(__x86_64__)

extern const uint8_t cconv_walk_entries[];

extern const uint8_t cconv_walk[], cconv_walk_by_r11[], cconv_walk_by_rbx[], cconv_walk_entries_by_r11[],
    cconv_walk_entries_by_rbx[];
#if defined(_WIN32) /* where entries look for their data: in the library's file */
extern const uint8_t cconv_walk_entry_data[], cconv_walk_entry_data_by_r11[], cconv_walk_entry_data_by_rbx[];
#define DATA(name) name
#else
#define DATA(name) NULL
#endif

enum { ENTERED = 48, CALLED = 1232 };

static const struct image_range ranges[] = {{RAX, 16, 0, 8, GROUP_GENERAL, false}, {ZMM0, 16, 128, 64, GROUP_VECTORS, false},
                                            {ST0, 1, 1152, 16, GROUP_X87, false}, {ST1, 1, 1168, 16, GROUP_ST1, false}};

/* By the register that brings the entry's address, in the machine's order. */
static const struct walker walkers[DATA_CHOICES] = {
    {ranges, NULL, COUNT_OF(ranges), 0, ENTERED, CALLED, cconv_walk, NULL},
    {ranges, NULL, COUNT_OF(ranges), 0, ENTERED, CALLED, cconv_walk_by_r11, NULL},
    {ranges, NULL, COUNT_OF(ranges), 0, ENTERED, CALLED, cconv_walk_by_rbx, NULL}};

_Static_assert(offsetof(struct entry, stub) == 32 && offsetof(struct cconv_stub, program) == 48, "follow_x86_64.S");
_Static_assert(offsetof(struct program, widest) == 12 && offsetof(struct program, is_wide) == 28
               && offsetof(struct program, enters_kernel) == 29 && sizeof(struct walk_frame) == 32, "follow_x86_64.S");

static cconv_status prepare(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                            void **program, size_t *size, const uint8_t **run, cconv_error *error)
{
    const struct shape *shape = &lowered->shape;
    uint32_t choice = shape->is_entered ? data_choice(&x86_64_machine, shape->entry, keeps.entry) : 0;
    cconv_status status = choice ? CCONV_UNSUPPORTED
                                 : steps_prepare(lowered, keeps, allocator, program, size, run, error);
    if (status != CCONV_UNSUPPORTED)
        return status;
    return follow_prepare(&walkers[choice], &x86_64_machine, lowered, keeps, allocator, program, size, run, error);
}

const struct walk_engine *walk_engine(void)
{
    static const struct walk_engine engine = {
        .entries = {{cconv_walk_entries, DATA(cconv_walk_entry_data), 4096, 4096},
                    {cconv_walk_entries_by_r11, DATA(cconv_walk_entry_data_by_r11), 4096, 4096},
                    {cconv_walk_entries_by_rbx, DATA(cconv_walk_entry_data_by_rbx), 4096, 4096}},
        .enters_kernel = true,
        .prepare = prepare,
    };
    return &engine;
}

#endif
