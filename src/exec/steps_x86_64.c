/* Lists of steps for stubs and callbacks on x86-64: steps_x86_64.h. */
#include "exec/steps_x86_64.h"

#include "exec/code.h"

#include <string.h>

#if defined(__x86_64__)

/* One step: the assembly knows these offsets. */
struct step {
    void (*run)(void);
    uint32_t pointer;    /* offset of the argument's pointer in the array; of a callback, in the frame */
    uint32_t offset;     /* in the value, or in the frame */
    uint32_t to, size;
};

/* What it knows. Its entries' distances are those of one page and this struct. */
_Static_assert(sizeof(struct entry) == 48 && ENTRY_USER == 8 && ENTRY_TARGET == 16 && offsetof(struct entry, stub) == 32
               && offsetof(struct cconv_stub, program) == 48 && sizeof(struct step) == 24, "walk_x86_64.S");

/* ------------------------------------------------------------ names of the steps */

#define GENERAL_KINDS(K, from) K(from, u8) K(from, s8) K(from, u16) K(from, s16) K(from, u32) K(from, s32) K(from, u64)
#define VECTOR_KINDS(K, from) K(from, v16) K(from, v32) K(from, v64) K(from, v128) K(from, v256) K(from, v512)
#define WIDENED(K, from) K(from, u8) K(from, s8) K(from, u16) K(from, s16) K(from, u32) K(from, s32)
#define FROMS(K) K(array) K(block) K(frame)
#define COPIED_FROM(K) FROMS(K) K(incoming)
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
#define DECLARE_RAX(from, kind) step_code cconv_walk_##from##_##kind##_rax;
#define DECLARE_COPY(from)                                                                                             \
    step_code cconv_walk_##from##_copy1, cconv_walk_##from##_copy2, cconv_walk_##from##_copy4, cconv_walk_##from##_copy8, \
        cconv_walk_##from##_copy;
#define DECLARE(from)                                                                                                  \
    GENERAL_KINDS(DECLARE_GENERAL, from) VECTOR_KINDS(DECLARE_VECTOR, from) WIDENED(DECLARE_WIDENED, from)
FROMS(DECLARE)
COPIED_FROM(DECLARE_COPY)
GENERAL_KINDS(DECLARE_RAX, frame)
#define DECLARE_KEPT(n)                                                                                                \
    step_code cconv_walk_keep_xmm##n##_16, cconv_walk_keep_xmm##n##_32, cconv_walk_keep_xmm##n##_64,                   \
        cconv_walk_keep_xmm##n##_128, cconv_walk_keep_xmm##n##_256, cconv_walk_keep_xmm##n##_512,                      \
        cconv_walk_image_xmm##n;
DECLARE_KEPT(0) DECLARE_KEPT(1) DECLARE_KEPT(2) DECLARE_KEPT(3)
#define DECLARE_KEPT_GENERAL(name)                                                                                     \
    step_code cconv_walk_keep_##name##_8, cconv_walk_keep_##name##_16, cconv_walk_keep_##name##_32,                    \
        cconv_walk_keep_##name##_64, cconv_walk_image_##name;
DECLARE_KEPT_GENERAL(rax) DECLARE_KEPT_GENERAL(rdx) DECLARE_KEPT_GENERAL(rcx) DECLARE_KEPT_GENERAL(r8)
step_code cconv_walk_keep_x87, cconv_walk_keep_wide_u8, cconv_walk_keep_wide_s8, cconv_walk_keep_wide_u16,
    cconv_walk_keep_wide_s16, cconv_walk_keep_wide_u32, cconv_walk_keep_wide_s32;
step_code cconv_walk_address_rdi, cconv_walk_address_rsi, cconv_walk_address_rdx, cconv_walk_address_rcx,
    cconv_walk_address_r8, cconv_walk_address_r9, cconv_walk_result_rdi, cconv_walk_result_rsi, cconv_walk_result_rdx,
    cconv_walk_result_rcx, cconv_walk_result_r8, cconv_walk_result_r9, cconv_walk_result_rax;
step_code cconv_walk_frame, cconv_walk_address_word, cconv_walk_result_word, cconv_walk_count, cconv_walk_call,
    cconv_walk_result_copy, cconv_walk_end_vectors, cconv_walk_return,
    cconv_walk_return_from_stub, cconv_walk_call_return, cconv_walk_call_rax_32, cconv_walk_call_rax_64, cconv_walk_call_xmm0_32,
    cconv_walk_call_xmm0_64;
#define DECLARE_ARRIVING(name) step_code cconv_walk_store_##name, cconv_walk_arrive_##name;
#define DECLARE_ARRIVING_VECTOR(n) DECLARE_ARRIVING(xmm##n##_128) DECLARE_ARRIVING(xmm##n##_256) DECLARE_ARRIVING(xmm##n##_512)
DECLARE_ARRIVING(rdi) DECLARE_ARRIVING(rsi) DECLARE_ARRIVING(rdx) DECLARE_ARRIVING(rcx) DECLARE_ARRIVING(r8)
DECLARE_ARRIVING(r9) DECLARE_ARRIVING(rax)
DECLARE_ARRIVING_VECTOR(0) DECLARE_ARRIVING_VECTOR(1) DECLARE_ARRIVING_VECTOR(2) DECLARE_ARRIVING_VECTOR(3)
DECLARE_ARRIVING_VECTOR(4) DECLARE_ARRIVING_VECTOR(5) DECLARE_ARRIVING_VECTOR(6) DECLARE_ARRIVING_VECTOR(7)
step_code cconv_walk_arrive_stack, cconv_walk_handle, cconv_walk_handle_indirect, cconv_walk_give_x87, cconv_walk_give_kept;

/* What entries jump to: where the entry's convention preserves nothing that the callee's does not; rsi or rdi; and some of xmm6
   to xmm15. NULL where there is none. */
struct routines {
    const uint8_t *plain, *keeping_general, *keeping;
};

extern const uint8_t cconv_walk_stub[], cconv_walk_callback[], cconv_walk_entries[];
#if defined(_WIN32) /* steps use rsi and rdi, so all there keep them; a handler preserves what anyone does */
extern const uint8_t cconv_walk_stub_keeping[], cconv_walk_entry_data[];
static const struct routines stub_routines = {cconv_walk_stub, cconv_walk_stub, cconv_walk_stub_keeping};
static const struct routines callback_routines = {cconv_walk_callback, NULL, NULL};
static step_code *const handle_steps[2][2] = {{cconv_walk_handle, cconv_walk_handle_indirect}, {NULL, NULL}};
static const uint16_t handled_in[] = {RCX, RDX, R8};
enum { STEPS_KEEP = true };
#else
extern const uint8_t cconv_walk_callback_keeping[];
step_code cconv_walk_handle_keeping, cconv_walk_handle_keeping_indirect;
static const struct routines stub_routines = {cconv_walk_stub, NULL, NULL};
static const struct routines callback_routines = {cconv_walk_callback, cconv_walk_callback_keeping, cconv_walk_callback_keeping};
static step_code *const handle_steps[2][2] = {{cconv_walk_handle, cconv_walk_handle_indirect},
                                              {cconv_walk_handle_keeping, cconv_walk_handle_keeping_indirect}};
static const uint16_t handled_in[] = {RDI, RSI, RDX};
enum { STEPS_KEEP = false };
#endif

enum { FROM_ARRAY, FROM_BLOCK, FROM_FRAME, FROM_COUNT, FROM_INCOMING = FROM_COUNT, COPIED_FROM_COUNT };
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
#define ROW_COPY(from)                                                                                                 \
    {cconv_walk_##from##_copy1, cconv_walk_##from##_copy2, cconv_walk_##from##_copy4, cconv_walk_##from##_copy8,       \
     cconv_walk_##from##_copy},
enum { COPY_ANY = 4 };
static step_code *const copy_bytes[COPIED_FROM_COUNT][COPY_ANY + 1] = {COPIED_FROM(ROW_COPY)};
static step_code *const load_address[GENERAL_COUNT] = GENERAL(cconv_walk_address);
static step_code *const load_result[GENERAL_COUNT] = GENERAL(cconv_walk_result);
#define ROW_KEPT_GENERAL(name)                                                                                         \
    {cconv_walk_keep_##name##_8, cconv_walk_keep_##name##_16, cconv_walk_keep_##name##_32, cconv_walk_keep_##name##_64, \
     cconv_walk_image_##name},
enum { RESULT_GENERAL = 4, IMAGE = 4 };
static const uint16_t result_general[RESULT_GENERAL] = {RAX, RDX, RCX, R8};
static step_code *const keep_general[RESULT_GENERAL][IMAGE + 1] = {
    ROW_KEPT_GENERAL(rax) ROW_KEPT_GENERAL(rdx) ROW_KEPT_GENERAL(rcx) ROW_KEPT_GENERAL(r8)};
#define ROW_KEPT(n)                                                                                                    \
    {cconv_walk_keep_xmm##n##_16, cconv_walk_keep_xmm##n##_32, cconv_walk_keep_xmm##n##_64, cconv_walk_keep_xmm##n##_128, \
     cconv_walk_keep_xmm##n##_256, cconv_walk_keep_xmm##n##_512},
static step_code *const keep_vector[RESULT_VECTORS][6] = {ROW_KEPT(0) ROW_KEPT(1) ROW_KEPT(2) ROW_KEPT(3)};
static step_code *const image_vector[RESULT_VECTORS] = {cconv_walk_image_xmm0, cconv_walk_image_xmm1,
                                                        cconv_walk_image_xmm2, cconv_walk_image_xmm3};
#define GIVE_RAX(from, kind) cconv_walk_##from##_##kind##_rax,
static step_code *const give_rax[7] = {GENERAL_KINDS(GIVE_RAX, frame)};
#define ROW_ARRIVING(name) {cconv_walk_store_##name, cconv_walk_arrive_##name}
static step_code *const arrive_general[GENERAL_COUNT + 1][2] = {
    ROW_ARRIVING(rdi), ROW_ARRIVING(rsi), ROW_ARRIVING(rdx), ROW_ARRIVING(rcx),
    ROW_ARRIVING(r8), ROW_ARRIVING(r9), ROW_ARRIVING(rax)};
#define ROW_ARRIVING_VECTOR(n) {ROW_ARRIVING(xmm##n##_128), ROW_ARRIVING(xmm##n##_256), ROW_ARRIVING(xmm##n##_512)}
static step_code *const arrive_vector[VECTOR_COUNT][3][2] = {
    ROW_ARRIVING_VECTOR(0), ROW_ARRIVING_VECTOR(1), ROW_ARRIVING_VECTOR(2), ROW_ARRIVING_VECTOR(3),
    ROW_ARRIVING_VECTOR(4), ROW_ARRIVING_VECTOR(5), ROW_ARRIVING_VECTOR(6), ROW_ARRIVING_VECTOR(7)};
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

/* For `size` bytes from memory to the frame. */
static step_code *copy_of(int from, uint32_t size)
{
    return copy_bytes[from][size && size <= 8 && (size & (size - 1)) == 0 ? size_index(size) : COPY_ANY];
}

/* -------------------------------------------------------------------------- lists */

enum { OTHER_STEPS = 8 }; /* at most so many are of no move */

struct list {
    struct step *steps;
    uint32_t count;
    const struct lowered *lowered;
    uint32_t locals_at;
    bool refused;
};

static const struct move none = {.size = 0};

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

static void add_stack(struct list *list, uint32_t size, uint32_t align)
{
    add(list, cconv_walk_frame, &none);
    list->steps[list->count - 1].size = size;
    list->steps[list->count - 1].to = (uint32_t)-(int32_t)(align < 16 ? 16 : align);
}

/* -------------------------------------------------------------------------- stubs */

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
        add(list, copy_of(from, move->size), move);
}

/* Into rax, through which other steps find the arguments. */
static bool is_last(const struct move *move)
{
    return move->to.index == RAX && (move->from.kind == AS_CONSTANT || move->from.kind == IN_REGISTER);
}

static void add_load(struct list *list, const struct move *move)
{
    int from = from_of(&move->from), general = general_index(move->to.index), vector = vector_index(move->to.index);
    if (is_last(move))
        return;
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

static void add_last(struct list *list, const struct move *move)
{
    if (!is_last(move))
        return;
    add(list, move->from.kind == AS_CONSTANT ? cconv_walk_count : cconv_walk_result_rax, move);
    list->steps[list->count - 1].size = move->from.offset;
}

static step_code *keep_of(const struct move *move)
{
    uint16_t reg = move->from.index;
    int vector = vector_index(reg);
    bool image = move->to.kind == AT_LOCAL;
    if (reg >= ST0)
        return cconv_walk_keep_x87;
    if (reg == RAX && move->extended_to > move->size)
        return keep_wide[general_kind(move->size, move->extend, 8)];
    for (size_t i = 0; i < RESULT_GENERAL; i++)
        if (reg == result_general[i])
            return keep_general[i][image ? IMAGE : size_index(move->size)];
    if (vector < 0 || vector >= RESULT_VECTORS)
        return NULL;
    return image ? image_vector[vector] : keep_vector[vector][size_index(move->size) - 1];
}

/* Registers are read first: copies use some. */
static void add_result(struct list *list)
{
    const struct move_list *settle = &list->lowered->settle;
    for (uint32_t i = 0; i < settle->count; i++)
        if (settle->moves[i].from.kind == IN_REGISTER)
            add(list, keep_of(&settle->moves[i]), &settle->moves[i]);
    for (uint32_t i = 0; i < settle->count; i++)
        if (settle->moves[i].from.kind != IN_REGISTER)
            add(list, settle->moves[i].from.kind == AT_LOCAL && settle->moves[i].to.kind == AT_RESULT ? cconv_walk_result_copy : NULL,
                &settle->moves[i]);
}

/* 1 if all that the entry's convention preserves beyond the callee's is rsi and rdi, and the low 16 bytes of xmm6 to xmm15. */
static bool can_keep(const struct preserved *entry, const uint8_t *callee, bool *general, bool *vectors)
{
    *general = *vectors = false;
    for (uint16_t reg = 0; reg < MOST_REGISTERS; reg++) {
        const unsigned number = (reg - XMM0) % 32u;
        if (entry->bytes[reg] <= callee[reg])
            continue;
        if (reg == RSI || reg == RDI)
            *general = true;
        else if (reg >= XMM0 && reg < ST0 && number >= 6 && number < 16 && entry->bytes[reg] <= 16)
            *vectors = true;
        else
            return false;
    }
    return true;
}

static void add_frame(struct list *list)
{
    const struct shape *shape = &list->lowered->shape;
    uint32_t align = shape->outgoing_align > shape->locals_align ? shape->outgoing_align : shape->locals_align;
    list->locals_at = (uint32_t)round_up(shape->outgoing, shape->locals_align);
    uint32_t size = (uint32_t)round_up(list->locals_at + shape->locals, 16);
    if (size || align > 16)
        add_stack(list, size, align);
}

/* The step for the call and all after it; NULL where it takes more than one. */
static step_code *call_and_return(const struct lowered *lowered)
{
    static const struct {
        uint16_t reg, size;
        step_code *run;
    } kept[] = {{RAX, 4, cconv_walk_call_rax_32}, {RAX, 8, cconv_walk_call_rax_64}, {XMM0, 4, cconv_walk_call_xmm0_32},
                {XMM0, 8, cconv_walk_call_xmm0_64}};
    const struct move *move = lowered->settle.moves;
    if (lowered->shape.widest_vector > 16 || lowered->settle.count > 1)
        return NULL;
    if (!lowered->settle.count)
        return cconv_walk_call_return;
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (move->from.kind == IN_REGISTER && move->from.index == kept[i].reg && move->size == kept[i].size
            && move->extended_to <= move->size && move->to.kind == AT_RESULT && move->to.offset == 0)
            return kept[i].run;
    return NULL;
}

static void list_stub(struct list *list)
{
    const struct lowered *lowered = list->lowered;
    add_frame(list);
    for (uint32_t i = 0; i < lowered->stage.count; i++)
        add_stage(list, &lowered->stage.moves[i]);
    for (uint32_t i = 0; i < lowered->load.count; i++)
        add_load(list, &lowered->load.moves[i]);
    for (uint32_t i = 0; i < lowered->load.count; i++)
        add_last(list, &lowered->load.moves[i]);
    step_code *last = call_and_return(lowered);
    if (last) {
        add(list, last, &none);
        return;
    }
    add(list, cconv_walk_call, &none);
    add_result(list);
    if (lowered->shape.widest_vector > 16)
        add(list, cconv_walk_end_vectors, &none);
    add(list, cconv_walk_return_from_stub, &none);
}

/* ---------------------------------------------------------------------- callbacks */

static bool stores_register(const struct move *move)
{
    return move->action == MOVE_BYTES && move->from.kind == IN_REGISTER;
}

/* 1 if `address` is that of the whole value which the other move stores: one step does both. */
static bool is_address_of(const struct move *address, const struct move *store)
{
    return address->action == MOVE_ADDRESS && stores_register(store) && address->from.kind == AT_LOCAL
           && address->from.offset == store->to.offset;
}

/* The address of a value is stored right after its pieces. NULL where it has none, or is not one piece. */
static const struct move *address_after(const struct move_list *list, uint32_t index)
{
    uint32_t next = index + 1;
    while (next < list->count && list->moves[next].action != MOVE_ADDRESS)
        next++;
    return next < list->count && is_address_of(&list->moves[next], &list->moves[index]) ? &list->moves[next] : NULL;
}

static bool is_stored_before(const struct move_list *list, uint32_t index)
{
    for (uint32_t i = index; i-- > 0 && list->moves[i].action != MOVE_ADDRESS;)
        if (is_address_of(&list->moves[index], &list->moves[i]))
            return true;
    return false;
}

static step_code *arrive_of(const struct move *move, bool with_address)
{
    uint16_t reg = move->from.index;
    int general = reg == RAX ? GENERAL_COUNT : general_index(reg), vector = vector_index(reg);
    if (general >= 0)
        return arrive_general[general][with_address];
    return vector >= 0 ? arrive_vector[vector][move->size > 16 ? size_index(move->size) - 4 : 0][with_address] : NULL;
}

/*
 * The arguments' registers, in the order of where they go: they are stored whole, so what lies above is written later. No
 * other move to the frame reads them, and other moves' steps use registers; so this is first.
 */
static void add_arrivals(struct list *list)
{
    enum { MOST = 32 };
    const struct move_list *stage = &list->lowered->stage;
    uint32_t order[MOST], count = 0;
    for (uint32_t i = 0; i < stage->count; i++) {
        if (!stores_register(&stage->moves[i]))
            continue;
        uint32_t at = count++;
        if (count > MOST) {
            list->refused = true;
            return;
        }
        for (; at > 0 && stage->moves[order[at - 1]].to.offset > stage->moves[i].to.offset; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct move *move = &stage->moves[order[i]], *address = address_after(stage, order[i]);
        add(list, move->to.kind == AT_LOCAL ? arrive_of(move, address != NULL) : NULL, move);
        list->steps[list->count - 1].pointer = address ? address->to.offset + list->locals_at : 0;
    }
}

/* The rest of what is put together in the frame. */
static void add_gathered(struct list *list, const struct move_list *stage)
{
    for (uint32_t i = 0; i < stage->count; i++) {
        const struct move *move = &stage->moves[i];
        bool incoming = move->from.kind == AT_INCOMING;
        if (stores_register(move) || (move->action == MOVE_ADDRESS && is_stored_before(stage, i)))
            continue;
        if (move->to.kind != AT_LOCAL || !(incoming || move->from.kind == AT_LOCAL))
            add(list, NULL, move);
        else if (move->action == MOVE_ADDRESS)
            add(list, incoming ? cconv_walk_arrive_stack : cconv_walk_address_word, move);
        else
            add(list, copy_of(incoming ? FROM_INCOMING : FROM_FRAME, move->size), move);
    }
}

/* The handler's call, from the moves that load its arguments. */
static void add_handler(struct list *list, bool keeping)
{
    const struct move_list *load = &list->lowered->load;
    const struct operand *function = &list->lowered->shape.function;
    bool good = load->count == 3 && function->kind == AT_DATA && function->offset == ENTRY_TARGET;
    const struct move *user = &load->moves[0], *result = &load->moves[1], *array = &load->moves[2];
    good = good && user->from.kind == AT_DATA && user->from.offset == ENTRY_USER && user->to.index == handled_in[0]
           && result->from.kind == AT_LOCAL && result->to.index == handled_in[1] && result->size == 8 && array->from.kind == AT_LOCAL
           && array->action == MOVE_ADDRESS && array->to.index == handled_in[2];
    add(list, good ? handle_steps[keeping][result->action == MOVE_BYTES] : NULL, &none);
    list->steps[list->count - 1].to = result->from.offset + list->locals_at;
    list->steps[list->count - 1].offset = array->from.offset + list->locals_at;
}

static step_code *give_of(const struct move *move)
{
    int general = general_index(move->to.index), vector = vector_index(move->to.index);
    int kind = general_kind(move->size, move->extend, move->extended_to);
    if (move->to.index == ST0 || move->to.index == ST1)
        return cconv_walk_give_x87;
    if (move->to.index == RAX)
        return give_rax[kind];
    if (general >= 0)
        return load_general[FROM_FRAME][kind][general];
    return vector >= 0 ? load_vector[FROM_FRAME][size_index(move->size) - 1][vector] : NULL;
}

/* What is put together in memory is first: its steps use registers. */
static void add_answer(struct list *list)
{
    const struct move_list *settle = &list->lowered->settle;
    for (uint32_t i = 0; i < settle->count; i++)
        if (settle->moves[i].to.kind != IN_REGISTER)
            add(list, settle->moves[i].from.kind == AT_LOCAL && settle->moves[i].to.kind == AT_LOCAL
                          ? copy_of(FROM_FRAME, settle->moves[i].size) : NULL, &settle->moves[i]);
    for (uint32_t i = 0; i < settle->count; i++)
        if (settle->moves[i].to.kind == IN_REGISTER)
            add(list, settle->moves[i].from.kind == AT_LOCAL ? give_of(&settle->moves[i]) : NULL, &settle->moves[i]);
}

/* The entry takes a small frame, by the first step; a step takes others. */
static void add_callback_frame(struct list *list)
{
    enum { BEYOND = 16, SMALL = 2048 }; /* a register that is stored whole may be wider than the last value */
    const struct shape *shape = &list->lowered->shape;
    list->locals_at = (uint32_t)round_up(shape->outgoing, shape->locals_align);
    uint32_t size = (uint32_t)round_up(list->locals_at + shape->locals + BEYOND, 16);
    uint32_t align = shape->outgoing_align > shape->locals_align ? shape->outgoing_align : shape->locals_align;
    bool small = size <= SMALL && align <= 16;
    list->steps[list->count++] = (struct step){.size = small ? size : 0};
    if (!small)
        add_stack(list, size, align);
}

static void list_callback(struct list *list, bool keeping)
{
    const struct shape *shape = &list->lowered->shape;
    add_callback_frame(list);
    add_arrivals(list);
    add_gathered(list, &list->lowered->stage);
    add_handler(list, keeping);
    if (keeping || STEPS_KEEP)
        add(list, cconv_walk_give_kept, &none);
    add_answer(list);
    if (shape->widest_vector > 16 && shape->widest_returned <= 16)
        add(list, cconv_walk_end_vectors, &none);
    add(list, cconv_walk_return, &none);
}

/* -------------------------------------------------------------------------- both */

/* What an entry jumps to; NULL where not enough is preserved. */
static const uint8_t *routine(const struct shape *shape, struct preservation keeps)
{
    const struct routines *routines = shape->is_entered ? &callback_routines : &stub_routines;
    bool general, vectors;
    if (!can_keep(keeps.entry, shape->is_entered ? keeps.callee->bytes : keeps.callee->relied_on, &general, &vectors))
        return NULL;
    return vectors ? routines->keeping : general ? routines->keeping_general : routines->plain;
}

cconv_status steps_prepare(const struct lowered *lowered, struct preservation keeps, const cconv_allocator *allocator,
                           void **program, size_t *size, const uint8_t **run, cconv_error *error)
{
    const struct shape *shape = &lowered->shape;
    const size_t most = lowered->stage.count + lowered->load.count + lowered->settle.count + OTHER_STEPS;
    *size = most * sizeof(struct step);
    struct list list = {.steps = allocator_take(allocator, *size), .lowered = lowered};
    if (!list.steps)
        return error_no_memory(error);
    *run = routine(shape, keeps);
    if (shape->is_entered)
        list_callback(&list, *run == callback_routines.keeping);
    else
        list_stub(&list);
    *program = list.steps;
    if (!list.refused && *run && !shape->callee_pops && !shape->pops && shape->function.kind != AS_CONSTANT)
        return CCONV_OK;
    allocator_give(allocator, list.steps, *size);
    *program = NULL;
    return error_set(error, CCONV_UNSUPPORTED, "%s: needs generated code, for its registers",
                     (shape->is_entered ? shape->entry : shape->callee)->name);
}

#endif
