/*
 * What Windows's unwinder is told of a listing's frame. "x64 exception handling" and "ARM64 exception handling" of Microsoft's
 * documentation have the codes.
 */
#include "emit/listing.h"

/* As exec/unwind_windows.c tells it: registers are saved only above where the unwinder counts from, so with a frame pointer it
   is told as if part of the stack had been taken before that was set. Places are multiples of the register's size, as they
   must be, since saves are aligned. */
static void add_x86_64(struct cconv_listing *listing)
{
    enum { MOST_POINTER_OFFSET = 240, WORD = 8 };
    const struct frame *frame = &listing->frame;
    uint32_t above = (uint32_t)min_u64(frame->saves_below, MOST_POINTER_OFFSET), end = frame->framed_by;
    int64_t saves = frame->saves_below ? (int64_t)above - frame->saves_below : (int64_t)frame->saves_at;
    struct preserved host;
    preserved_by(cconv_target_convention(listing->from->target), &host);
    if (frame->has_pointer) {
        listing_add_line(listing, CCONV_LINE_PUSHED, frame->pushed_by, NULL, listing->machine.frame_pointer, 0);
        if (above)
            listing_add_line(listing, CCONV_LINE_TAKEN, frame->framed_by, NULL, CCONV_NO_REGISTER, above);
        listing_add_line(listing, CCONV_LINE_POINTER, frame->framed_by, NULL, listing->machine.frame_pointer, above);
    } else if (!frame->is_leaf) {
        uint32_t pushed = frame->slot != CCONV_NO_REGISTER ? WORD : 0;
        if (pushed)
            listing_add_line(listing, CCONV_LINE_TAKEN, frame->pushed_by, NULL, CCONV_NO_REGISTER, pushed);
        if (frame->size > pushed)
            listing_add_line(listing, CCONV_LINE_TAKEN, frame->framed_by, NULL, CCONV_NO_REGISTER, frame->size - pushed);
    }
    for (uint32_t i = 0; i < frame->saved_count; i++) {
        end = frame->saved_by[i];
        int64_t at = saves + frame->saved_at[i];
        if (host.bytes[frame->saved[i]] && at >= 0) /* no unwinder gives back others */
            listing_add_line(listing, CCONV_LINE_STORED, frame->saved_by[i], NULL, frame->saved[i], at);
    }
    if (!frame->is_leaf)
        listing_add_line(listing, CCONV_LINE_PROLOGUE_END, end, NULL, CCONV_NO_REGISTER, 0);
}

enum { INSTRUCTION = 4, RECORD = 16, FARTHEST_SAVE = 504 };

/* On AArch64 each instruction of prologue and epilogue has a code, so that the unwinder knows where in it a function was: those
   up to `offset` that have none yet do nothing. */
static void fill(struct cconv_listing *listing, uint32_t *told, uint32_t offset)
{
    for (; *told + INSTRUCTION <= offset; *told += INSTRUCTION)
        listing_add_line(listing, CCONV_LINE_NOTHING, *told + INSTRUCTION, NULL, CCONV_NO_REGISTER, 0);
}

/* The code of the instruction that ends at `offset`. */
static void tell(struct cconv_listing *listing, uint32_t *told, uint32_t offset, cconv_line_kind kind, uint16_t reg, int64_t value)
{
    fill(listing, told, offset - INSTRUCTION);
    listing_add_line(listing, kind, offset, NULL, reg, value);
    *told = offset;
}

/* What is saved is found by the stack pointer (saves_lowest), up to 504 bytes away. */
static void add_aarch64_saves(struct cconv_listing *listing, uint32_t *told)
{
    const struct frame *frame = &listing->frame;
    struct preserved host;
    preserved_by(cconv_target_convention(listing->from->target), &host);
    for (uint32_t i = 0; i < frame->saved_count; i++) {
        int64_t at = (int64_t)frame->saves_at + frame->saved_at[i];
        if (!host.bytes[frame->saved[i]]) /* no unwinder gives back others */
            continue;
        listing->is_out_of_reach = listing->is_out_of_reach || at > FARTHEST_SAVE;
        tell(listing, told, frame->saved_by[i], CCONV_LINE_STORED, frame->saved[i], at);
    }
}

/* Its forms are those of aarch64.c's enter() and leave(). */
static void add_aarch64(struct cconv_listing *listing, uint32_t leave_at)
{
    const struct frame *frame = &listing->frame;
    uint16_t pointer = listing->machine.frame_pointer;
    uint32_t told = 0;
    bool is_pushed = frame->has_pointer || frame->size == RECORD;
    int64_t record = (int64_t)frame->size - RECORD;
    if (frame->is_leaf)
        return;
    if (is_pushed) {
        tell(listing, &told, frame->pushed_by, CCONV_LINE_PUSHED, pointer, RECORD);
        tell(listing, &told, frame->framed_by, CCONV_LINE_POINTER, pointer, 0);
    } else {
        tell(listing, &told, frame->pushed_by, CCONV_LINE_TAKEN, CCONV_NO_REGISTER, frame->size);
        tell(listing, &told, frame->pushed_by + INSTRUCTION, CCONV_LINE_STORED, pointer, record);
        tell(listing, &told, frame->framed_by, CCONV_LINE_POINTER, pointer, record);
    }
    add_aarch64_saves(listing, &told);
    fill(listing, &told, frame->entered_by);
    listing_add_line(listing, CCONV_LINE_PROLOGUE_END, frame->entered_by, NULL, CCONV_NO_REGISTER, 0);
    listing_add_line(listing, CCONV_LINE_EPILOGUE, leave_at, NULL, CCONV_NO_REGISTER, 0);
    told = leave_at;
    if (frame->has_pointer)
        tell(listing, &told, told + INSTRUCTION, CCONV_LINE_POINTER, pointer, 0);
    if (is_pushed) {
        tell(listing, &told, told + INSTRUCTION, CCONV_LINE_PUSHED, pointer, RECORD);
    } else {
        tell(listing, &told, told + INSTRUCTION, CCONV_LINE_STORED, pointer, record);
        tell(listing, &told, told + INSTRUCTION, CCONV_LINE_TAKEN, CCONV_NO_REGISTER, frame->size);
    }
    listing_add_line(listing, CCONV_LINE_EPILOGUE_END, told, NULL, CCONV_NO_REGISTER, 0);
}

void listing_windows(struct cconv_listing *listing, const struct log *log)
{
    uint32_t leave_at = 0;
    for (uint32_t i = 0; i < log->count; i++)
        if (log->events[i].kind == LOG_LEAVE)
            leave_at = log->events[i].at;
    if (listing->is_windows && listing->machine.arch == CCONV_ARCH_X86_64)
        add_x86_64(listing);
    else if (listing->is_windows && listing->machine.arch == CCONV_ARCH_AARCH64)
        add_aarch64(listing, leave_at);
}
