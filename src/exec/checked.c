/* cconv_call_checked: a call between poisoned registers and guards, and what the function broke (checked.h). */
#include "exec/checked.h"

#include <string.h>

#if CHECKED_HERE

enum { GUARD = 0x5c, GUARD_BYTES = 512, STALE = 0xa7, STACK_STEP = 64 };

/* ----------------------------------------------------------------------- image */

/* Where a register begins in the image; false if it is not in it. `group` may be NULL. */
static bool place_in_image(const struct checked *checked, uint16_t reg, size_t *at, const struct checked_group **group)
{
    const struct arch_register *of = &register_file_of(checked->machine->arch)->regs[reg];
    for (size_t i = 0; i < checked_arch.group_count; i++) {
        const struct checked_group *g = &checked_arch.groups[i];
        if (of->whole >= g->first && of->whole < g->first + g->count) {
            *at = g->at + (size_t)(of->whole - g->first) * g->bytes + of->whole_at;
            if (group)
                *group = g;
            return true;
        }
    }
    return false;
}

static uint64_t word_at(const uint8_t *image, size_t at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes && i < sizeof value; i++)
        value |= (uint64_t)image[at + i] << 8 * i;
    return value;
}

static void set_word(uint8_t *image, size_t at, size_t bytes, uint64_t value)
{
    for (size_t i = 0; i < bytes; i++)
        image[at + i] = (uint8_t)(i < sizeof value ? value >> 8 * i : 0);
}

/* A general register. */
static uint64_t register_in(const struct checked *checked, const uint8_t *image, uint16_t reg)
{
    size_t at = 0;
    place_in_image(checked, reg, &at, NULL);
    return word_at(image, at, checked->machine->word);
}

static void set_register(const struct checked *checked, uint8_t *image, uint16_t reg, uint64_t value)
{
    size_t at = 0;
    place_in_image(checked, reg, &at, NULL);
    set_word(image, at, checked->machine->word, value);
}

/* ------------------------------------------------------------ before the call */

/* Bytes of a piece and of what the convention promises above it. */
static uint64_t end_of(const cconv_placement *value, const cconv_piece *piece, uint64_t begin)
{
    uint64_t end = begin + piece->size;
    if (value && value->kind == CCONV_PLACED_DIRECT && piece->offset == 0 && value->extended_to > piece->size)
        end = begin + value->extended_to;
    return end;
}

static void carry_register(struct checked *checked, const cconv_placement *value, const cconv_piece *piece)
{
    const struct checked_group *group;
    size_t at;
    if (!place_in_image(checked, piece->reg, &at, &group))
        return;
    size_t end = (size_t)end_of(value, piece, at + piece->at), whole = at + group->bytes;
    if (group->is_extended)
        end = whole;
    for (at += (size_t)piece->at; at < end && at < whole; at++)
        checked->carries[at] = 1;
}

/* The rest of a slot on the stack is as stale as what was there before. */
static void carry_stack(const struct checked *checked, const cconv_placement *value, const cconv_piece *piece)
{
    const uint8_t *from = (const uint8_t *)checked->stack;
    uint8_t *to = (uint8_t *)(checked->stack - checked->total);
    memcpy(to + piece->at, from + piece->at, (size_t)(end_of(value, piece, piece->at) - piece->at));
}

static void carry_pieces(struct checked *checked, const cconv_placement *value, const cconv_piece *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pieces[i].where == CCONV_IN_REGISTER)
            carry_register(checked, value, &pieces[i]);
        else
            carry_stack(checked, value, &pieces[i]);
}

static void carry_arguments(struct checked *checked)
{
    const struct cconv_plan *plan = checked->plan;
    size_t at;
    for (uint32_t i = 0; i < plan->argument_count; i++)
        carry_pieces(checked, &plan->arguments[i], plan->arguments[i].pieces, plan->arguments[i].piece_count);
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        carry_pieces(checked, NULL, plan->hidden[i].pieces, plan->hidden[i].piece_count);
    if (plan->counts_vectors && plan->convention->vector_count != CCONV_NO_REGISTER
        && place_in_image(checked, plan->convention->vector_count, &at, NULL))
        checked->carries[at] = 1; /* AL alone is promised */
}

/* A value that no program has by accident, and that tells which register it was. */
static uint8_t poison_of(uint16_t reg, size_t byte, size_t bytes)
{
    uint64_t value = bytes < 8 ? 0xdeadc000u | reg : 0xdeadbeef00c0de00u | reg;
    return (uint8_t)(value >> 8 * (byte % 8));
}

static bool is_fixed(uint16_t reg)
{
    return reg < 64 && checked_arch.fixed >> reg & 1;
}

static void poison_registers(struct checked *checked)
{
    for (size_t i = 0; i < checked_arch.group_count; i++) {
        const struct checked_group *group = &checked_arch.groups[i];
        for (uint16_t j = 0; j < group->count; j++)
            for (size_t byte = 0; byte < group->bytes && !is_fixed((uint16_t)(group->first + j)); byte++) {
                size_t at = group->at + (size_t)j * group->bytes + byte;
                if (!checked->carries[at])
                    checked->image[at] = poison_of((uint16_t)(group->first + j), byte, group->bytes);
            }
    }
}

/* Return address, shadow space and arguments, which are the function's; then guards up to the stub's frame. */
static size_t own_bytes(const struct cconv_plan *plan)
{
    return (size_t)(plan->stack.return_address + plan->stack.shadow_space + plan->stack.args_size);
}

static void arrive(struct checked *checked)
{
    uintptr_t returns = (uintptr_t)entry_address(checked->entry);
    uint8_t *own = (uint8_t *)(checked->stack - checked->total);
    memcpy(checked->in, checked->image, sizeof checked->in);
    memset(own, STALE, own_bytes(checked->plan));
    memset(own + own_bytes(checked->plan), GUARD, checked->total - own_bytes(checked->plan));
    carry_arguments(checked);
    poison_registers(checked);
    set_register(checked, checked->image, checked->machine->stack_pointer, (uintptr_t)own);
    if (checked_arch.link != CCONV_NO_REGISTER)
        set_register(checked, checked->image, checked_arch.link, returns);
    else
        memcpy(own, &returns, sizeof returns);
    if (checked_arch.arrive)
        checked_arch.arrive(checked);
    memcpy(&checked->target, &checked->function, sizeof checked->target);
    memcpy(checked->called, checked->image, sizeof checked->called);
}

/* ----------------------------------------------------------------- after the call */

size_t checked_pieces(const cconv_placement *value, uint16_t first, uint16_t count, uint64_t above)
{
    size_t found = 0;
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        found += piece->where == CCONV_IN_REGISTER && piece->reg >= first && piece->reg < first + count && piece->size > above;
    }
    return found;
}

/* Whether the register of the image that begins there carries a result, or part of one. */
static bool is_result(const struct checked *checked, uint16_t reg)
{
    const struct register_file *file = register_file_of(checked->machine->arch);
    const cconv_placement *result = checked->plan->result;
    for (size_t i = 0; i < result->piece_count; i++)
        if (result->pieces[i].where == CCONV_IN_REGISTER && file->regs[result->pieces[i].reg].whole == file->regs[reg].whole)
            return true;
    return false;
}

/* What was pushed on the way back is not the function's doing. */
static void find_overwritten(struct checked *checked)
{
    const uint8_t *own = (const uint8_t *)(checked->stack - checked->total);
    uintptr_t left = (uintptr_t)register_in(checked, checked->after, checked->machine->stack_pointer);
    for (size_t i = own_bytes(checked->plan); i < checked->total; i++) {
        uintptr_t below = left - (uintptr_t)(own + i);
        if (own[i] != GUARD && !(below > 0 && below <= checked_arch.pushed)) {
            checked->broken = i + 1;
            return;
        }
    }
}

/* The stub goes on with the results, and with all else as it was. */
static void leave(struct checked *checked)
{
    const struct cconv_plan *plan = checked->plan;
    memcpy(checked->after, checked->image, sizeof checked->after);
    find_overwritten(checked);
    memcpy(checked->image, checked->in, sizeof checked->image);
    for (size_t i = 0; i < plan->result->piece_count; i++) {
        const cconv_piece *piece = &plan->result->pieces[i];
        const struct checked_group *group;
        size_t at;
        if (piece->where == CCONV_IN_REGISTER && place_in_image(checked, piece->reg, &at, &group)) {
            at -= (at - group->at) % group->bytes;
            memcpy(checked->image + at, checked->after + at, group->bytes);
        }
    }
    for (size_t i = 0; i < checked_arch.control_count; i++) {
        const struct checked_control *control = &checked_arch.controls[i];
        uint64_t own = word_at(checked->in, control->at, control->bytes), left = word_at(checked->after, control->at, control->bytes);
        set_word(checked->image, control->at, control->bytes, (own & control->mask) | (left & ~(uint64_t)control->mask));
    }
    set_register(checked, checked->image, checked->machine->stack_pointer,
                 checked->stack + plan->stack.return_address + plan->stack.callee_pops);
    if (checked_arch.link != CCONV_NO_REGISTER)
        checked->target = (uintptr_t)register_in(checked, checked->in, checked_arch.link);
    else
        memcpy(&checked->target, (const void *)checked->stack, sizeof checked->target);
    if (checked_arch.leave)
        checked_arch.leave(checked);
}

void cconv_checked_step(struct checked *checked)
{
    if (checked->stack) {
        leave(checked);
        return;
    }
    checked->stack = (uintptr_t)register_in(checked, checked->image, checked->machine->stack_pointer);
    arrive(checked);
}

/* -------------------------------------------------------------------- the report */

void checked_add(struct checked_report *report, cconv_violation_kind kind, const char *reg, uint64_t expected, uint64_t found)
{
    if (report->count < report->room)
        report->out[report->count] = (cconv_violation){.kind = kind, .reg = reg, .expected = expected, .found = found};
    report->count++;
}

/* Registers that the convention preserves, but for those that hold the result, or that the plan says are lost. */
static void check_preserved(struct checked_report *report, const struct checked *checked)
{
    const struct register_file *file = register_file_of(checked->machine->arch);
    struct preserved keeps;
    uint8_t is_reported[IMAGE_BYTES] = {0}; /* by another name, such as xmm6 for ymm6 */
    preserved_by(checked->plan->convention, &keeps);
    for (uint16_t reg = 0; reg < file->count; reg++) {
        size_t at, bytes = keeps.bytes[reg];
        if (!bytes || reg == checked->machine->stack_pointer || !place_in_image(checked, reg, &at, NULL)
            || plan_loses(checked->plan, reg) || is_result(checked, reg))
            continue;
        for (size_t i = 0; i < bytes && !is_reported[at]; i += 8) {
            size_t part = (size_t)min_u64(8, bytes - i);
            uint64_t expected = word_at(checked->called, at + i, part), found = word_at(checked->after, at + i, part);
            if (expected == found)
                continue;
            checked_add(report, CCONV_REGISTER_NOT_PRESERVED, file->regs[reg].name, expected, found);
            is_reported[at] = 1;
        }
    }
}

static void check_stack(struct checked_report *report, const struct checked *checked)
{
    const struct cconv_plan *plan = checked->plan;
    uint16_t reg = checked->machine->stack_pointer;
    const char *name = register_file_of(checked->machine->arch)->regs[reg].name;
    uint64_t expected = checked->stack - checked->total + plan->stack.return_address + plan->stack.callee_pops;
    uint64_t found = register_in(checked, checked->after, reg);
    if (found != expected)
        checked_add(report, CCONV_STACK_POINTER_OFF, name, expected, found);
    if (checked->broken)
        checked_add(report, CCONV_STACK_OVERWRITTEN, name, own_bytes(plan) - plan->stack.return_address,
                    checked->broken - 1 - plan->stack.return_address);
}

static void check_controls(struct checked_report *report, const struct checked *checked)
{
    for (size_t i = 0; i < checked_arch.control_count; i++) {
        const struct checked_control *control = &checked_arch.controls[i];
        uint64_t expected = word_at(checked->called, control->at, control->bytes) & control->mask;
        uint64_t found = word_at(checked->after, control->at, control->bytes) & control->mask;
        if (found != expected && (!control->flag || checked->flags & control->flag))
            checked_add(report, control->kind, control->name, expected, found);
    }
}

/* The value stands, whatever is above it. */
static void check_extension(struct checked_report *report, const struct checked *checked)
{
    const cconv_placement *result = checked->plan->result;
    const cconv_piece *piece = result->pieces;
    size_t at;
    if (result->kind != CCONV_PLACED_DIRECT || result->piece_count != 1 || piece->where != CCONV_IN_REGISTER
        || result->extended_to <= piece->size || result->extended_to > 8 || !place_in_image(checked, piece->reg, &at, NULL))
        return;
    uint64_t found = word_at(checked->after, at, result->extended_to), bits = 8 * piece->size;
    uint64_t value = found & (((uint64_t)1 << bits) - 1), whole = UINT64_MAX >> (64 - 8 * result->extended_to);
    uint64_t above = whole ^ (((uint64_t)1 << bits) - 1);
    uint64_t expected = result->extend == CCONV_EXTEND_SIGN && value >> (bits - 1) ? value | above : value;
    if (found != expected)
        checked_add(report, CCONV_RESULT_NOT_EXTENDED, register_file_of(checked->machine->arch)->regs[piece->reg].name, expected,
                    found);
}

/* ---------------------------------------------------------------------- the call */

static cconv_status call_watched(cconv_code *code, struct checked *checked, const cconv_stub *stub, void *result,
                                 void *const *arguments, cconv_error *error)
{
    const struct cconv_plan *plan = checked->plan;
    struct preserved keeps;
    preserved_by(plan->convention, &keeps);
    uint32_t choice = data_choice(code->machine, plan->convention, &keeps); /* 0 where there are none and none is needed */
    bool is_there = code->engine != CCONV_ENGINE_CODE_FREE || (choice < DATA_CHOICES && code->entries[choice].original.first);
    if (choice && (choice == code->machine->data_count || !is_there))
        return error_set(error, CCONV_UNSUPPORTED, "%s: no register is free to find a checked call's data by", plan->convention->name);
    checked->plan = plan;
    checked->machine = code->machine;
    checked->flags = checked_arch.features();
    checked->total = (uintptr_t)round_up(own_bytes(plan) + GUARD_BYTES, max_u64(STACK_STEP, plan->stack.alignment));
    os_lock_take(&code->lock);
    cconv_status status = entry_take(&code->entries[choice], &code->allocator, code->machine, &checked->entry, error);
    os_lock_give(&code->lock);
    if (status)
        return status;
    bool is_static = code->engine == CCONV_ENGINE_CODE_FREE && checked_arch.enter_static;
    checked->entry->code = is_static ? checked_arch.enter_static : checked_arch.enter[choice];
    checked->entry->user = checked;
    cconv_stub_call(stub)(entry_function(checked->entry), result, arguments);
    os_lock_take(&code->lock);
    entry_give(checked->entry);
    os_lock_give(&code->lock);
    return CCONV_OK;
}

cconv_status cconv_call_checked(cconv_code *code, const cconv_plan *plan, cconv_function function, void *result,
                                void *const *arguments, cconv_violation *out, size_t room, size_t *count,
                                cconv_error *error)
{
    if (!function || !count || (room && !out))
        return error_set(error, CCONV_INVALID, "function, count and out must not be NULL");
    *count = 0;
    cconv_stub *stub = NULL;
    if (plan && plan->convention->syscall)
        return error_set(error, CCONV_UNSUPPORTED, "%s: the kernel is not checked", plan->convention->name);
    cconv_status status = cconv_stub_new(code, plan, 0, &stub, error);
    if (status)
        return status;
    struct checked checked;
    struct checked_report report = {out, room, 0};
    memset(&checked, 0, sizeof checked);
    checked.plan = plan;
    checked.function = function;
    status = call_watched(code, &checked, stub, result, arguments, error);
    if (!status) {
        check_preserved(&report, &checked);
        check_stack(&report, &checked);
        check_controls(&report, &checked);
        check_extension(&report, &checked);
        if (checked_arch.examine)
            checked_arch.examine(&report, &checked);
    }
    cconv_stub_free(stub);
    *count = report.count;
    return status;
}

#else

cconv_status cconv_call_checked(cconv_code *code, const cconv_plan *plan, cconv_function function, void *result,
                                void *const *arguments, cconv_violation *out, size_t room, size_t *count,
                                cconv_error *error)
{
    (void)code, (void)function, (void)result, (void)arguments, (void)out, (void)room;
    if (count)
        *count = 0;
    return error_set(error, CCONV_UNSUPPORTED, "%s: checked calls are not written for this machine",
                     plan ? plan->convention->name : "NULL");
}

#endif
