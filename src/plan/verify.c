/*
 * The invariants of a plan, checked in debug and fuzz builds (-DCCONV_VERIFY). A failure is a bug of a convention,
 * never of the input, so it ends in assert:
 *
 *   - the pieces cover every byte of the value that is no padding, and none beyond it, by rising offset;
 *   - no register holds two values, nor the same value twice unless the second piece says `duplicate`;
 *   - stack pieces lie inside the argument area, apart from each other, on slot boundaries;
 *   - what is ignored has no pieces, what is indirect has a pointer's;
 *   - an extension goes beyond the value and follows its sign;
 *   - everything that was decided names its rule.
 */
#include "plan/plan.h"

#ifdef CCONV_VERIFY

#include <assert.h>

enum { X87_VALUE_BYTES = 10, MOST_REGISTERS = 160 };

/* Of each widest register, one bit for each byte. */
struct usage {
    uint64_t bytes[MOST_REGISTERS];   /* in use */
    uint64_t own[MOST_REGISTERS];     /* in registers that `owner` uses, whole: Arm's d0 is half of q0 */
    uint64_t others[MOST_REGISTERS];  /* the same of values before it */
    uint32_t owner[MOST_REGISTERS];   /* the last value that uses it, from 1 */
};

/* 1 if [begin, end) of the value is in pieces that are no duplicates. They are sorted. */
static bool covered(const cconv_piece *pieces, size_t count, uint64_t begin, uint64_t end)
{
    for (size_t i = 0; i < count && begin < end; i++) {
        if (pieces[i].flags & CCONV_PIECE_DUPLICATE)
            continue;
        if (pieces[i].offset > begin)
            return false;
        begin = max_u64(begin, pieces[i].offset + pieces[i].size);
    }
    return begin >= end;
}

struct walk {
    const struct cconv_target *target;
    const cconv_piece *pieces;
    size_t count;
};

static bool value_covered(const struct walk *walk, const struct cconv_type *type, uint64_t at);

static bool fields_covered(const struct walk *walk, const struct cconv_type *type, uint64_t at)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const cconv_field *field = &type->fields[i];
        if (field->flags & CCONV_FIELD_BIT_FIELD) {
            if (!field->name || !field->bit_width) /* an unnamed bit-field is padding */
                continue;
            uint64_t end = field->bit_offset + field->bit_width;
            if (!covered(walk->pieces, walk->count, at + field->bit_offset / 8, at + (end + 7) / 8))
                return false;
        } else if (!(field->flags & CCONV_FIELD_FLEXIBLE) && !value_covered(walk, field->type, at + field->offset)) {
            return false;
        }
    }
    return true;
}

static bool value_covered(const struct walk *walk, const struct cconv_type *type, uint64_t at)
{
    type = canonical(type);
    if (covered(walk->pieces, walk->count, at, at + type->size))
        return true; /* ends the walk early for all that lies in one place, such as huge arrays on the stack */
    switch (type->kind) {
    case CCONV_STRUCT:
    case CCONV_UNION:
        return fields_covered(walk, type, at);
    case CCONV_ARRAY:
    case CCONV_VECTOR:
    case CCONV_COMPLEX: {
        uint64_t length = type->kind == CCONV_COMPLEX ? 2 : type->length;
        for (uint64_t i = 0; i < length; i++)
            if (!value_covered(walk, type->element, at + i * type_size_of(type->element)))
                return false;
        return true;
    }
    case CCONV_BITINT:
        return covered(walk->pieces, walk->count, at, at + (type->length + 7) / 8);
    case CCONV_LDOUBLE:
        return walk->target->long_double_format == LONG_DOUBLE_X87
               && covered(walk->pieces, walk->count, at, at + X87_VALUE_BYTES);
    default:
        return false;
    }
}

static void verify_pieces(const cconv_piece *pieces, size_t count, uint64_t size)
{
    for (size_t i = 0; i < count; i++) {
        const cconv_piece *piece = &pieces[i];
        assert(piece->size > 0 && piece->size <= size && piece->offset <= size - piece->size);
        assert(i == 0 || pieces[i - 1].offset <= piece->offset);
        assert((piece->where == CCONV_ON_STACK) == (piece->reg == CCONV_NO_REGISTER));
        assert(piece->where == CCONV_ON_STACK || piece->where == CCONV_IN_REGISTER);
        if (piece->flags & CCONV_PIECE_DUPLICATE)
            assert(covered(pieces, count, piece->offset, piece->offset + piece->size));
        else if (i > 0 && !(pieces[i - 1].flags & CCONV_PIECE_DUPLICATE))
            assert(pieces[i - 1].offset + pieces[i - 1].size <= piece->offset);
    }
}

/* No byte of a register twice, and no register shared by two values. */
static void verify_registers(const struct cconv_plan *plan, struct usage *used, uint32_t owner,
                             const cconv_piece *pieces, size_t count)
{
    const struct register_file *file = register_file_of(plan->convention->arch);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].where != CCONV_IN_REGISTER)
            continue;
        assert(file && pieces[i].reg < file->count);
        const struct arch_register *reg = &file->regs[pieces[i].reg];
        assert(reg->name && reg->whole < file->count && reg->whole < MOST_REGISTERS);
        assert(pieces[i].at <= reg->bytes && pieces[i].size <= reg->bytes - pieces[i].at && reg->bytes <= 64);
        uint64_t mask = pieces[i].size == 64 ? UINT64_MAX : ((uint64_t)1 << pieces[i].size) - 1;
        mask <<= pieces[i].at + reg->whole_at;
        uint64_t all = reg->bytes == 64 ? UINT64_MAX : (((uint64_t)1 << reg->bytes) - 1) << reg->whole_at;
        if (used->owner[reg->whole] != owner) {
            used->others[reg->whole] |= used->own[reg->whole];
            used->own[reg->whole] = 0;
            used->owner[reg->whole] = owner;
        }
        assert((used->others[reg->whole] & all) == 0);
        assert((used->bytes[reg->whole] & mask) == 0);
        used->own[reg->whole] |= all;
        used->bytes[reg->whole] |= mask;
    }
}

/* Whether a stack piece overlaps one of the arguments before `end`, or an earlier piece of argument `end`. */
static bool overlaps_earlier(const struct cconv_plan *plan, const cconv_piece *piece, size_t end)
{
    for (size_t i = 0; i <= end; i++)
        for (size_t j = 0; j < plan->arguments[i].piece_count; j++) {
            const cconv_piece *other = &plan->arguments[i].pieces[j];
            if (other == piece)
                return false;
            if (other->where == CCONV_ON_STACK && other->at < piece->at + piece->size
                && piece->at < other->at + other->size)
                return true;
        }
    return false;
}

static void verify_stack(const struct cconv_plan *plan)
{
    uint64_t base = (uint64_t)plan->stack.return_address + plan->stack.shadow_space;
    uint64_t highest = base;
    for (size_t i = 0; i < plan->argument_count; i++)
        for (size_t j = 0; j < plan->arguments[i].piece_count; j++) {
            const cconv_piece *piece = &plan->arguments[i].pieces[j];
            if (piece->where != CCONV_ON_STACK)
                continue;
            assert(piece->at >= base && piece->at + piece->size <= base + plan->stack.args_size);
            uint32_t slot = plan->convention->stack.slot; /* a part may begin inside, big-endian values end with it */
            assert(piece->at % slot == 0 || piece->offset % slot
                   || (plan->target->big_endian && (piece->at + piece->size) % slot == 0));
            /* Nearly always the next one up: the search is for the others. */
            assert(piece->at >= highest || !overlaps_earlier(plan, piece, i));
            highest = max_u64(highest, piece->at + piece->size);
        }
}

static void verify_extension(const cconv_placement *value, const struct cconv_type *type)
{
    assert((value->extend == CCONV_EXTEND_NONE) == (value->extended_to == 0));
    if (value->extend == CCONV_EXTEND_NONE)
        return;
    assert(value->kind == CCONV_PLACED_DIRECT && value->piece_count >= 1);
    /* Each part by itself: of a complex integer both halves are, on Power. */
    assert(value->extended_to > value->pieces[0].size && value->extended_to <= 16);
    /* RISC-V extends unsigned int by its sign; below that everything follows its type. */
    if (type_is_integer(canonical(type)) && value->size < 4)
        assert((value->extend == CCONV_EXTEND_SIGN) == (canonical(type)->is_signed != 0));
}

static void verify_value(const struct cconv_plan *plan, const cconv_placement *value, const struct cconv_type *type,
                         bool is_result)
{
    uint64_t pointer = plan->target->pointer_size;
    assert(value->type);
    assert(value->kind == CCONV_PLACED_VOID ? is_result : value->rule != NULL);
    assert(!value->rule || (value->rule->document && value->rule->section && value->rule->reason));
    for (size_t i = 0; i < value->note_count; i++)
        assert(value->notes[i] && value->notes[i][0]);
    verify_extension(value, type);
    assert(value->scalable == (canonical(type)->kind == CCONV_SCALABLE));
    switch (value->kind) {
    case CCONV_PLACED_DIRECT:
        verify_pieces(value->pieces, value->piece_count, value->size);
        assert(value_covered(&(struct walk){plan->target, value->pieces, value->piece_count}, type, 0));
        break;
    case CCONV_PLACED_INDIRECT:
        verify_pieces(value->pieces, value->piece_count, pointer);
        /* The address of a result need not be anywhere at return. */
        assert((is_result && !value->piece_count) || covered(value->pieces, value->piece_count, 0, pointer));
        assert(!is_result || plan->hidden_count == 1);
        break;
    case CCONV_PLACED_IGNORED:
    case CCONV_PLACED_VOID:
        assert(value->piece_count == 0);
        break;
    }
    if (is_result)
        for (size_t i = 0; i < value->piece_count; i++)
            assert(value->pieces[i].where == CCONV_IN_REGISTER);
}

void plan_verify(const struct cconv_plan *plan, const struct cconv_signature *signature)
{
    struct usage arguments = {.bytes = {0}}, result = {.bytes = {0}};
    for (uint32_t i = 0; i < plan->argument_count; i++) {
        const cconv_placement *value = &plan->arguments[i];
        verify_value(plan, value, signature->parameters[i].type, false);
        verify_registers(plan, &arguments, i + 1, value->pieces, value->piece_count);
    }
    for (uint32_t i = 0; i < plan->hidden_count; i++) {
        const cconv_hidden *hidden = &plan->hidden[i];
        assert(hidden->rule && covered(hidden->pieces, hidden->piece_count, 0, plan->target->pointer_size));
        verify_pieces(hidden->pieces, hidden->piece_count, plan->target->pointer_size);
        verify_registers(plan, &arguments, plan->argument_count + 1, hidden->pieces, hidden->piece_count);
    }
    verify_value(plan, plan->result, signature->result, true);
    verify_registers(plan, &result, 1, plan->result->pieces, plan->result->piece_count);
    verify_stack(plan);
    assert(plan->vector_count <= plan->convention->vector_args.count);
    /* Where the caller cleans, a callee may still remove the hidden result pointer (System V on i386). */
    assert(plan->stack.callee_pops == 0 || plan->stack.callee_cleans || plan->hidden_count);
    assert(plan->stack.callee_pops <= plan->stack.args_size);
}

#endif
