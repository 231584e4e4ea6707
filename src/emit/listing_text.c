/* What a listing says in words: notes beside instructions, the rows of the frame, Windows's view of the prologue. */
#include "emit/listing.h"

#include <string.h>

enum { LONGEST_NOTE = 256 };

static const struct arch_register *register_of(const struct cconv_listing *listing, uint16_t reg)
{
    return &register_file_of(listing->machine.arch)->regs[reg];
}

/* ---------------------------------------------------------------------- words */

static void put_signed(struct text *text, const char *before, uint64_t value)
{
    text_string(text, before);
    text_number(text, value);
}

static void put_name(const struct cconv_listing *listing, struct text *text, unsigned about)
{
    if (about < ABOUT_ARGUMENT || about == ABOUT_LAST) {
        text_string(text, about == ABOUT_RESULT ? "result" : about == ABOUT_VECTOR_COUNT ? "vector registers in use" : "");
        return;
    }
    const char *name = listing->to->arguments[about - ABOUT_ARGUMENT].name;
    if (name)
        text_string(text, name);
    else
        put_signed(text, "#", about - ABOUT_ARGUMENT + 1);
}

static void put_operand(const struct cconv_listing *listing, struct text *text, const struct operand *operand)
{
    switch (operand->kind) {
    case IN_REGISTER: text_string(text, register_of(listing, operand->index)->name); break;
    case AT_INCOMING: put_signed(text, "stack+", operand->offset); break;
    case AT_OUTGOING: put_signed(text, "outgoing+", operand->offset); break;
    case AT_LOCAL: put_signed(text, "local+", operand->offset); break;
    case AT_POINTER: put_signed(text, "what its pointer points to+", operand->offset); break;
    case AT_BEHIND:
        text_string(text, "what ");
        text_string(text, register_of(listing, operand->index)->name);
        put_signed(text, " points to+", operand->offset);
        break;
    case AT_BLOCK: put_signed(text, "arguments+", operand->offset); break;
    case AT_RESULT: put_signed(text, "where the result goes+", operand->offset); break;
    default: text_number(text, operand->offset); break;
    }
}

/* "a: rdi to rcx", "s: 24 bytes of stack+8 to local+0", "s: address of local+0 to rdx". */
static void put_move(const struct cconv_listing *listing, struct text *text, const struct move *move)
{
    put_name(listing, text, move->about);
    text_string(text, move->about ? ": " : "");
    if (move->from.kind == IN_REGISTER && move->to.kind == IN_REGISTER && move->from.index == move->to.index
        && move->extended_to <= move->size) {
        text_string(text, "stays in ");
        put_operand(listing, text, &move->to);
        return;
    }
    if (move->action == MOVE_ADDRESS) {
        text_string(text, "address of ");
    } else if (move->from.kind != AS_CONSTANT && (move->from.kind != IN_REGISTER || move->to.kind != IN_REGISTER)) {
        text_number(text, move->size);
        text_string(text, move->size == 1 ? " byte of " : " bytes of ");
    }
    put_operand(listing, text, &move->from);
    text_string(text, " to ");
    put_operand(listing, text, &move->to);
    if (move->extended_to > move->size && move->extend) {
        text_string(text, move->extend == CCONV_EXTEND_SIGN ? ", sign-extended to " : ", zero-extended to ");
        text_number(text, move->extended_to);
    }
}

static const char *keep_text(struct cconv_listing *listing, struct text *text)
{
    text_end(text);
    return arena_text(&listing->arena, text->data, min_u64(text->length, text->size - 1));
}

static const char *note_of(struct cconv_listing *listing, const struct log_event *event)
{
    char buffer[LONGEST_NOTE];
    struct text text = {buffer, sizeof buffer, 0};
    if (event->kind == LOG_MOVE) {
        put_move(listing, &text, &event->move);
    } else {
        text_string(&text, event->text);
        if (event->reg != CCONV_NO_REGISTER) {
            text_string(&text, " ");
            text_string(&text, register_of(listing, event->reg)->name);
        }
    }
    return keep_text(listing, &text);
}

/* ---------------------------------------------------------------------- lines */

void listing_add_line(struct cconv_listing *listing, cconv_line_kind kind, uint32_t offset, const char *text, uint16_t reg,
                      int64_t value)
{
    if (listing->arena.failed || listing->line_count == listing->line_room)
        return;
    cconv_listing_line line = {.kind = kind, .offset = offset, .text = text, .dwarf = -1, .value = value};
    if (reg != CCONV_NO_REGISTER) {
        line.reg = register_of(listing, reg)->name;
        line.dwarf = register_of(listing, reg)->dwarf;
    }
    size_t at = listing->line_count++;
    for (; at && listing->lines[at - 1].offset > offset; at--) /* lines for Windows come last, and belong between */
        listing->lines[at] = listing->lines[at - 1];
    listing->lines[at] = line;
}

void listing_lines(struct cconv_listing *listing, const struct log *log)
{
    static const cconv_line_kind kinds[] = {
        [LOG_NOTE] = CCONV_LINE_NOTE, [LOG_MOVE] = CCONV_LINE_NOTE, [LOG_BODY] = CCONV_LINE_BODY, [LOG_CALL] = CCONV_LINE_CALL,
        [LOG_JUMP] = CCONV_LINE_JUMP, [LOG_BRANCH] = CCONV_LINE_BRANCH, [LOG_CFA] = CCONV_LINE_CFA,
        [LOG_SAVED] = CCONV_LINE_SAVED, [LOG_RESTORED] = CCONV_LINE_RESTORED};
    enum { WINDOWS_LINES = 16 + FRAME_SAVES, INSTRUCTION = 4 };
    listing->line_room = log->count + WINDOWS_LINES + listing->frame.entered_by / INSTRUCTION;
    listing->lines = arena_array(&listing->arena, listing->line_room, sizeof *listing->lines);
    for (uint32_t i = 0; i < log->count; i++) {
        const struct log_event *event = &log->events[i];
        if (event->kind == LOG_LEAVE)
            continue;
        bool is_note = event->kind == LOG_NOTE || event->kind == LOG_MOVE;
        listing_add_line(listing, kinds[event->kind], event->at, is_note ? note_of(listing, event) : NULL,
                 is_note ? CCONV_NO_REGISTER : event->reg, event->value);
    }
    listing_windows(listing, log);
}

/* ---------------------------------------------------------------------- frame */

static void add_row(struct cconv_listing *listing, bool by_pointer, int64_t offset, uint64_t size, const char *text)
{
    const struct machine *machine = &listing->machine;
    if (listing->arena.failed || !text || !size || listing->row_count == listing->row_room)
        return;
    listing->rows[listing->row_count++] = (cconv_frame_row){
        register_of(listing, by_pointer ? machine->frame_pointer : machine->stack_pointer)->name, offset, size, text};
}

/* Behind the stack pointer at entry. */
static void add_entry_row(struct cconv_listing *listing, int64_t offset, uint64_t size, const char *text)
{
    add_row(listing, listing->frame.has_pointer, listing->entry_offset + offset, size, text);
}

static const char *words(struct cconv_listing *listing, const char *first, const char *second)
{
    char buffer[LONGEST_NOTE];
    struct text text = {buffer, sizeof buffer, 0};
    text_string(&text, first);
    text_string(&text, second);
    return keep_text(listing, &text);
}

/* The pieces of a plan that are on the stack, the highest first; offsets are moved by `shift`. */
static void add_arguments(struct cconv_listing *listing, const struct cconv_plan *plan, bool incoming)
{
    int64_t shift = incoming ? 0 : -(int64_t)plan->stack.return_address;
    for (uint32_t i = plan->argument_count; i-- > 0;) {
        const cconv_placement *value = &plan->arguments[i];
        for (size_t j = value->piece_count; j-- > 0;) {
            char buffer[LONGEST_NOTE];
            struct text text = {buffer, sizeof buffer, 0};
            if (value->pieces[j].where != CCONV_ON_STACK)
                continue;
            text_string(&text, value->kind == CCONV_PLACED_INDIRECT ? "pointer to " : "");
            if (value->name)
                text_string(&text, value->name);
            else
                put_signed(&text, "argument ", i + 1);
            const char *name = keep_text(listing, &text);
            if (incoming)
                add_entry_row(listing, (int64_t)value->pieces[j].at + shift, value->pieces[j].size, name);
            else
                add_row(listing, false, (int64_t)value->pieces[j].at + shift, value->pieces[j].size, name);
        }
    }
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        for (size_t j = 0; j < plan->hidden[i].piece_count; j++) {
            const cconv_piece *piece = &plan->hidden[i].pieces[j];
            if (piece->where == CCONV_ON_STACK && incoming)
                add_entry_row(listing, (int64_t)piece->at + shift, piece->size, "where the result goes");
            else if (piece->where == CCONV_ON_STACK)
                add_row(listing, false, (int64_t)piece->at + shift, piece->size, "where the result goes");
        }
}

/* The record, or the caller's frame pointer, and what is pushed under it. */
static void add_record(struct cconv_listing *listing)
{
    const struct machine *machine = &listing->machine;
    const struct frame *frame = &listing->frame;
    int64_t word = machine->word, at = -word;
    const char *pointer = words(listing, register_of(listing, machine->frame_pointer)->name, " of the caller");
    if (machine->link_bytes) {
        add_entry_row(listing, -word, machine->word, "return address");
        add_entry_row(listing, at -= word, machine->word, pointer);
    } else if (frame->has_pointer) {
        add_entry_row(listing, at, machine->word, pointer);
    }
    for (uint32_t i = 0; i < machine->kept_count; i++)
        if (frame->kept >> i & 1)
            add_entry_row(listing, at -= word, machine->word,
                          words(listing, register_of(listing, machine->kept[i])->name, " of the caller"));
}

static void add_saves(struct cconv_listing *listing)
{
    const struct frame *frame = &listing->frame;
    for (uint32_t i = frame->saved_count; i-- > 0;) {
        const struct arch_register *reg = register_of(listing, frame->saved[i]);
        const char *text = words(listing, reg->name, " of the caller");
        if (frame->saves_below)
            add_row(listing, true, (int64_t)frame->saved_at[i] - frame->saves_below, frame->saved_size[i], text);
        else
            add_row(listing, false, (int64_t)frame->saves_at + frame->saved_at[i], frame->saved_size[i], text);
    }
}

static uint32_t stack_pieces(const struct cconv_plan *plan)
{
    size_t count = 0;
    for (uint32_t i = 0; i < plan->argument_count; i++)
        count += plan->arguments[i].piece_count;
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        count += plan->hidden[i].piece_count;
    return (uint32_t)count;
}

void listing_frame(struct cconv_listing *listing, const struct lowered *lowered)
{
    enum { OTHERS = 16 };
    const struct cconv_plan *from = listing->from, *to = listing->to;
    const struct frame *frame = &listing->frame;
    listing->row_room = stack_pieces(from) + stack_pieces(to) + OTHERS + FRAME_SAVES;
    listing->rows = arena_array(&listing->arena, listing->row_room, sizeof *listing->rows);
    add_arguments(listing, from, true);
    add_entry_row(listing, from->stack.return_address, from->stack.shadow_space, "shadow space of this function");
    add_entry_row(listing, 0, from->stack.return_address, "return address");
    if (frame->is_leaf)
        return;
    add_record(listing);
    bool slot_on_top = frame->slot != CCONV_NO_REGISTER && !frame->saves_below;
    const char *slot = "where the result goes";
    if (slot_on_top)
        add_row(listing, false, frame->slot_at, listing->machine.word, slot);
    bool saves_lowest = listing->machine.saves_lowest;
    if (saves_lowest)
        add_row(listing, false, frame->locals_at, lowered->shape.locals, "local memory");
    add_saves(listing);
    if (frame->slot != CCONV_NO_REGISTER && !slot_on_top)
        add_row(listing, false, frame->slot_at, listing->machine.word, slot);
    if (!saves_lowest)
        add_row(listing, false, frame->locals_at, lowered->shape.locals, "local memory");
    if (lowered->shape.function.kind != AT_BODY)
        add_arguments(listing, to, false);
    add_row(listing, false, 0, lowered->shape.function.kind == AS_CONSTANT ? 0 : to->stack.shadow_space,
            "shadow space of the function that is called");
}
