/*
 * The cursor of one call being placed, and the few ways of writing a piece. Conventions call these and nothing else
 * of the plan: placing is pure, and the plan is built from what was written here.
 */
#ifndef CONVENTION_CURSOR_H
#define CONVENTION_CURSOR_H

#include "convention/convention.h"

enum { SLOT_NOTES = 4 };

/* One placement being written. Pieces go to the cursor's piece array; notes are divergences. */
struct slot {
    cconv_placement_kind kind;
    cconv_extend extend;
    uint8_t extended_to;
    uint8_t note_count;
    bool deferred;                       /* set by place_argument: call again, with this slot, when others are placed */
    uint32_t first_piece, piece_count;   /* in cursor->pieces */
    const cconv_rule *rule;
    const cconv_divergence *notes[SLOT_NOTES];
};

struct cursor {
    const struct cconv_convention *convention;
    const struct cconv_convention *asked; /* for; the function is variadic where it is another (variadic_is_own) */
    const struct cconv_target *target;
    cconv_reading reading;         /* as asked; DOCUMENT resolves per divergence */
    uint32_t features;
    bool is_variadic;              /* the prototype ends in ... */
    bool in_variadic;              /* the argument being placed is passed through ... */
    bool in_result;                /* the result is being placed */
    bool second_pass;              /* the arguments that were deferred are being placed */
    uint32_t qualifiers;           /* of the value being placed: CCONV_ATOMIC and others */
    uint32_t index;                /* of the argument being placed, from 0, source order */
    const char *name;              /* of the value being placed, or NULL: for messages */
    const char *type_text;         /* its type as written, or NULL: for messages */
    uint32_t ngrn;                 /* next integer register: index in convention->integer_args */
    uint32_t nsrn;                 /* next vector register */
    uint64_t nsaa;                 /* next stacked argument: bytes from the start of the argument area (offset 0) */
    uint64_t area_align;           /* largest alignment asked of the argument area; 0 for none */
    uint64_t stack_base;           /* what a stack piece's `at` is for nsaa 0: return address + shadow space */
    uint32_t user[7];              /* for a convention's own state, zero at the start */
    const struct cconv_convention *becomes; /* what the call's types make of the convention; NULL: itself */
    /* Output. */
    cconv_piece *pieces;
    uint32_t piece_count, piece_room;
    struct slot *sret;             /* hidden result pointer's slot, or NULL until put_sret */
    struct slot sret_slot;
    cconv_error *error;
    cconv_allocator allocator;     /* for growing pieces beyond the caller's scratch array */
    bool pieces_allocated;
    bool out_of_memory;
};

/* Bytes [offset, offset+size) of the value are in `reg`, from byte `reg_offset` of it. */
void put_register(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg,
                  uint32_t reg_offset);
/* The same of a scalable register: offset and size are multiples of VG. */
void put_scalable(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg);
/* The same as a second place (CCONV_PIECE_DUPLICATE). */
void put_duplicate(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint16_t reg,
                   uint32_t reg_offset);
/* Bytes [offset, offset+size) at `position` in the argument area (0 is the first stack argument). */
void put_stack_at(struct cursor *at, struct slot *out, uint64_t offset, uint64_t size, uint64_t position);
/* Takes `size` bytes of argument area at nsaa rounded up to `align`; afterwards nsaa is rounded to `slot`.
   Returns the position; false on overflow of 2^62 (the caller returns unsupported()). */
bool take_stack(struct cursor *at, uint64_t size, uint64_t align, uint64_t slot, uint64_t *position);
/* take_stack and put_stack_at for the whole value. */
bool put_stack(struct cursor *at, struct slot *out, uint64_t size, uint64_t align, uint64_t slot);

/* Next free register of the list, or CCONV_NO_REGISTER. */
uint16_t take_integer(struct cursor *at);
uint16_t take_vector(struct cursor *at);
static inline uint32_t integers_left(const struct cursor *at) { return at->convention->integer_args.count - at->ngrn; }
static inline uint32_t vectors_left(const struct cursor *at) { return at->convention->vector_args.count - at->nsrn; }

/* Declares the hidden result pointer; the register is written with put_register on the returned slot.
   The caller gives its rule. Never NULL. */
struct slot *put_sret(struct cursor *at, const cconv_rule *rule);

/* A record of nothing but unnamed bit-fields and members like itself: it has a size, and no value. */
bool only_padding(const struct cconv_type *type);
/* Whether the member is _Atomic, or the elements of its array are. */
bool field_is_atomic(const cconv_field *field);

/*
 * A disagreement touches this value. Records it as a note, and says whose answer to give:
 * CCONV_AS_GCC, CCONV_AS_CLANG or CCONV_AS_MSVC. CCONV_AS_DOCUMENT (and a reading that the divergence has no
 * answer for) gives divergence->followed.
 */
cconv_reading diverge(struct cursor *at, struct slot *out, const cconv_divergence *divergence);

/* CCONV_UNSUPPORTED with a message that names argument, type and rule. `why` is a sentence part:
   "32-byte vectors have no register on this target". */
cconv_status unsupported(struct cursor *at, const struct cconv_type *type, const cconv_rule *rule, const char *why);

#endif
