/*
 * __vectorcall on 32-bit x86 (learn.microsoft.com, "__vectorcall", section "__vectorcall convention on x86"): as
 * __fastcall, but floating-point values and vectors are in the next of xmm0 to xmm5, and homogeneous aggregates of up to
 * four of them in those that are left when all else is placed, each whole or not at all.
 *
 * Only clang was at hand. Left out: what it puts in registers that it does not count, so that later arguments suffer.
 */
#include "convention/i386.h"
#include "convention/x86_64_win.h"

enum { VECTORS = 6 };

/* The first member that holds something. */
static const struct cconv_type *first_member(const struct cconv_type *type)
{
    uint32_t i = 0;
    while (i + 1 < type->field_count && is_record(canonical(type->fields[i].type))
           && only_padding(canonical(type->fields[i].type)))
        i++;
    return type->fields[i].type;
}

const struct cconv_type *i386_hva_scalar(const struct cconv_type *type)
{
    while (type->kind == CCONV_COMPLEX || type->kind == CCONV_ARRAY || (is_record(type) && type->field_count))
        type = canonical(is_record(type) ? first_member(type) : type->element);
    return type;
}

/* clang: an _Atomic member is of no vector type. */
static bool holds_atomic(const struct cconv_type *type)
{
    for (; type->kind == CCONV_ARRAY; type = canonical(type->element))
        if (type->element_qualifiers & CCONV_ATOMIC)
            return true;
    for (uint32_t i = 0; is_record(type) && i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (type_qualifiers(field->type, field->qualifiers) & CCONV_ATOMIC || holds_atomic(canonical(field->type)))
            return true;
    }
    return false;
}

uint32_t i386_hva_members(const struct cursor *at, const struct cconv_type *type)
{
    bool plain = !(at->qualifiers & CCONV_ATOMIC) || (at->in_result && type_is_floating(type));
    uint32_t members = plain ? vectorcall_hva_members(type) : 0;
    return members && !holds_atomic(type) ? members : 0;
}

static const char *why_not(const struct cursor *at, const struct cconv_type *type, uint32_t members)
{
    const struct cconv_type *scalar = i386_hva_scalar(type);
    bool x87 = type->kind == CCONV_LDOUBLE && !members;
    if (type->kind == CCONV_FLOAT128 || (members && scalar->kind == CCONV_FLOAT128))
        return "clang 19 counts a vector register for it and passes it in pieces";
    if (at->in_result && members == 4 && type->size == 8)
        return "clang 19 returns four halves in memory";
    if (!at->in_result && x87)
        return "clang 19 puts an x87 value where no callee finds it";
    if (!at->in_result && !members && (type->kind == CCONV_VECTOR || (type_is_floating(type) && !x87)))
        return "clang 19 does not count the vector register that it takes";
    if (members && type->size / members > i386_vector_width(at, type->size / members))
        return type->kind == CCONV_VECTOR && at->in_result ? NULL : "it is wider than the vector registers in use";
    if (!at->in_result && !members && !(at->qualifiers & CCONV_ATOMIC) && i386_has_floating_members(type))
        return "clang 19 passes its floating members in vector registers that it does not count";
    return NULL;
}

static cconv_status put_vectors(struct cursor *at, const struct cconv_type *type, uint32_t members, struct slot *out)
{
    uint64_t size = type->size / members;
    for (uint32_t i = 0; i < members; i++)
        put_register(at, out, i * size, size, i386_vector_register(i386_vector_width(at, size), at->nsrn++), 0);
    return CCONV_OK;
}

/* Whether it fits depends on what comes later, but a pointer instead of it would take its register now. */
static cconv_status place_aggregate(struct cursor *at, const struct cconv_type *type, uint32_t members, struct slot *out)
{
    if (!at->second_pass && at->nsrn + at->user[I386_WAITING] + members > VECTORS)
        return i386_place_pointer(at, type, I386_HVA_POINTER, out);
    out->rule = i386_rule(at, I386_HVA_REGISTERS);
    if (!at->second_pass) {
        at->user[I386_WAITING] += members;
        out->deferred = true;
        return CCONV_OK;
    }
    if (at->nsrn + members > VECTORS)
        return unsupported(at, type, out->rule, "later arguments take the vector registers that it would need");
    return put_vectors(at, type, members, out);
}

bool i386_place_vectorcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    uint32_t members = i386_hva_members(at, type);
    const char *why = why_not(at, type, members);
    if (why) {
        *status = unsupported(at, type, i386_rule(at, I386_HVA_UNKNOWN), why);
        return true;
    }
    if (!members)
        return false;
    if (is_record(type) || type->kind == CCONV_COMPLEX) {
        *status = place_aggregate(at, type, members, out);
    } else if (at->nsrn < VECTORS) {
        out->rule = i386_rule(at, I386_HVA_ONE);
        *status = put_vectors(at, type, 1, out);
    } else if (type->kind == CCONV_VECTOR) {
        *status = i386_place_pointer(at, type, I386_HVA_POINTER, out);
    } else {
        return false; /* on the stack */
    }
    return true;
}

bool i386_return_vectorcall(struct cursor *at, const struct cconv_type *type, struct slot *out, cconv_status *status)
{
    uint32_t members = i386_hva_members(at, type);
    const char *why = why_not(at, type, members);
    if (why) {
        *status = unsupported(at, type, i386_rule(at, I386_HVA_UNKNOWN), why);
        return true;
    }
    if (type->kind == CCONV_VECTOR && type->length == 1 && type_is_floating(canonical(type->element)))
        members = 1; /* as its element */
    if (!members || type->size / members > i386_vector_width(at, type->size / members))
        return false;
    out->rule = i386_rule(at, I386_HVA_RESULT);
    *status = put_vectors(at, type, members, out);
    at->nsrn = 0;
    return true;
}
