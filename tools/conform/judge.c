/* Compares what a compiler did with the plan: every byte of every value, promised upper bits, the hidden pointer, the
   count of vector registers, and the stack pointer's alignment. */
#include "conform.h"

#include <stdarg.h>
#include <string.h>

const char *aspect_text(enum aspect aspect)
{
    static const char *const texts[ASPECTS] = {
        [NOTHING] = "nothing", [CALLER_ARGUMENT] = "the caller places an argument elsewhere",
        [CALLEE_ARGUMENT] = "the callee reads an argument elsewhere",
        [CALLEE_RESULT] = "the callee places its result elsewhere",
        [CALLER_RESULT] = "the caller reads the result elsewhere",
        [CALL] = "the call itself breaks a rule", [LAYOUT] = "a type is laid out differently",
        [RUN_CRASH] = "the program crashes", [MODEL] = "the model cannot read what the compiler accepts",
        [COMPILER_CRASH] = "the compiler itself crashes"};
    return texts[aspect];
}

static void keep_rule(struct verdict *verdict, const cconv_placement *placed)
{
    snprintf(verdict->type, sizeof verdict->type, "%s", placed && placed->type ? placed->type : "");
    const cconv_rule *rule = placed ? placed->rule : NULL;
    snprintf(verdict->document, sizeof verdict->document, "%s", rule && rule->document ? rule->document : "");
    snprintf(verdict->section, sizeof verdict->section, "%s", rule && rule->section ? rule->section : "");
    snprintf(verdict->reason, sizeof verdict->reason, "%s", rule && rule->reason ? rule->reason : "");
}

void verdict_fail(struct trial *trial, enum aspect aspect, int argument, const cconv_placement *placed,
                  const char *format, ...)
{
    struct verdict *verdict = &trial->verdict;
    size_t used = verdict->state == FAILED ? strlen(verdict->message) : 0;
    if (!used) {
        verdict->aspect = aspect;
        verdict->argument = argument;
        keep_rule(verdict, placed);
    }
    if (used && used + 3 < sizeof verdict->message)
        used += (size_t)snprintf(verdict->message + used, sizeof verdict->message - used, "; ");
    va_list list;
    va_start(list, format);
    vsnprintf(verdict->message + used, sizeof verdict->message - used, format, list);
    va_end(list);
    verdict->state = FAILED;
    if (aspect == CALLER_ARGUMENT && argument >= 0)
        trial->bad_arguments |= 1u << argument;
    if (aspect == CALLEE_RESULT)
        trial->bad_result = true;
}

struct source { /* where a record's registers and stack are */
    const struct record *record;
    const uint8_t *window;
    size_t window_size;
    const struct machine *machine;
    const cconv_plan *plan;
    enum aspect aspect;   /* of what is compared now */
    int argument;
    uint8_t *narrowed;    /* room for a float or double that st0 holds widened */
};

#define fail(trial, from, placed, ...) verdict_fail(trial, (from)->aspect, (from)->argument, placed, __VA_ARGS__)

/* A pointer of the target, as memory or a register holds it. */
static uint64_t load_pointer(const struct source *from, const uint8_t *bytes)
{
    const cconv_target *target = cconv_plan_target(from->plan);
    uint32_t size = cconv_target_pointer_size(target);
    uint64_t pointer = 0;
    for (uint32_t i = 0; i < size; i++)
        pointer |= (uint64_t)bytes[cconv_target_is_big_endian(target) ? size - 1 - i : i] << 8 * i;
    return pointer;
}

static void describe(const struct source *from, const cconv_piece *piece, char *text, size_t size)
{
    if (piece->where == CCONV_ON_STACK)
        snprintf(text, size, "stack+%llu", (unsigned long long)piece->at);
    else
        snprintf(text, size, "%s.%llu", cconv_plan_register_name(from->plan, piece->reg),
                 (unsigned long long)piece->at);
}

/* `size` bytes from `skip` bytes into the piece; NULL if they are not there. */
static const uint8_t *piece_bytes(const struct source *from, const cconv_piece *piece, uint64_t skip, uint64_t size)
{
    const uint8_t *bytes = from->window;
    size_t room = from->window_size;
    if (piece->where == CCONV_IN_REGISTER
        && !machine_register(from->machine, from->record, cconv_plan_register_name(from->plan, piece->reg), &bytes, &room))
        return NULL;
    if (piece->where == CCONV_IN_REGISTER && room == 10 && piece->size < 10 && from->narrowed) {
        machine_narrow_x87(bytes, piece->size, from->narrowed);
        bytes = from->narrowed;
    }
    return piece->at + skip + size <= room ? bytes + piece->at + skip : NULL;
}

/* The float that a register holds as a double (Power, so far little-endian). */
static const uint8_t *narrow_double(const uint8_t *bytes, uint8_t *narrowed)
{
    double wide;
    memcpy(&wide, bytes, sizeof wide);
    float value = (float)wide;
    memcpy(narrowed, &value, sizeof value);
    return narrowed;
}

static bool same(const uint8_t *found, const struct value *value, uint64_t offset, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++)
        if ((found[i] ^ value->bytes[offset + i]) & value->mask[offset + i])
            return false;
    return true;
}

static void hex(const uint8_t *bytes, uint64_t size, char *text, size_t room)
{
    size_t used = 0;
    text[0] = '\0';
    for (uint64_t i = 0; i < size && i < 16 && used + 3 < room; i++)
        used += (size_t)snprintf(text + used, room - used, "%02x", bytes[i]);
}

__attribute__((format(printf, 3, 4))) static void add_place(char *text, size_t room, const char *format, ...)
{
    size_t used = strlen(text);
    if (used + 24 > room)
        return;
    used += (size_t)snprintf(text + used, room - used, "%s", used ? " " : "");
    va_list list;
    va_start(list, format);
    vsnprintf(text + used, room - used, format, list);
    va_end(list);
}

/* Where in the record the bytes really are, for the message. */
static void find_elsewhere(const struct source *from, const uint8_t *want, uint64_t size, char *text, size_t room)
{
    char name[16];
    text[0] = '\0';
    if (size > from->machine->word)
        size = from->machine->word;
    for (unsigned i = 0; i < from->machine->general_count && size > 1; i++)
        for (unsigned at = 0; from->machine->general[i] && at + size <= from->machine->word; at++)
            if (!memcmp((const uint8_t *)&from->record->gpr[i] + at, want, size))
                add_place(text, room, "%s.%u", from->machine->general[i], at);
    for (unsigned i = 0; i < 32 && size > 1; i++)
        for (unsigned at = 0; at + size <= 64; at++)
            if (!memcmp(from->record->vec[i] + at, want, size)) {
                machine_vector_name(from->machine, i, name, sizeof name);
                add_place(text, room, "%s.%u", name, at);
            }
    for (unsigned i = 0; i < 2 && size > 1; i++)
        if (!memcmp(from->record->x87[i], want, size))
            add_place(text, room, "st%u", i);
    for (size_t at = 0; at + size <= from->window_size && size > 1; at++)
        if (!memcmp(from->window + at, want, size))
            add_place(text, room, "stack+%zu", at);
    if (!text[0])
        snprintf(text, room, "nowhere");
}

/* Of `size` bytes, one word alone is wrong, and it is an address in the caller's frame. */
static bool one_word_is_address(const struct source *from, const uint8_t *found, const struct value *value,
                                uint64_t offset, uint64_t size)
{
    uint32_t word = cconv_target_pointer_size(cconv_plan_target(from->plan));
    unsigned wrong = 0, addresses = 0;
    for (uint64_t i = 0; i < size; i += word) {
        uint64_t length = size - i < word ? size - i : word;
        if (same(found + i, value, offset + i, length))
            continue;
        wrong++;
        addresses += length == word && load_pointer(from, found + i) - from->record->sp < from->window_size;
    }
    return wrong == 1 && addresses == 1;
}

static void check_direct(struct trial *trial, const struct source *from, const cconv_placement *placed,
                         const struct value *value, const char *what)
{
    uint8_t covered[MAX_VALUE] = {0};
    for (size_t i = 0; i < placed->piece_count; i++) {
        const cconv_piece *piece = &placed->pieces[i];
        char where[64], elsewhere[64], want[40], got[40];
        describe(from, piece, where, sizeof where);
        uint8_t narrowed[sizeof(float)];
        const uint8_t *found = piece_bytes(from, piece, 0, piece->size);
        if (found && piece->flags & CCONV_PIECE_AS_DOUBLE)
            found = narrow_double(found, narrowed);
        uint64_t end = piece->offset + piece->size;
        if (!found || end > value->size) {
            if (end > value->size && value->size)
                fail(trial, from, placed, "%s: piece at %s passes the value's end", what, where);
            else if (!found)
                fail(trial, from, placed, "%s: no such place %s", what, where);
            continue;
        }
        memset(covered + piece->offset, 1, piece->size);
        if (same(found, value, piece->offset, piece->size))
            continue;
        hex(value->bytes + piece->offset, piece->size, want, sizeof want);
        hex(found, piece->size, got, sizeof got);
        find_elsewhere(from, value->bytes + piece->offset, piece->size, elsewhere, sizeof elsewhere);
        if (one_word_is_address(from, found, value, piece->offset, piece->size))
            trial->holds_address |= 1u << (from->argument & 31);
        fail(trial, from, placed, "%s (%s): bytes %llu..%llu expected at %s, found there %s instead of %s; they are at %s", what,
             placed->type, (unsigned long long)piece->offset, (unsigned long long)end - 1, where, got, want, elsewhere);
    }
    for (size_t i = 0; i < value->size; i++)
        if (value->mask[i] && !covered[i]) {
            fail(trial, from, placed, "%s (%s): byte %zu has no place", what, placed->type, i);
            break;
        }
}

/* The highest bit that belongs to the value: of a _BitInt, not that of its last byte. */
static bool top_bit(const struct value *value, bool big_endian)
{
    for (size_t i = 0; i < value->size; i++) {
        size_t at = big_endian ? i : value->size - 1 - i;
        for (unsigned bit = 8; bit-- > 0;)
            if (value->mask[at] >> bit & 1)
                return value->bytes[at] >> bit & 1;
    }
    return false;
}

static void check_extension(struct trial *trial, const struct source *from, const cconv_placement *placed,
                            const struct value *value, const char *what)
{
    if (placed->extend == CCONV_EXTEND_NONE || placed->piece_count != 1 || !value->size)
        return;
    const cconv_piece *piece = &placed->pieces[0];
    if (placed->extended_to <= value->size)
        return;
    bool big_endian = cconv_target_is_big_endian(cconv_plan_target(from->plan)); /* the value then begins behind them */
    uint64_t count = placed->extended_to - value->size;
    const uint8_t *bytes = piece_bytes(from, piece, 0, big_endian ? value->size : placed->extended_to);
    const uint8_t *above = bytes && big_endian ? bytes - count : bytes ? bytes + value->size : NULL;
    bool negative = placed->extend == CCONV_EXTEND_SIGN && top_bit(value, big_endian);
    for (uint64_t i = 0; above && i < count; i++)
        if (above[i] != (negative ? 0xff : 0)) {
            fail(trial, from, placed, "%s (%s): not extended to %u bytes", what, placed->type, placed->extended_to);
            return;
        }
}

/* The value that a piece points at must lie in the caller's frame. */
static void check_indirect(struct trial *trial, const struct source *from, const cconv_placement *placed,
                           const struct value *value, const char *what)
{
    for (size_t i = 0; i < placed->piece_count; i++) {
        const cconv_piece *piece = &placed->pieces[i];
        char where[64], elsewhere[64];
        uint32_t pointer_size = cconv_target_pointer_size(cconv_plan_target(from->plan));
        describe(from, piece, where, sizeof where);
        const uint8_t *found = piece_bytes(from, piece, 0, pointer_size);
        if (!found || piece->size != pointer_size) {
            fail(trial, from, placed, "%s: no pointer at %s", what, where);
            return;
        }
        uint64_t pointer = load_pointer(from, found), offset = pointer - from->record->sp;
        find_elsewhere(from, value->bytes, value->size, elsewhere, sizeof elsewhere);
        if (offset >= from->window_size || offset + value->size > from->window_size)
            fail(trial, from, placed, "%s (%s): %s holds no pointer into the frame (%#llx); the bytes are at %s", what, placed->type,
                 where, (unsigned long long)pointer, elsewhere);
        else if (!same(from->window + offset, value, 0, value->size))
            fail(trial, from, placed, "%s (%s): the pointer in %s does not lead to the value; it is at %s", what, placed->type, where,
                 elsewhere);
    }
    if (!placed->piece_count)
        fail(trial, from, placed, "%s: indirect without a pointer", what);
}

static void check_ignored(struct trial *trial, const struct source *from, const cconv_placement *placed,
                          const struct value *value, const char *what)
{
    for (size_t i = 0; i < value->size; i++)
        if (value->mask[i]) {
            fail(trial, from, placed, "%s (%s): has bytes, but is ignored", what, placed->type);
            return;
        }
}

/* Forgets the failures since `before` if the compiler is known to err here. */
void verdict_excuse(struct trial *trial, const struct judge *judge, const struct verdict *before, int argument)
{
    const char *known = NULL;
    if (strcmp(trial->verdict.message, before->message) || trial->verdict.state != before->state)
        known = known_error(judge, trial, argument);
    if (known) {
        trial->verdict = *before;
        trial->verdict.known = known;
    }
}

/* The psABI asks for an upper bound, of 8 at most; gcc and clang give the number itself. */
static void check_vector_count(struct trial *trial, const struct judge *judge, const struct source *from)
{
    uint32_t want;
    const char *name = cconv_plan_vector_count(trial->plan, &want);
    const uint8_t *bytes;
    size_t size;
    if (!name || !machine_register(from->machine, from->record, name, &bytes, &size))
        return;
    bool exact = judge->reading == CCONV_AS_GCC || judge->reading == CCONV_AS_CLANG;
    if (exact ? bytes[0] != want : bytes[0] < want || bytes[0] > 8)
        verdict_fail(trial, CALL, -1, NULL, "%s holds %u vector registers instead of %u", name, bytes[0], want);
}

void judge_arguments(const struct judge *judge, struct trial *trial, const struct record *record,
                     const uint8_t *window)
{
    struct source from = {record, window, record->window_size, judge->machine, trial->plan, CALLER_ARGUMENT, -1, NULL};
    const cconv_plan_stack *stack = cconv_plan_stack_of(trial->plan);
    trial->got |= GOT_ARGUMENTS;
    for (unsigned i = 0; i < trial->generated.count; i++) {
        const cconv_placement *placed = cconv_plan_argument(trial->plan, i);
        const struct verdict before = trial->verdict;
        char what[32];
        from.argument = (int)i;
        snprintf(what, sizeof what, "argument %u", i);
        if (!placed) {
            verdict_fail(trial, MODEL, (int)i, NULL, "%s is not in the plan", what);
            continue;
        }
        if (placed->kind == CCONV_PLACED_DIRECT) {
            check_direct(trial, &from, placed, &trial->passed[i], what);
            check_extension(trial, &from, placed, &trial->passed[i], what);
        } else if (placed->kind == CCONV_PLACED_INDIRECT) {
            check_indirect(trial, &from, placed, &trial->passed[i], what);
        } else {
            check_ignored(trial, &from, placed, &trial->passed[i], what);
        }
        verdict_excuse(trial, judge, &before, (int)i);
    }
    const cconv_hidden *hidden = cconv_plan_hidden(trial->plan, 0);
    if (hidden && hidden->piece_count) {
        uint64_t pointer = 0;
        const uint8_t *found = piece_bytes(&from, &hidden->pieces[0], 0, hidden->pieces[0].size);
        if (found)
            pointer = load_pointer(&from, found);
        if (pointer - record->sp >= record->window_size)
            verdict_fail(trial, CALL, -1, NULL, "the hidden result pointer is not in its place");
    }
    const struct verdict before = trial->verdict;
    check_vector_count(trial, judge, &from);
    verdict_excuse(trial, judge, &before, (int)trial->generated.count - 1);
    if (stack->alignment && (record->sp + stack->return_address) % stack->alignment)
        verdict_fail(trial, CALL, -1, NULL, "the stack pointer is not aligned to %u at the call", stack->alignment);
}

void judge_result(const struct judge *judge, struct trial *trial, const struct record *record, const uint8_t *window)
{
    uint8_t narrowed[8] = {0};
    struct source from = {record, window, 0, judge->machine, trial->callee_plan, CALLEE_RESULT, -1, narrowed};
    const cconv_placement *placed = cconv_plan_result(trial->callee_plan);
    const struct value *value = &trial->result;
    const struct verdict before = trial->verdict;
    trial->got |= GOT_RESULT;
    if (placed->kind == CCONV_PLACED_DIRECT) {
        check_direct(trial, &from, placed, value, "result");
        check_extension(trial, &from, placed, value, "result");
    } else if (placed->kind == CCONV_PLACED_INDIRECT) {
        if (!same(window, value, 0, value->size)) {
            char elsewhere[64];
            find_elsewhere(&from, value->bytes, value->size, elsewhere, sizeof elsewhere);
            fail(trial, &from, placed, "result (%s): not in the caller's buffer; it is at %s", placed->type, elsewhere);
        }
        for (size_t i = 0; i < placed->piece_count; i++) {
            const uint8_t *found = piece_bytes(&from, &placed->pieces[i], 0, placed->pieces[i].size);
            if (!found || load_pointer(&from, found) != record->sret)
                fail(trial, &from, placed, "result (%s): its address is not returned", placed->type);
        }
    } else {
        check_ignored(trial, &from, placed, value, "result");
    }
    verdict_excuse(trial, judge, &before, -1);
    uint64_t pops = cconv_plan_stack_of(trial->callee_plan)->callee_pops;
    from.aspect = CALL;
    if (judge->machine->pops && record->sp != pops)
        fail(trial, &from, placed, "the callee removes %llu bytes of stack instead of %llu", (unsigned long long)record->sp,
             (unsigned long long)pops);
}

/* Only what the other side put in its place: an echo of its error is no other error. */
void judge_mixed(const struct judge *judge, struct trial *trial, const struct record *record, const uint8_t *window)
{
    const struct verdict before = trial->verdict;
    const struct source frames = {.plan = trial->plan, .record = record, .window_size = RECORD_WINDOW};
    char want[40], got[40];
    trial->got |= GOT_MIXED;
    if (record->window_size < trial_output_size(trial))
        return;
    for (unsigned i = 0; i < trial->generated.count; i++) {
        const uint8_t *found = window + trial_offset(trial, i);
        const struct value *value = &trial->passed[i];
        if (same(found, value, 0, value->size) || trial->bad_arguments >> i & 1)
            continue;
        hex(value->bytes, value->size, want, sizeof want);
        hex(found, value->size, got, sizeof got);
        const cconv_placement *placed = cconv_plan_argument(trial->plan, i);
        if (one_word_is_address(&frames, found, value, 0, value->size))
            trial->holds_address |= 1u << (i & 31);
        verdict_fail(trial, CALLEE_ARGUMENT, (int)i, placed, "argument %u (%s): the callee reads %s instead of %s", i,
                     placed ? placed->type : "?", got, want);
        verdict_excuse(trial, judge->callee ? judge->callee : judge, &before, (int)i);
    }
    if (!trial->printed.result_name || trial->bad_result)
        return;
    const uint8_t *found = window + trial_offset(trial, trial->generated.count);
    if (same(found, &trial->result, 0, trial->result.size))
        return;
    hex(trial->result.bytes, trial->result.size, want, sizeof want);
    hex(found, trial->result.size, got, sizeof got);
    const cconv_placement *placed = cconv_plan_result(trial->plan);
    verdict_fail(trial, CALLER_RESULT, -1, placed, "result (%s): the caller reads %s instead of %s", placed->type, got, want);
    verdict_excuse(trial, judge, &before, -1);
}

static bool placements_equal(const cconv_placement *a, const cconv_placement *b)
{
    if (a->kind != b->kind || a->piece_count != b->piece_count || a->size != b->size)
        return false;
    for (size_t i = 0; i < a->piece_count; i++) {
        const cconv_piece *x = &a->pieces[i], *y = &b->pieces[i];
        if (x->offset != y->offset || x->size != y->size || x->at != y->at || x->reg != y->reg || x->where != y->where)
            return false;
    }
    return true;
}

bool plans_equal(const cconv_plan *a, const cconv_plan *b)
{
    size_t count = cconv_plan_argument_count(a);
    if (count != cconv_plan_argument_count(b) || cconv_plan_hidden_count(a) != cconv_plan_hidden_count(b))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!placements_equal(cconv_plan_argument(a, i), cconv_plan_argument(b, i)))
            return false;
    return placements_equal(cconv_plan_result(a), cconv_plan_result(b));
}

bool plan_has_note(const cconv_plan *plan)
{
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++)
        if (cconv_plan_argument(plan, i)->note_count)
            return true;
    return cconv_plan_result(plan)->note_count != 0;
}
