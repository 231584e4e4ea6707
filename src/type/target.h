/* Targets: the data models as data. */
#ifndef TYPE_TARGET_H
#define TYPE_TARGET_H

#include "base/base.h"

enum long_double_format { LONG_DOUBLE_X87, LONG_DOUBLE_BINARY64, LONG_DOUBLE_BINARY128, LONG_DOUBLE_IBM128 };
enum bit_field_rules { BIT_FIELDS_SYSV, BIT_FIELDS_MICROSOFT };
enum va_list_kind { VA_LIST_CHAR_POINTER, VA_LIST_SYSV_AMD64, VA_LIST_AAPCS64, VA_LIST_AAPCS32, VA_LIST_S390,
                    VA_LIST_VOID_POINTER };

struct cconv_target {
    const char *name;
    const char *summary;
    const char *convention;      /* canonical name of its own convention */
    cconv_arch arch;
    cconv_os os;
    const char *environment;     /* of several ABIs on one system, as triples spell it: "gnux32"; NULL: the usual */
    uint8_t pointer_size;
    uint8_t big_endian;
    uint8_t long_size;
    uint8_t wchar_size;
    uint8_t wchar_signed;
    uint8_t char_signed;
    uint8_t long_double_format;  /* enum long_double_format */
    uint8_t long_double_size, long_double_align;
    uint8_t long_long_align, double_align; /* inside structs; 8, or 4 on i386 Linux */
    uint8_t bit_fields;          /* enum bit_field_rules */
    uint8_t unnamed_bit_fields_align; /* AAPCS64: unnamed bit-fields, also zero-width, align the record */
    uint8_t gcc_structure_boundary; /* gcc aligns every record to it that is not packed; 0: not */
    uint8_t clang_untyped_bit_fields; /* to clang a bit-field begins at the next bit, whatever its declared type */
    uint8_t va_list_kind;        /* enum va_list_kind */
    uint8_t empty_struct_size;   /* of `struct {}` in C: 0, or 4 for Microsoft */
    uint8_t has_int128, has_float128, has_float16, has_bfloat16, has_decimal;
    uint8_t microsoft;           /* the MSVC dialect: record layout rules, enums always int */
    uint8_t max_vector_align;    /* Darwin and AAPCS limit a vector's alignment to 16; 0: no limit */
    uint8_t clang_max_vector_align; /* clang limits it where gcc does not; 0: as the above */
    uint8_t clang_atomic_size;   /* up to which size clang grows and aligns _Atomic objects; 0: 16 */
    uint8_t gcc_atomic_align;    /* to what gcc aligns those of up to 16 bytes at most; 0: 16 */
    uint8_t largest_align;       /* of `aligned` without a number (gcc's BIGGEST_ALIGNMENT); 0: 16 */
    uint8_t bitint_max_align;    /* _BitInt limb alignment: 8 or 16 */
    uint32_t bitint_limb;        /* bytes of a limb in _BitInt wider than it */
    const char *symbol_prefix;   /* "_" on macOS */
    uint8_t labels_prefixed;     /* asm labels get the prefix too: Arm64EC */
    const char *default_reading; /* the platform's own compiler: "gcc", "clang" or "msvc" */
};

static inline uint64_t target_largest_align(const struct cconv_target *target)
{
    return target->largest_align ? target->largest_align : 16;
}

/* The platform's own compiler, where the document is silent. */
cconv_reading target_own_reading(const struct cconv_target *target);

#endif
