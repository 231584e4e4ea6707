/*
 * Lists of steps for stubs, and the moves of callbacks followed in C: walk.h. On x86-64 alone so far; elsewhere there is no
 * engine without generated code.
 */
#include "exec/walk.h"

#include "exec/code.h"

#include <string.h>

#if defined(__x86_64__)

/* ------------------------------------------------------------ names of the steps */

#define GENERAL_KINDS(K, from) K(from, u8) K(from, s8) K(from, u16) K(from, s16) K(from, u32) K(from, s32) K(from, u64)
#define VECTOR_KINDS(K, from) K(from, v16) K(from, v32) K(from, v64) K(from, v128) K(from, v256) K(from, v512)
#define WIDENED(K, from) K(from, u8) K(from, s8) K(from, u16) K(from, s16) K(from, u32) K(from, s32)
#define FROMS(K) K(array) K(block) K(frame)
#define GENERAL(name) {name##_rdi, name##_rsi, name##_rdx, name##_rcx, name##_r8, name##_r9}
#define VECTOR(name) \
    {name##_xmm0, name##_xmm1, name##_xmm2, name##_xmm3, name##_xmm4, name##_xmm5, name##_xmm6, name##_xmm7}

typedef void step_code(void);

#define DECLARE_GENERAL(from, kind)                                                                                    \
    step_code cconv_walk_##from##_##kind##_rdi, cconv_walk_##from##_##kind##_rsi, cconv_walk_##from##_##kind##_rdx,    \
        cconv_walk_##from##_##kind##_rcx, cconv_walk_##from##_##kind##_r8, cconv_walk_##from##_##kind##_r9;
#define DECLARE_VECTOR(from, kind)                                                                                     \
    step_code cconv_walk_##from##_##kind##_xmm0, cconv_walk_##from##_##kind##_xmm1, cconv_walk_##from##_##kind##_xmm2, \
        cconv_walk_##from##_##kind##_xmm3, cconv_walk_##from##_##kind##_xmm4, cconv_walk_##from##_##kind##_xmm5,       \
        cconv_walk_##from##_##kind##_xmm6, cconv_walk_##from##_##kind##_xmm7;
#define DECLARE_WIDENED(from, kind) step_code cconv_walk_##from##_widen_##kind;
#define DECLARE(from)                                                                                                  \
    GENERAL_KINDS(DECLARE_GENERAL, from) VECTOR_KINDS(DECLARE_VECTOR, from) WIDENED(DECLARE_WIDENED, from)             \
    step_code cconv_walk_##from##_word, cconv_walk_##from##_copy;
FROMS(DECLARE)
#define DECLARE_KEPT(n)                                                                                                \
    step_code cconv_walk_keep_xmm##n##_16, cconv_walk_keep_xmm##n##_32, cconv_walk_keep_xmm##n##_64,                   \
        cconv_walk_keep_xmm##n##_128, cconv_walk_keep_xmm##n##_256, cconv_walk_keep_xmm##n##_512,                      \
        cconv_walk_image_xmm##n;
DECLARE_KEPT(0) DECLARE_KEPT(1) DECLARE_KEPT(2) DECLARE_KEPT(3)
step_code cconv_walk_keep_rax_8, cconv_walk_keep_rax_16, cconv_walk_keep_rax_32, cconv_walk_keep_rax_64,
    cconv_walk_keep_rdx_8, cconv_walk_keep_rdx_16, cconv_walk_keep_rdx_32, cconv_walk_keep_rdx_64, cconv_walk_keep_x87,
    cconv_walk_keep_wide_u8, cconv_walk_keep_wide_s8, cconv_walk_keep_wide_u16, cconv_walk_keep_wide_s16,
    cconv_walk_keep_wide_u32, cconv_walk_keep_wide_s32, cconv_walk_image_rax, cconv_walk_image_rdx;
step_code cconv_walk_address_rdi, cconv_walk_address_rsi, cconv_walk_address_rdx, cconv_walk_address_rcx,
    cconv_walk_address_r8, cconv_walk_address_r9, cconv_walk_result_rdi, cconv_walk_result_rsi, cconv_walk_result_rdx,
    cconv_walk_result_rcx, cconv_walk_result_r8, cconv_walk_result_r9;
step_code cconv_walk_frame, cconv_walk_address_word, cconv_walk_result_word, cconv_walk_count, cconv_walk_call,
    cconv_walk_result_copy, cconv_walk_end_vectors, cconv_walk_return;

enum { FROM_ARRAY, FROM_BLOCK, FROM_FRAME, FROM_COUNT };
enum { GENERAL_COUNT = 6, VECTOR_COUNT = 8, RESULT_VECTORS = 4, SIZES = 7 };

#define ROW_GENERAL(from, kind) GENERAL(cconv_walk_##from##_##kind),
#define ROWS_GENERAL(from) {GENERAL_KINDS(ROW_GENERAL, from)},
static step_code *const load_general[FROM_COUNT][7][GENERAL_COUNT] = {FROMS(ROWS_GENERAL)};
#define ROW_VECTOR(from, kind) VECTOR(cconv_walk_##from##_##kind),
#define ROWS_VECTOR(from) {VECTOR_KINDS(ROW_VECTOR, from)},
static step_code *const load_vector[FROM_COUNT][6][VECTOR_COUNT] = {FROMS(ROWS_VECTOR)};
#define ROW_WIDENED(from, kind) cconv_walk_##from##_widen_##kind,
#define ROWS_WIDENED(from) {WIDENED(ROW_WIDENED, from)},
static step_code *const widen_memory[FROM_COUNT][6] = {FROMS(ROWS_WIDENED)};
static step_code *const copy_word[FROM_COUNT] = {cconv_walk_array_word, cconv_walk_block_word, cconv_walk_frame_word};
static step_code *const copy_bytes[FROM_COUNT] = {cconv_walk_array_copy, cconv_walk_block_copy, cconv_walk_frame_copy};
static step_code *const load_address[GENERAL_COUNT] = GENERAL(cconv_walk_address);
static step_code *const load_result[GENERAL_COUNT] = GENERAL(cconv_walk_result);
static step_code *const keep_general[2][4] = {
    {cconv_walk_keep_rax_8, cconv_walk_keep_rax_16, cconv_walk_keep_rax_32, cconv_walk_keep_rax_64},
    {cconv_walk_keep_rdx_8, cconv_walk_keep_rdx_16, cconv_walk_keep_rdx_32, cconv_walk_keep_rdx_64}};
#define ROW_KEPT(n)                                                                                                    \
    {cconv_walk_keep_xmm##n##_16, cconv_walk_keep_xmm##n##_32, cconv_walk_keep_xmm##n##_64, cconv_walk_keep_xmm##n##_128, \
     cconv_walk_keep_xmm##n##_256, cconv_walk_keep_xmm##n##_512},
static step_code *const keep_vector[RESULT_VECTORS][6] = {ROW_KEPT(0) ROW_KEPT(1) ROW_KEPT(2) ROW_KEPT(3)};
static step_code *const image_vector[RESULT_VECTORS] = {cconv_walk_image_xmm0, cconv_walk_image_xmm1,
                                                        cconv_walk_image_xmm2, cconv_walk_image_xmm3};
static step_code *const keep_wide[6] = {cconv_walk_keep_wide_u8,  cconv_walk_keep_wide_s8,  cconv_walk_keep_wide_u16,
                                        cconv_walk_keep_wide_s16, cconv_walk_keep_wide_u32, cconv_walk_keep_wide_s32};

/* ----------------------------------------------------------------- numbers of them */

static int general_index(uint16_t reg)
{
    static const uint16_t order[GENERAL_COUNT] = {RDI, RSI, RDX, RCX, R8, R9};
    for (int i = 0; i < GENERAL_COUNT; i++)
        if (order[i] == reg)
            return i;
    return -1;
}

/* Of xmm0 to xmm7 in each width. */
static int vector_index(uint16_t reg)
{
    int number = reg < XMM0 || reg >= ST0 ? -1 : (reg - XMM0) % 32;
    return number < VECTOR_COUNT ? number : -1;
}

/* 0, 1, 2 … for 1, 2, 4 … bytes. */
static int size_index(uint32_t size)
{
    int index = 0;
    while (size > 1u << index)
        index++;
    return index;
}

/* u8 s8 u16 s16 u32 s32 u64. */
static int general_kind(uint32_t size, unsigned extend, unsigned to)
{
    int index = 2 * size_index(size);
    return index + (index < 6 && extend == CCONV_EXTEND_SIGN && (size < 4 || to > 4));
}

static int from_of(const struct operand *from)
{
    return from->kind == AT_POINTER ? FROM_ARRAY : from->kind == AT_BLOCK ? FROM_BLOCK : from->kind == AT_LOCAL ? FROM_FRAME : -1;
}

/* ------------------------------------------------------------------ a stub's list */

struct list {
    struct step *steps;
    uint32_t count;
    const struct lowered *lowered;
    uint32_t locals_at;
    bool refused;
};

static void add(struct list *list, step_code *run, const struct move *move)
{
    struct step *step = &list->steps[list->count++];
    *step = (struct step){.run = run, .size = move->size};
    if (!run)
        list->refused = true;
    step->pointer = 8u * move->from.index;
    step->offset = move->from.offset + (move->from.kind == AT_LOCAL ? list->locals_at : 0);
    step->to = move->to.offset + (move->to.kind == AT_LOCAL ? list->locals_at : 0);
}

/* To memory of the frame, before registers are loaded. */
static void add_stage(struct list *list, const struct move *move)
{
    int from = from_of(&move->from);
    if (move->action == MOVE_ADDRESS)
        add(list, from == FROM_FRAME ? cconv_walk_address_word : NULL, move);
    else if (move->from.kind == IN_REGISTER) /* the entry's own arguments: the result's pointer */
        add(list, move->from.index == list->lowered->shape.result.index || list->lowered->shape.result.kind == AS_CONSTANT
                      ? cconv_walk_result_word : NULL, move);
    else if (from < 0)
        add(list, NULL, move);
    else if (move->extended_to > move->size)
        add(list, widen_memory[from][general_kind(move->size, move->extend, 8)], move);
    else
        add(list, move->size == 8 ? copy_word[from] : copy_bytes[from], move);
}

static void add_load(struct list *list, const struct move *move)
{
    int from = from_of(&move->from), general = general_index(move->to.index), vector = vector_index(move->to.index);
    if (move->from.kind == AS_CONSTANT)
        return; /* last, below */
    if (move->from.kind == IN_REGISTER && general >= 0)
        add(list, load_result[general], move);
    else if (move->action == MOVE_ADDRESS)
        add(list, general >= 0 && from == FROM_FRAME ? load_address[general] : NULL, move);
    else if (from >= 0 && general >= 0)
        add(list, load_general[from][general_kind(move->size, move->extend, move->extended_to)][general], move);
    else if (from >= 0 && vector >= 0)
        add(list, load_vector[from][size_index(move->size) - 1][vector], move);
    else
        add(list, NULL, move);
}

static void add_count(struct list *list, const struct move *move)
{
    if (move->from.kind != AS_CONSTANT)
        return;
    add(list, move->to.index == RAX ? cconv_walk_count : NULL, move);
    list->steps[list->count - 1].size = move->from.offset;
}

static step_code *keep_of(const struct move *move)
{
    uint16_t reg = move->from.index;
    int general = reg == RAX ? 0 : reg == RDX ? 1 : -1, vector = vector_index(reg);
    if (reg >= ST0)
        return cconv_walk_keep_x87;
    if (move->to.kind == AT_LOCAL)
        return reg == RAX ? cconv_walk_image_rax : reg == RDX ? cconv_walk_image_rdx
               : vector >= 0 && vector < RESULT_VECTORS ? image_vector[vector] : NULL;
    if (general == 0 && move->extended_to > move->size)
        return keep_wide[general_kind(move->size, move->extend, 8)];
    if (general >= 0)
        return keep_general[general][size_index(move->size)];
    return vector >= 0 && vector < RESULT_VECTORS ? keep_vector[vector][size_index(move->size) - 1] : NULL;
}

static void add_settle(struct list *list, const struct move *move)
{
    if (move->from.kind == IN_REGISTER)
        add(list, keep_of(move), move);
    else
        add(list, move->from.kind == AT_LOCAL && move->to.kind == AT_RESULT ? cconv_walk_result_copy : NULL, move);
}

/* In walk_x86_64.S, to be jumped to. */
extern const uint8_t cconv_walk_stub[], cconv_walk_callback[], cconv_walk_entries[];
#if defined(_WIN32)
extern const uint8_t cconv_walk_stub_keeping[], cconv_walk_entry_data[];
#endif

/* The stub that saves what the entry's convention preserves beyond the callee's. NULL if there is none: no step saves a
   register. Windows' have rsi and rdi saved, since steps use them, and one of them xmm6 to xmm15. */
static const uint8_t *stub_that_keeps(struct preservation keeps)
{
    const uint8_t *stub = cconv_walk_stub;
    for (size_t i = 0; i < MOST_REGISTERS; i++) {
        if (keeps.entry->bytes[i] <= keeps.callee->relied_on[i])
            continue;
#if defined(_WIN32)
        if (i == RSI || i == RDI)
            continue;
        if (i < XMM0 || i >= ST0 || (i - XMM0) % 32 < 6 || (i - XMM0) % 32 > 15 || keeps.entry->bytes[i] > 16)
            return NULL;
        stub = cconv_walk_stub_keeping;
#else
        return NULL;
#endif
    }
    return stub;
}

static void add_frame(struct list *list)
{
    const struct shape *shape = &list->lowered->shape;
    uint32_t align = shape->outgoing_align > shape->locals_align ? shape->outgoing_align : shape->locals_align;
    list->locals_at = (uint32_t)round_up(shape->outgoing, shape->locals_align);
    uint32_t size = (uint32_t)round_up(list->locals_at + shape->locals, 16);
    if (!size && align <= 16)
        return;
    struct move move = {.size = size};
    add(list, cconv_walk_frame, &move);
    list->steps[list->count - 1].to = (uint32_t)-(int32_t)(align < 16 ? 16 : align);
}

cconv_status walk_stub(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                       struct step **out, size_t *size, const uint8_t **run, cconv_error *error)
{
    static const struct move none = {.size = 0};
    enum { OTHERS = 6 };
    const size_t most = lowered->stage.count + lowered->load.count + lowered->settle.count + OTHERS;
    *size = most * sizeof(struct step);
    struct list list = {.steps = allocator_take(allocator, *size), .lowered = lowered};
    if (!list.steps)
        return error_no_memory(error);
    add_frame(&list);
    for (uint32_t i = 0; i < lowered->stage.count; i++)
        add_stage(&list, &lowered->stage.moves[i]);
    for (uint32_t i = 0; i < lowered->load.count; i++)
        add_load(&list, &lowered->load.moves[i]);
    for (uint32_t i = 0; i < lowered->load.count; i++)
        add_count(&list, &lowered->load.moves[i]);
    add(&list, cconv_walk_call, &none);
    for (uint32_t i = 0; i < lowered->settle.count; i++)
        add_settle(&list, &lowered->settle.moves[i]);
    if (lowered->shape.widest_vector > 16)
        add(&list, cconv_walk_end_vectors, &none);
    add(&list, cconv_walk_return, &none);
    *out = list.steps;
    *run = stub_that_keeps(keeps);
    if (!list.refused && *run && !lowered->shape.callee_pops)
        return CCONV_OK;
    allocator_give(allocator, list.steps, *size);
    *out = NULL;
    return error_set(error, CCONV_UNSUPPORTED, "%s: needs generated code, for its registers", lowered->shape.callee->name);
}

/* ------------------------------------------------------------------- callbacks */

/* Where a register is kept; NULL if it is not. */
static uint8_t *kept_at(struct registers *registers, uint16_t reg)
{
    static const uint16_t order[] = {RAX, RCX, RDX, RSI, RDI, R8, R9};
    for (size_t i = 0; i < COUNT_OF(order); i++)
        if (order[i] == reg)
            return (uint8_t *)&registers->general[i];
    if (reg == ST0 || reg == ST1)
        return registers->x87[reg - ST0];
    return reg >= XMM0 && reg < XMM0 + VECTOR_COUNT ? registers->vector[reg - XMM0] : NULL;
}

/* The x87 registers are given, not kept: Intel's regcall alone passes arguments in them. */
static bool can_follow(const struct move_list *list)
{
    struct registers none;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct operand *ends[] = {&list->moves[i].to, &list->moves[i].from};
        for (size_t j = 0; j < COUNT_OF(ends); j++)
            if (ends[j]->kind == IN_REGISTER && (!kept_at(&none, ends[j]->index) || (j && ends[j]->index >= ST0)))
                return false;
    }
    return true;
}

cconv_status walk_callback(const struct lowered *lowered, struct preservation keeps, cconv_error *error)
{
    bool good = can_follow(&lowered->stage) && can_follow(&lowered->settle) && !lowered->shape.pops;
    for (uint16_t reg = 0; reg < MOST_REGISTERS && good; reg++)
        good = keeps.entry->bytes[reg] <= keeps.callee->bytes[reg] || reg == RSI || reg == RDI
               || (reg >= XMM0 && reg < ST0 && (reg - XMM0) % 32 < 16 && keeps.entry->bytes[reg] <= 16);
    return good ? CCONV_OK
                : error_set(error, CCONV_UNSUPPORTED, "%s: needs generated code, for its registers", lowered->shape.entry->name);
}

/* From register numbers to offsets in struct registers, once and not each time that a callback runs. */
void walk_resolve(struct lowered *lowered)
{
    struct registers none;
    struct move_list *lists[] = {&lowered->stage, &lowered->load, &lowered->settle};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (uint32_t j = 0; j < lists[i]->count; j++) {
            struct operand *ends[] = {&lists[i]->moves[j].to, &lists[i]->moves[j].from};
            for (size_t k = 0; k < COUNT_OF(ends); k++)
                if (ends[k]->kind == IN_REGISTER)
                    ends[k]->offset += (uint32_t)(kept_at(&none, ends[k]->index) - (uint8_t *)&none);
        }
}

/* Where each kind of operand (move.h) is counted from. */
struct walk {
    struct registers *registers;
    uint8_t *bases[AS_CONSTANT];
};

static inline uint8_t *place_of(const struct walk *walk, const struct operand *operand)
{
    return walk->bases[operand->kind] + operand->offset;
}

/* Nearly always a size for which a compiler writes a load and a store. */
static inline void copy(uint8_t *to, const uint8_t *from, uint32_t size)
{
    switch (size) {
    case 1: *to = *from; break;
    case 2: memcpy(to, from, 2); break;
    case 4: memcpy(to, from, 4); break;
    case 8: memcpy(to, from, 8); break;
    case 16: memcpy(to, from, 16); break;
    default: memcpy(to, from, size);
    }
}

/* As wide as the promise, where there is one; registers are little-endian in memory too. */
static void follow(const struct walk *walk, const struct move *move)
{
    uint8_t *to = place_of(walk, &move->to);
    const uint8_t *from = place_of(walk, &move->from);
    if (move->action == MOVE_ADDRESS) {
        memcpy(to, &from, sizeof from);
        return;
    }
    copy(to, from, move->size);
    if (move->extended_to > move->size) {
        bool negative = move->extend == CCONV_EXTEND_SIGN && from[move->size - 1] & 0x80;
        memset(to + move->size, negative ? 0xff : 0, move->extended_to - move->size);
    }
    if (move->to.kind == IN_REGISTER && move->to.index >= ST0)
        walk->registers->x87_count++;
}

/* The handler's arguments are made in the registers of the entry's own, whose values are read by then. */
static void call_handler(const struct walk *walk, const struct lowered *lowered)
{
#if defined(_WIN32)
    enum { USER = 1, RESULT = 2, ARGUMENTS = 5 }; /* rcx rdx r8 */
#else
    enum { USER = 4, RESULT = 3, ARGUMENTS = 2 }; /* rdi rsi rdx */
#endif
    uint64_t *general = walk->registers->general, own[3] = {general[USER], general[RESULT], general[ARGUMENTS]};
    cconv_handler *handler;
    for (uint32_t i = 0; i < lowered->load.count; i++)
        follow(walk, &lowered->load.moves[i]);
    memcpy(&handler, place_of(walk, &lowered->shape.function), sizeof handler);
    handler((void *)(uintptr_t)general[USER], (void *)(uintptr_t)general[RESULT], (void *const *)(uintptr_t)general[ARGUMENTS]);
    general[USER] = own[0];
    general[RESULT] = own[1];
    general[ARGUMENTS] = own[2];
}

static void walk_follow(const struct lowered *lowered, const void *data, struct registers *registers, const uint8_t *incoming)
{
    uint32_t align = lowered->shape.locals_align > 16 ? lowered->shape.locals_align : 16;
    uint8_t *memory = __builtin_alloca(lowered->shape.locals + align);
    memory += -(uintptr_t)memory & (align - 1);
    const struct walk walk = {registers, {[IN_REGISTER] = (uint8_t *)registers, [AT_INCOMING] = (uint8_t *)incoming,
                                          [AT_LOCAL] = memory, [AT_DATA] = (uint8_t *)data}};
    for (uint32_t i = 0; i < lowered->stage.count; i++)
        follow(&walk, &lowered->stage.moves[i]);
    call_handler(&walk, lowered);
    for (uint32_t i = 0; i < lowered->settle.count; i++)
        follow(&walk, &lowered->settle.moves[i]);
}

/* Called by cconv_walk_callback. */
void cconv_walk_handle(const struct entry *entry, struct registers *registers, const uint8_t *incoming);
void cconv_walk_handle(const struct entry *entry, struct registers *registers, const uint8_t *incoming)
{
    walk_follow(entry->stub->program, entry, registers, incoming);
}

/* The assembly's entries'' distances are those of one page and this struct. */
_Static_assert(sizeof(struct entry) == 48 && offsetof(struct entry, user) == 8 && sizeof(struct step) == 24, "walk_x86_64.S");
_Static_assert(offsetof(struct registers, x87) == 192 && offsetof(struct registers, x87_count) == 224
               && offsetof(struct registers, preserved) == 240, "walk_x86_64.S");

const uint8_t *walk_callback_code(void)
{
    return cconv_walk_callback;
}

struct os_original walk_entries(void)
{
#if defined(_WIN32)
    return (struct os_original){cconv_walk_entries, cconv_walk_entry_data};
#else
    return (struct os_original){os_page_size() == 4096 ? cconv_walk_entries : NULL, NULL};
#endif
}

#else

cconv_status walk_stub(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                       struct step **out, size_t *size, const uint8_t **run, cconv_error *error)
{
    (void)keeps, (void)allocator, (void)out, (void)size, (void)run;
    return error_set(error, CCONV_UNSUPPORTED, "%s: needs generated code", lowered->shape.callee->name);
}

cconv_status walk_callback(const struct lowered *lowered, struct preservation keeps, cconv_error *error)
{
    (void)keeps;
    return error_set(error, CCONV_UNSUPPORTED, "%s: needs generated code", lowered->shape.entry->name);
}

void walk_resolve(struct lowered *lowered)
{
    (void)lowered;
}

const uint8_t *walk_callback_code(void)
{
    return NULL;
}

struct os_original walk_entries(void)
{
    return (struct os_original){NULL, NULL};
}

#endif
