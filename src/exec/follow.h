/*
 * The engine without generated code, for all that is done by no list of steps: one routine of static assembly for stubs,
 * callbacks and thunks alike, between whose halves C follows the lowered moves.
 *
 *     routine   a frame; the entry's registers are kept in an image of them; stack for the call is taken
 *     C         stage and load moves, the latter to a second image: registers as the callee wants them
 *     routine   loads the second image, calls, keeps the registers of the result in it
 *     C         settle moves; a result goes to the first image
 *     routine   gives the first image back, leaves
 *
 * No frame of C is on the stack during the call, so unwinders need to know the routine alone. What differs between
 * architectures is a struct walker, and the routine.
 */
#ifndef EXEC_FOLLOW_H
#define EXEC_FOLLOW_H

#include "exec/walk.h"

/* Registers that are moved, or not, together. Where code passes mm registers, st1 is not used, and the other way round. */
enum register_group { GROUP_GENERAL, GROUP_VECTORS, GROUP_X87, GROUP_MMX, GROUP_ST1 = GROUP_MMX, GROUPS };

/* When: the entry's are kept, the callee's loaded, its result kept, the entry's given back. */
enum transfer { KEEP, LOAD, KEEP_RESULT, GIVE, TRANSFERS };

/* Registers of consecutive numbers, where an image has them. */
struct image_range {
    uint16_t first, count;      /* each the widest of those that share bytes */
    uint16_t at, stride;
    uint8_t group;              /* enum register_group */
    bool boxes;                 /* bits above a narrow value are ones */
};

/* Registers that the saving routine keeps beside those of the image: as many bytes of each. */
struct saved_range {
    uint16_t first, count, bytes;
};

struct walker {
    const struct image_range *ranges;
    const struct saved_range *saves;
    uint32_t range_count, save_count;
    uint16_t entered_at, called_at;  /* the two images in the routine's frame */
    const uint8_t *plain, *saving;   /* routines; `saving` NULL where there is none */
};

/* What the routine reads, by offsets that it knows, and behind that what C follows. */
struct program {
    uint32_t area, mask;             /* bytes of stack below its frame, and what the stack pointer is masked by */
    uint32_t pops;                   /* bytes of the caller's stack that it removes when it returns */
    uint8_t widest[GROUPS][TRANSFERS]; /* bytes of the widest register that is moved then; 0: none is */
    uint8_t is_wide;                 /* upper halves of vector registers are in use */
    uint8_t enters_kernel;           /* instead of a call */
    uint16_t unused;
    uint32_t before, count;          /* moves before the call, and all */
    struct operand function, arguments, result;
    struct move moves[];             /* resolved: see follow.c */
};

/* A frame's beginning; the images lie behind it. */
struct walk_frame {
    const struct program *program;
    const struct entry *entry;
    uint8_t *area;
    const uint8_t *incoming;
};

/* As struct walk_engine's. */
cconv_status follow_prepare(const struct walker *walker, const struct machine *machine, const struct lowered *lowered,
                            struct preservation keeps, const cconv_allocator *allocator, void **program, size_t *size,
                            const uint8_t **run, cconv_error *error);

#endif
