/* Lowered moves made ready to be followed, and followed: follow.h. */
#include "exec/follow.h"

#include "exec/code.h"

#include <string.h>

/* Beyond those of move.h: between a value in memory and the x87 format of ten bytes in an image. */
enum { MOVE_TO_X87 = MOVE_ADDRESS + 1, MOVE_FROM_X87 };
/* Beyond cconv_extend's: the bits above are ones. */
enum { EXTEND_ONES = CCONV_EXTEND_SIGN + CCONV_EXTEND_ZERO + 1 };

enum { LEAST_ALIGN = 16, PLAIN_VECTOR = 16 };

/* ------------------------------------------------------------------- preparing */

struct preparation {
    const struct walker *walker;
    const struct machine *machine;
    const struct register_file *file;
    const struct lowered *lowered;
    struct program *program;
    uint32_t locals_at;
    bool refused;
};

static const struct image_range *range_of_whole(const struct walker *walker, uint16_t whole)
{
    for (uint32_t i = 0; i < walker->range_count; i++)
        if (whole >= walker->ranges[i].first && whole < walker->ranges[i].first + walker->ranges[i].count)
            return &walker->ranges[i];
    return NULL;
}

/* NULL where the image has no such register, or less of it than may be used. */
static const struct image_range *range_of(const struct preparation *p, uint16_t reg)
{
    bool is_unsized = p->machine->unsized && reg >= p->machine->unsized;
    return is_unsized ? NULL : range_of_whole(p->walker, p->file->regs[reg].whole);
}

static void note_width(struct preparation *p, const struct image_range *range, unsigned transfer, uint32_t bytes)
{
    uint8_t *widest = &p->program->widest[range->group][transfer];
    if (*widest < bytes)
        *widest = (uint8_t)bytes;
}

/* Registers become offsets in the frame, local memory becomes an offset in the area. */
static const struct image_range *resolve(struct preparation *p, struct operand *operand, unsigned transfer)
{
    if (operand->kind == AT_LOCAL) {
        operand->kind = AT_OUTGOING;
        operand->offset += p->locals_at;
    }
    if (operand->kind != IN_REGISTER)
        return NULL;
    const struct image_range *range = range_of(p, operand->index);
    if (!range) {
        p->refused = true;
        return NULL;
    }
    const struct arch_register *reg = &p->file->regs[operand->index];
    note_width(p, range, transfer, reg->bytes);
    operand->offset += transfer == KEEP || transfer == GIVE ? p->walker->entered_at : p->walker->called_at;
    operand->offset += range->at + (uint32_t)(reg->whole - range->first) * range->stride + reg->whole_at;
    return range;
}

/* `from` and `to`: when their registers are moved. */
static void add(struct preparation *p, const struct move *lowered, unsigned from, unsigned to)
{
    struct move *move = &p->program->moves[p->program->count++];
    *move = *lowered;
    const struct image_range *source = resolve(p, &move->from, from), *target = resolve(p, &move->to, to);
    if (target && target->boxes && move->size < target->stride) {
        move->extended_to = (uint8_t)target->stride;
        move->extend = EXTEND_ONES;
    }
    if (target && target->group == GROUP_GENERAL && !move->extended_to) {
        move->extended_to = (uint8_t)target->stride;
        move->extend = CCONV_EXTEND_ZERO;
    }
    if (source && source->group == GROUP_X87 && move->size <= sizeof(double))
        move->action = MOVE_FROM_X87;
    if (target && target->group == GROUP_X87 && move->size <= sizeof(double))
        move->action = MOVE_TO_X87;
}

static void add_list(struct preparation *p, const struct move_list *list, unsigned from, unsigned to)
{
    for (uint32_t i = 0; i < list->count; i++)
        add(p, &list->moves[i], from, to);
}

enum { SHAPE_BITS = 64 };

/* A result that both conventions return in the same registers has no moves: their images are copied whole. */
static void hand_on_result(struct preparation *p)
{
    const struct shape *shape = &p->lowered->shape;
    for (uint16_t reg = 0; reg < p->file->count; reg++) {
        if (p->lowered->settle.count || !(shape->returned[reg / SHAPE_BITS] >> reg % SHAPE_BITS & 1))
            continue;
        const struct image_range *range = range_of_whole(p->walker, reg);
        uint32_t offset = range ? range->at + (uint32_t)(reg - range->first) * range->stride : 0;
        p->refused = p->refused || !range;
        if (!range)
            continue;
        p->program->moves[p->program->count++] = (struct move){
            .to = {IN_REGISTER, reg, p->walker->entered_at + offset}, .from = {IN_REGISTER, reg, p->walker->called_at + offset},
            .size = range->stride};
        note_width(p, range, KEEP_RESULT, (uint32_t)min_u64(range->stride, shape->widest_returned));
        note_width(p, range, GIVE, (uint32_t)min_u64(range->stride, shape->widest_returned));
    }
}

/* Registers that carry something over the call: who is called may change those, whatever else it preserves. */
static void list_carriers(const struct preparation *p, uint8_t *carries)
{
    for (uint32_t i = 0; i < p->lowered->load.count; i++)
        carries[p->file->regs[p->lowered->load.moves[i].to.index].whole] = 1;
    for (uint32_t i = 0; i < p->lowered->settle.count; i++)
        if (p->lowered->settle.moves[i].from.kind == IN_REGISTER)
            carries[p->file->regs[p->lowered->settle.moves[i].from.index].whole] = 1;
}

static bool is_saved(const struct walker *walker, uint16_t reg, uint32_t bytes)
{
    for (uint32_t i = 0; i < walker->save_count; i++)
        if (reg >= walker->saves[i].first && reg < walker->saves[i].first + walker->saves[i].count)
            return bytes <= walker->saves[i].bytes;
    return false;
}

/* What the entry's convention preserves, the callee preserves, or the image gives back, or the saving routine. */
static bool keep_registers(struct preparation *p, struct preservation keeps)
{
    uint8_t carries[MOST_REGISTERS] = {0}, relied_on[MOST_REGISTERS] = {0};
    bool saves = false;
    list_carriers(p, carries);
    for (uint16_t reg = 0; reg < p->file->count; reg++) {
        uint16_t whole = p->file->regs[reg].whole;
        if (!carries[whole] && relied_on[whole] < keeps.callee->relied_on[reg])
            relied_on[whole] = keeps.callee->relied_on[reg];
    }
    for (uint16_t reg = 0; reg < p->file->count; reg++) {
        uint32_t bytes = keeps.entry->bytes[reg];
        if (bytes <= relied_on[p->file->regs[reg].whole] || reg == p->machine->stack_pointer)
            continue;
        const struct image_range *range = range_of(p, reg);
        if (range) {
            note_width(p, range, KEEP, bytes);
            note_width(p, range, GIVE, bytes);
        } else if (p->walker->saving && is_saved(p->walker, reg, bytes)) {
            saves = true;
        } else if (reg != p->machine->frame_pointer) {
            p->refused = true;
        }
    }
    p->refused = p->refused || !keeps.callee->bytes[p->machine->frame_pointer];
    return saves;
}

static void lay_out(struct preparation *p)
{
    const struct shape *shape = &p->lowered->shape;
    struct program *program = p->program;
    uint64_t align = max_u64(LEAST_ALIGN, max_u64(shape->outgoing_align, shape->locals_align));
    p->locals_at = (uint32_t)round_up(shape->outgoing, shape->locals_align);
    program->area = (uint32_t)round_up(p->locals_at + shape->locals, LEAST_ALIGN);
    program->mask = 0u - (uint32_t)align;
    program->pops = shape->pops;
    program->enters_kernel = shape->function.kind == AS_CONSTANT;
    program->function = shape->function;
    program->arguments = shape->arguments;
    program->result = shape->result;
    struct operand *own[] = {&program->function, &program->arguments, &program->result};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        resolve(p, own[i], KEEP);
}

static void note_wide(struct program *program)
{
    for (unsigned i = 0; i < TRANSFERS; i++)
        program->is_wide = program->is_wide || program->widest[GROUP_VECTORS][i] > PLAIN_VECTOR;
}

cconv_status follow_prepare(const struct walker *walker, const struct machine *machine, const struct lowered *lowered,
                            struct preservation keeps, const cconv_allocator *allocator, void **program, size_t *size,
                            const uint8_t **run, cconv_error *error)
{
    struct preparation p = {.walker = walker, .machine = machine, .file = register_file_of(machine->arch), .lowered = lowered};
    size_t most = lowered->stage.count + lowered->load.count + lowered->settle.count + p.file->count;
    *size = sizeof *p.program + most * sizeof(struct move);
    *program = p.program = allocator_take(allocator, *size);
    if (!p.program)
        return error_no_memory(error);
    memset(p.program, 0, sizeof *p.program);
    lay_out(&p);
    add_list(&p, &lowered->stage, KEEP, LOAD);
    add_list(&p, &lowered->load, KEEP, LOAD);
    p.program->before = p.program->count;
    add_list(&p, &lowered->settle, KEEP_RESULT, GIVE);
    hand_on_result(&p);
    *run = keep_registers(&p, keeps) ? walker->saving : walker->plain;
    note_wide(p.program);
    if (!p.refused)
        return CCONV_OK;
    allocator_give(allocator, p.program, *size);
    *program = NULL;
    return error_set(error, CCONV_UNSUPPORTED, "%s and %s: needs generated code, for registers that they use or preserve",
                     lowered->shape.entry->name, lowered->shape.callee->name);
}

/* ------------------------------------------------------------------- following */

/* Where each kind of operand is counted from. */
struct walk {
    uint8_t *bases[AS_CONSTANT];
    void *const *arguments;
};

static inline uint8_t *place_of(const struct walk *walk, const struct operand *operand)
{
    return (operand->kind == AT_POINTER ? (uint8_t *)walk->arguments[operand->index] : walk->bases[operand->kind])
           + operand->offset;
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

#if __LDBL_MANT_DIG__ == 64
/* As the x87 instructions that load and store narrower formats do. */
static void convert(uint8_t *to, const uint8_t *from, const struct move *move)
{
    enum { X87_BYTES = 10 };
    long double value = 0;
    float single;
    double twice;
    if (move->action == MOVE_FROM_X87) {
        memcpy(&value, from, X87_BYTES);
        single = (float)value;
        twice = (double)value;
        memcpy(to, move->size == sizeof single ? (void *)&single : (void *)&twice, move->size);
        return;
    }
    memcpy(move->size == sizeof single ? (void *)&single : (void *)&twice, from, move->size);
    value = move->size == sizeof single ? (long double)single : (long double)twice;
    memcpy(to, &value, X87_BYTES);
}
#else
static void convert(uint8_t *to, const uint8_t *from, const struct move *move)
{
    memcpy(to, from, move->size); /* no such registers */
}
#endif

/* As wide as the promise, where there is one; registers are little-endian in memory too. */
static void follow(const struct walk *walk, const struct move *move)
{
    uint8_t *to = place_of(walk, &move->to);
    const uint8_t *from = move->from.kind == AS_CONSTANT ? (const uint8_t *)&move->from.offset : place_of(walk, &move->from);
    if (move->action == MOVE_ADDRESS) {
        memcpy(to, &from, sizeof from);
        return;
    }
    if (move->action > MOVE_ADDRESS) {
        convert(to, from, move);
        return;
    }
    copy(to, from, move->size);
    if (move->extended_to > move->size) {
        bool ones = move->extend == EXTEND_ONES || (move->extend == CCONV_EXTEND_SIGN && from[move->size - 1] & 0x80);
        memset(to + move->size, ones ? 0xff : 0, move->extended_to - move->size);
    }
}

static void *word_at(const struct walk *walk, const struct operand *operand)
{
    void *word;
    memcpy(&word, place_of(walk, operand), sizeof word);
    return word;
}

static struct walk walk_of(const struct walk_frame *frame)
{
    return (struct walk){.bases = {[IN_REGISTER] = (uint8_t *)frame, [AT_INCOMING] = (uint8_t *)frame->incoming,
                                   [AT_OUTGOING] = frame->area, [AT_DATA] = (uint8_t *)frame->entry}};
}

/* Called by the routines: before the call, whose function it returns, and after it. */
void *cconv_walk_before(const struct walk_frame *frame);
void cconv_walk_after(const struct walk_frame *frame);

void *cconv_walk_before(const struct walk_frame *frame)
{
    const struct program *program = frame->program;
    struct walk walk = walk_of(frame);
    if (program->arguments.kind == AT_OUTGOING) /* the array itself */
        walk.arguments = (void *const *)(void *)place_of(&walk, &program->arguments);
    else if (program->arguments.kind != AS_CONSTANT)
        walk.arguments = word_at(&walk, &program->arguments);
    walk.bases[AT_BLOCK] = (uint8_t *)walk.arguments;
    for (uint32_t i = 0; i < program->before; i++)
        follow(&walk, &program->moves[i]);
    return program->enters_kernel ? NULL : word_at(&walk, &program->function);
}

void cconv_walk_after(const struct walk_frame *frame)
{
    const struct program *program = frame->program;
    struct walk walk = walk_of(frame);
    if (program->result.kind != AS_CONSTANT)
        walk.bases[AT_RESULT] = word_at(&walk, &program->result);
    for (uint32_t i = program->before; i < program->count; i++)
        follow(&walk, &program->moves[i]);
}
