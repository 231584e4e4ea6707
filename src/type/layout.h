/* How records are laid out; for type.c alone. */
#ifndef TYPE_LAYOUT_H
#define TYPE_LAYOUT_H

#include "type/type.h"

/* The layout disagreements, by name: indices into layout_divergences[] (divergence.c holds the same order). */
enum layout_divergence {
    DIVERGES_MS_UNION_BIT_FIELD,     /* union with bit-fields under Microsoft's rules, GNU environment */
    DIVERGES_MS_PACKED_BIT_FIELD,    /* packed or #pragma pack bit-fields under the same rules */
    DIVERGES_MS_ALIGNED_BIT_FIELD,   /* bit-field with aligned(n), or of a typedef with it; the same rules */
    DIVERGES_MS_LOW_ALIGN,           /* a member of a typedef with lowered alignment, the same rules */
    DIVERGES_GCC_STRUCT,             /* gcc_struct on a target with Microsoft's bit-fields */
    DIVERGES_MS_STRUCT,              /* ms_struct on AArch64 */
    DIVERGES_ALIGNED_BIT_FIELD,      /* aligned(n) on a bit-field that then crosses its unit; System V */
    DIVERGES_PACK_ALIGNED_BIT_FIELD, /* aligned(n) on a bit-field, larger than the #pragma pack in force; System V */
    DIVERGES_BIT_FIELD_TYPEDEF,      /* bit-field of a typedef with alignment other than its type's own; System V */
    DIVERGES_MS_MEMBERS,             /* an anonymous member by tag or typedef name, GNU environment on Windows */
    DIVERGES_ALIGNED_TWICE,          /* several `aligned` of different value on one record */
    DIVERGES_ENUM_ALIGNED,           /* `aligned` on an enum */
    DIVERGES_PACK_IN_BODY,           /* #pragma pack between the braces of a record */
    DIVERGES_ATOMIC,                 /* _Atomic on a struct whose size is no power of two */
    DIVERGES_MEMBER_MODE,            /* a member whose alignment gcc takes from its machine mode; 32-bit x86 */
    DIVERGES_UNTYPED_BIT_FIELD,      /* whether the declared type of a bit-field matters; the old ABI of Arm */
    DIVERGES_VECTOR_ALIGN,           /* the largest alignment of a vector; the old ABI of Arm */
    DIVERGES_STRUCTURE_BOUNDARY,     /* the least alignment of a record; the old ABI of Arm */
    DIVERGES_COUNT
};

/* One record being laid out. Positions are bits so that both kinds of member share them. */
struct layout {
    struct cconv_context *context;
    const struct cconv_target *target;
    const cconv_record *record;
    cconv_field *fields;             /* offsets are written here */
    size_t count;
    cconv_reading reading;           /* CCONV_AS_GCC or CCONV_AS_CLANG */
    bool microsoft_bits;             /* bit-fields by Microsoft's rules in a GNU environment */
    uint64_t limit;                  /* largest size in bytes */
    uint64_t position;               /* struct: bits used so far */
    uint64_t size;                   /* union: bytes of the largest member so far */
    uint64_t align;                  /* bytes */
    uint64_t natural_align;
    uint64_t required_align;         /* MSVC dialect */
    uint64_t bits_left;              /* Microsoft: unused in the open storage unit */
    uint64_t unit;                   /* Microsoft: bits of the open storage unit; 0: none */
    uint32_t touched;                /* 1 << enum layout_divergence: rules that could make a difference here */
    const cconv_field *previous;     /* gcc under Microsoft's rules: the run's bit-field; NULL: none */
    bool overflow;
};

/* gcc rounds a bit position within chunks of the record's alignment, at least the target's largest, so that a larger alignment
   (of a typedef) counts from the chunk. In bits. */
uint64_t layout_gcc_round(const struct layout *at, uint64_t bits, uint64_t align);
/* gcc takes a bit-field for an ordinary member if its bits are a whole char, short, … at a place aligned for that. */
bool layout_gcc_is_whole(const struct layout *at, const cconv_field *field, bool is_packed);
/* Targets whose gcc aligns a member by its machine mode, and an object otherwise. */
static inline bool layout_has_member_modes(const struct cconv_target *target)
{
    return target->arch == CCONV_ARCH_X86 && target->long_long_align == 4 && target->os == CCONV_OS_LINUX;
}

/* gcc's alignment of an object of the type, where that of a member is less. */
uint64_t layout_gcc_object_align(const struct cconv_type *type);
/* The alignment that a member's type gives it: gcc's, where 8-byte types are aligned to 4, is not always the type's. */
uint64_t layout_member_align(struct layout *at, const cconv_field *field);
/* C with GNU extensions, everywhere but MSVC. */
void layout_gnu(struct layout *at);
/* Bit-fields of ms_struct records and of mingw: gcc and clang each have their own reading. */
void layout_ms_bit_field(struct layout *at, cconv_field *field, bool is_last);
/* What a member that is no bit-field must do first under these rules. */
void layout_ms_end_run(struct layout *at, const cconv_field *field, uint64_t align);
/* The MSVC dialect: all records. */
void layout_microsoft(struct layout *at);

/* Explicit alignment on a type for Microsoft's rules; 1 for none. */
uint64_t type_required_align(const struct cconv_type *type);

static inline void raise_align(struct layout *at, uint64_t align)
{
    at->align = max_u64(at->align, align);
    at->natural_align = max_u64(at->natural_align, align);
}

extern const cconv_divergence layout_divergences[];
/* Notes a disagreement on the type, once. */
void type_add_note(struct cconv_type *type, enum layout_divergence divergence);

#endif
