/* Values: random, legal bytes for a type (a _Bool is 0 or 1, floats are finite, a _BitInt is extended as memory holds
   it, padding is zero) and the mask of the bits that belong to the value. */
#include "conform.h"

#include <string.h>

static bool place_value(struct value *value, const cconv_type *type, const cconv_target *target, struct random *random,
                        uint64_t offset);

static void set_bit(uint8_t *bytes, uint64_t bit, bool on)
{
    bytes[bit / 8] = (uint8_t)((bytes[bit / 8] & ~(1u << bit % 8)) | (unsigned)on << bit % 8);
}

/* Bits are counted as the target allocates bit-fields: from the least or from the most significant of a byte. */
static void set_target_bit(uint8_t *bytes, uint64_t bit, bool on, const cconv_target *target)
{
    set_bit(bytes, cconv_target_is_big_endian(target) ? bit / 8 * 8 + 7 - bit % 8 : bit, on);
}

static void reverse(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = byte;
    }
}

static void place_bytes(struct value *value, uint64_t offset, uint64_t size, struct random *random)
{
    for (uint64_t i = 0; i < size; i++) {
        value->bytes[offset + i] = (uint8_t)random_next(random);
        value->mask[offset + i] = 0xff;
    }
}

/* Finite: the exponent is not all ones. */
static void place_floating(struct value *value, uint64_t offset, uint64_t size, const cconv_target *target,
                           struct random *random)
{
    place_bytes(value, offset, size, random);
    value->bytes[cconv_target_is_big_endian(target) ? offset : offset + size - 1] &= 0xbf;
}

static void place_long_double(struct value *value, uint64_t offset, uint64_t size, const cconv_target *target,
                              struct random *random)
{
    bool x86 = cconv_target_arch(target) == CCONV_ARCH_X86_64 || cconv_target_arch(target) == CCONV_ARCH_X86;
    if (!x86 || size < 10) {
        place_floating(value, offset, size, target, random);
        return;
    }
    place_floating(value, offset, 10, target, random);
    value->bytes[offset + 7] |= 0x80; /* the explicit integer bit */
    value->bytes[offset + 8] |= 1;
}

static void place_bitint(struct value *value, uint64_t offset, uint64_t size, uint64_t bits, bool is_signed,
                         const cconv_target *target, struct random *random)
{
    for (uint64_t i = 0; i < bits; i++) {
        set_bit(value->bytes, 8 * offset + i, random_next(random) & 1);
        set_bit(value->mask, 8 * offset + i, true);
    }
    uint64_t top = 8 * offset + bits - 1;
    bool fill = is_signed && value->bytes[top / 8] >> top % 8 & 1;
    for (uint64_t i = bits; i < 8 * size; i++)
        set_bit(value->bytes, 8 * offset + i, fill);
    if (cconv_target_is_big_endian(target)) {
        reverse(value->bytes + offset, (size_t)size);
        reverse(value->mask + offset, (size_t)size);
    }
}

/* Which _BitInt types are unsigned is only in their spelling. */
static bool bitint_is_signed(const cconv_type *type)
{
    char text[128];
    cconv_type_print(type, 0, NULL, text, sizeof text);
    return !strstr(text, "unsigned");
}

static bool place_field(struct value *value, const cconv_field *field, const cconv_target *target,
                        struct random *random, uint64_t offset)
{
    if (field->flags & CCONV_FIELD_FLEXIBLE)
        return true;
    if (!(field->flags & CCONV_FIELD_BIT_FIELD))
        return place_value(value, field->type, target, random, offset + field->offset);
    if (!field->name)
        return true;
    for (uint64_t i = 0; i < field->bit_width; i++) {
        uint64_t bit = 8 * offset + field->bit_offset + i;
        if (bit / 8 >= value->size)
            return false;
        set_target_bit(value->bytes, bit, random_next(random) & 1, target);
        set_target_bit(value->mask, bit, true, target);
    }
    return true;
}

/* A union's bytes beyond the member drawn last still belong to the others, and stay random. */
static bool place_record(struct value *value, const cconv_type *type, const cconv_target *target,
                         struct random *random, uint64_t offset)
{
    size_t count = cconv_type_field_count(type);
    for (size_t i = 0; i < count; i++)
        if (!place_field(value, cconv_type_field(type, i), target, random, offset))
            return false;
    if (cconv_type_kind_of(type) == CCONV_UNION && count)
        return place_field(value, cconv_type_field(type, random_next(random) % count), target, random, offset);
    return true;
}

static bool place_elements(struct value *value, const cconv_type *element, uint64_t count, const cconv_target *target,
                           struct random *random, uint64_t offset)
{
    for (uint64_t i = 0; i < count; i++)
        if (!place_value(value, element, target, random, offset + i * cconv_type_size(element)))
            return false;
    return true;
}

static bool place_value(struct value *value, const cconv_type *type, const cconv_target *target, struct random *random,
                        uint64_t offset)
{
    type = cconv_type_canonical(type);
    uint64_t size = cconv_type_size(type);
    if (offset + size > value->size)
        return false;
    switch (cconv_type_kind_of(type)) {
    case CCONV_VOID: return true;
    case CCONV_BOOL:
        value->bytes[offset] = random_next(random) & 1;
        value->mask[offset] = 0xff;
        return true;
    case CCONV_ENUM: return place_value(value, cconv_type_element(type), target, random, offset); /* enum : _Bool */
    case CCONV_FLOAT16:
    case CCONV_BFLOAT16:
    case CCONV_FLOAT:
    case CCONV_DOUBLE:
    case CCONV_FLOAT128: place_floating(value, offset, size, target, random); return true;
    case CCONV_LDOUBLE: place_long_double(value, offset, size, target, random); return true;
    case CCONV_BITINT:
        place_bitint(value, offset, size, cconv_type_length(type), bitint_is_signed(type), target, random);
        return true;
    case CCONV_COMPLEX: return place_elements(value, cconv_type_element(type), 2, target, random, offset);
    case CCONV_VECTOR:
    case CCONV_ARRAY:
        return place_elements(value, cconv_type_element(type), cconv_type_length(type), target, random, offset);
    case CCONV_STRUCT:
    case CCONV_UNION: return place_record(value, type, target, random, offset);
    default: place_bytes(value, offset, size, random); return true;
    }
}

bool value_fill(struct value *value, const cconv_type *type, const cconv_target *target, struct random *random)
{
    memset(value, 0, sizeof *value);
    value->size = (size_t)cconv_type_size(type);
    return value->size <= MAX_VALUE && place_value(value, type, target, random, 0);
}

/* Plain char is unsigned on Linux, on these processors. */
static bool has_unsigned_char(const cconv_target *target)
{
    cconv_arch arch = cconv_target_arch(target);
    return cconv_target_os(target) == CCONV_OS_LINUX
           && (arch == CCONV_ARCH_AARCH64 || arch == CCONV_ARCH_ARM || arch == CCONV_ARCH_RISCV64
               || arch == CCONV_ARCH_RISCV32 || arch == CCONV_ARCH_PPC64 || arch == CCONV_ARCH_S390X);
}

static bool promotes_signed(const cconv_type *type, const cconv_target *target)
{
    if (cconv_type_kind_of(type) == CCONV_ENUM)
        type = cconv_type_canonical(cconv_type_element(type));
    cconv_type_kind kind = cconv_type_kind_of(type);
    return kind == CCONV_CHAR ? !has_unsigned_char(target) : kind == CCONV_SCHAR || kind == CCONV_SHORT;
}

void value_promote(struct value *value, const cconv_type *from, const cconv_type *to, const cconv_target *target)
{
    from = cconv_type_canonical(from);
    to = cconv_type_canonical(to);
    size_t size = (size_t)cconv_type_size(to);
    bool turned = cconv_target_is_big_endian(target) && size > value->size;
    if (turned)
        reverse(value->bytes, value->size);
    if (cconv_type_kind_of(from) == CCONV_FLOAT && cconv_type_kind_of(to) == CCONV_DOUBLE) {
        float narrow;
        memcpy(&narrow, value->bytes, sizeof narrow);
        double wide = narrow;
        memcpy(value->bytes, &wide, sizeof wide);
    } else if (size > value->size) {
        uint8_t fill = promotes_signed(from, target) && value->bytes[value->size - 1] & 0x80 ? 0xff : 0;
        memset(value->bytes + value->size, fill, size - value->size);
    } else {
        return;
    }
    if (turned)
        reverse(value->bytes, size);
    memset(value->mask, 0xff, size);
    value->size = size;
}
