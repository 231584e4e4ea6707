/*
 * What the engine without generated code needs to know of each processor that has a routine (follow.h): where the routine's
 * images have registers, which more it saves, how its entries lie.
 */
#include "exec/follow.h"

#include "exec/code.h"

#if defined(__ELF__) && (defined(__aarch64__) || defined(__arm__) || defined(__i386__) || (defined(__riscv) && __riscv_xlen == 64))

extern const uint8_t cconv_walk[], cconv_walk_saving[], cconv_walk_entries[];

#if defined(__aarch64__)
static const struct image_range ranges[] = {{X0, 9, 0, 8, GROUP_GENERAL, false}, {Z0, 8, 80, 16, GROUP_VECTORS, false}};
static const struct saved_range saves[] = {{V0 + 8, 16, 16}, {19, 10, 8}};
enum { ENTERED = 32, CALLED = 240, ENTRIES = 256, DISTANCE = 1 << 16 };
#define MACHINE aarch64_machine
#define SAVING cconv_walk_saving

#elif defined(__riscv)
enum { S1 = 9, S2 = 18, FS0 = 40, FS2 = 50 };
static const struct image_range ranges[] = {{RISCV_A0, 8, 0, 8, GROUP_GENERAL, false},
                                            {RISCV_FA0, 8, 64, 8, GROUP_VECTORS, true}}; /* "NaN Boxing of Narrower Values" */
static const struct saved_range saves[] = {{S1, 1, 8}, {S2, 10, 8}, {FS0, 2, 8}, {FS2, 10, 8}};
enum { ENTERED = 32, CALLED = 160, ENTRIES = 256, DISTANCE = 4096 };
#define MACHINE riscv64_machine
#define SAVING cconv_walk_saving

#elif defined(__arm__)
static const struct image_range ranges[] = {{R0_ARM, 11, 0, 4, GROUP_GENERAL, false}, {Q0_ARM, 4, 48, 16, GROUP_VECTORS, false}};
static const struct saved_range saves[] = {{0, 0, 0}}; /* none: the image has r4 to r10, and all preserve d8 to d15 */
enum { ENTERED = 16, CALLED = 128, ENTRIES = 256, DISTANCE = 4096 };
#define MACHINE arm_machine
#define SAVING NULL

#else
static const struct image_range ranges[] = {{EAX, 8, 0, 4, GROUP_GENERAL, false}, {I386_ZMM0, 8, 32, 64, GROUP_VECTORS, false},
                                            {I386_ST0, 1, 544, 16, GROUP_X87, false}, {I386_MM0, 3, 560, 8, GROUP_MMX, false}};
static const struct saved_range saves[] = {{0, 0, 0}}; /* none: the image has all */
enum { ENTERED = 32, CALLED = 632, ENTRIES = 253, DISTANCE = 4096 };
#define MACHINE x86_machine
#define SAVING NULL
#endif

static const struct walker walker = {ranges, saves, COUNT_OF(ranges), COUNT_OF(saves), ENTERED, CALLED, cconv_walk, SAVING};

/* The offsets that the routines know. */
_Static_assert(offsetof(struct entry, stub) == 4 * sizeof(void *) && sizeof(struct entry) == 6 * sizeof(void *), "walk_*.S");
_Static_assert(offsetof(struct cconv_stub, program) == 6 * sizeof(void *), "walk_*.S");
_Static_assert(offsetof(struct program, widest) == 12 && offsetof(struct program, is_wide) == 28
               && offsetof(struct program, enters_kernel) == 29, "walk_*.S");
_Static_assert(sizeof(struct walk_frame) == 4 * sizeof(void *), "walk_*.S");

static cconv_status prepare(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                            void **program, size_t *size, const uint8_t **run, cconv_error *error)
{
    return follow_prepare(&walker, &MACHINE, lowered, keeps, allocator, program, size, run, error);
}

const struct walk_engine *walk_engine(void)
{
    static const struct walk_engine engine = {
        .entries = {{cconv_walk_entries, NULL, ENTRIES * ENTRY_SIZE, DISTANCE}},
        .enters_kernel = true,
        .makes_thunks = true,
        .prepare = prepare,
    };
    return &engine;
}

#elif !defined(__x86_64__)

const struct walk_engine *walk_engine(void)
{
    return NULL;
}

#endif
