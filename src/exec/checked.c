/*
 * cconv_call_checked: a call between poisoned registers and guards, and what the function broke. The assembly stands where
 * the function would: a stub jumps to it (checked_x86_64.S).
 */
#include "exec/code.h"

#include <string.h>

#if defined(__x86_64__) && defined(__ELF__)
#include <cpuid.h>

enum { GENERAL = 16, GUARD_BYTES = 64 };
enum { FLAG_NARROW = 1, FLAG_XGETBV = 2, FLAG_X87 = 4 };
enum { DIRECTION = 0x400, MXCSR_CONTROL = 0xffc0, UPPER_YMM = 4, UPPER_ZMM = 0x40 };

/* What the assembly works on, by these offsets. */
struct checked {
    cconv_function function;
    struct checked *previous;        /* of the same thread, when the function calls back and checks again */
    uint8_t *stack;
    uint64_t total, arguments;
    uint32_t vectors, flags;
    uint64_t upper, rflags;
    uint64_t in[GENERAL], mask[GENERAL], poison[GENERAL], after[GENERAL];
    uint32_t mxcsr_before;
    uint16_t fcw_before, unused;
    uint64_t broken;
    uint8_t vector_poison[16];
    uint64_t alignment[4];
    uint8_t fxsave[512];
};

_Static_assert(offsetof(struct checked, vectors) == 40 && offsetof(struct checked, in) == 64
               && offsetof(struct checked, after) == 448 && offsetof(struct checked, mxcsr_before) == 576
               && offsetof(struct checked, vector_poison) == 592 && offsetof(struct checked, fxsave) == 640, "checked_x86_64.S");

extern const uint8_t cconv_checked_enter[];

/* ---------------------------------------------------------------- before the call */

/* A value that no program has by accident, and that tells which register it was. */
static uint64_t poison_of(unsigned reg)
{
    return 0xdeadbeef00c0de00u | reg;
}

/* Bits of a register that carry part of an argument, as far as the convention promises them. */
static void pass_bits(struct checked *checked, const struct cconv_plan *plan, const cconv_placement *value)
{
    (void)plan;
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (piece->where != CCONV_IN_REGISTER)
            continue;
        if (piece->reg < GENERAL) {
            uint64_t bytes = piece->at + piece->size;
            if (value->kind == CCONV_PLACED_DIRECT && bytes < value->extended_to)
                bytes = value->extended_to;
            checked->mask[piece->reg] |= bytes >= 8 ? UINT64_MAX : ((uint64_t)1 << 8 * bytes) - 1;
        } else if (piece->reg < ST0) {
            checked->vectors &= ~(1u << (piece->reg - XMM0) % 32);
            if (piece->size > 16)
                checked->flags &= ~(uint32_t)FLAG_NARROW;
        }
    }
}

static uint32_t processor_flags(void)
{
    unsigned a, b, c, d;
    uint32_t flags = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) && (c & bit_AVX) && (c & bit_OSXSAVE))
        flags = FLAG_NARROW;
    if (flags && __get_cpuid_count(13, 1, &a, &b, &c, &d) && a & 4) {
        /* Not every processor sees that the halves are clear. */
        unsigned in_use, high;
        __asm__ volatile("vzeroupper; xgetbv" : "=a"(in_use), "=d"(high) : "c"(1) : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                         "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
        if (!(in_use & (UPPER_YMM | UPPER_ZMM)))
            flags |= FLAG_XGETBV;
    }
    return flags;
}

static void prepare(struct checked *checked, const struct cconv_plan *plan, cconv_function function)
{
    memset(checked, 0, sizeof *checked);
    checked->function = function;
    checked->flags = processor_flags();
    checked->vectors = 0xffff;
    memset(checked->vector_poison, 0xa7, sizeof checked->vector_poison);
    for (uint32_t i = 0; i < plan->argument_count; i++)
        pass_bits(checked, plan, &plan->arguments[i]);
    for (uint32_t i = 0; i < plan->hidden_count; i++)
        for (size_t j = 0; j < plan->hidden[i].piece_count; j++)
            if (plan->hidden[i].pieces[j].where == CCONV_IN_REGISTER && plan->hidden[i].pieces[j].reg < GENERAL)
                checked->mask[plan->hidden[i].pieces[j].reg] = UINT64_MAX;
    if (plan->counts_vectors && plan->convention->vector_count == RAX)
        checked->mask[RAX] |= 0xff; /* AL alone is promised */
    for (unsigned i = 0; i < GENERAL; i++)
        checked->poison[i] = poison_of(i) & ~checked->mask[i];
    for (size_t i = 0; i < plan->result->piece_count; i++)
        if (plan->result->pieces[i].where == CCONV_IN_REGISTER && plan->result->pieces[i].reg >= ST0)
            checked->flags |= FLAG_X87;
    checked->arguments = plan->stack.args_size + plan->stack.shadow_space;
    checked->total = round_up(checked->arguments + 8 + GUARD_BYTES, 64);
}

/* ----------------------------------------------------------------- after the call */

struct report {
    cconv_violation *out;
    size_t room, count;
};

static void add(struct report *report, cconv_violation_kind kind, const char *reg, uint64_t expected, uint64_t found)
{
    if (report->count < report->room)
        report->out[report->count] = (cconv_violation){.kind = kind, .reg = reg, .expected = expected, .found = found};
    report->count++;
}

/* 1 if the register carries a result, or part of one. */
static bool is_result(const struct cconv_plan *plan, unsigned reg)
{
    for (size_t i = 0; i < plan->result->piece_count; i++)
        if (plan->result->pieces[i].where == CCONV_IN_REGISTER && plan->result->pieces[i].reg == reg)
            return true;
    return false;
}

static void check_general(struct report *report, const struct checked *checked, const struct cconv_plan *plan,
                          const struct preserved *keeps)
{
    for (uint16_t reg = 0; reg < GENERAL; reg++) {
        if (reg == RSP || !keeps->bytes[reg] || checked->mask[reg] || is_result(plan, reg))
            continue;
        if (checked->after[reg] != checked->poison[reg])
            add(report, CCONV_REGISTER_NOT_PRESERVED, x86_64_registers.regs[reg].name, checked->poison[reg], checked->after[reg]);
    }
    uint64_t expected = (uint64_t)(uintptr_t)checked->stack - checked->total + 8 + plan->stack.callee_pops;
    if (checked->after[RSP] != expected)
        add(report, CCONV_STACK_POINTER_OFF, "rsp", expected, checked->after[RSP]);
}

static void check_vectors(struct report *report, const struct checked *checked, const struct cconv_plan *plan,
                          const struct preserved *keeps)
{
    enum { XMM_AREA = 160 };
    for (unsigned i = 0; i < 16; i++) {
        uint32_t lanes[4], own[4] = {i, i, i, i};
        memcpy(lanes, checked->fxsave + XMM_AREA + 16 * i, sizeof lanes);
        if (i < 6)
            memcpy(own, checked->vector_poison, sizeof own);
        if (!keeps->bytes[XMM0 + i] || !(checked->vectors >> i & 1) || is_result(plan, XMM0 + i))
            continue;
        if (memcmp(lanes, own, keeps->bytes[XMM0 + i]) != 0)
            add(report, CCONV_REGISTER_NOT_PRESERVED, x86_64_registers.regs[XMM0 + i].name,
                (uint64_t)own[1] << 32 | own[0], (uint64_t)lanes[1] << 32 | lanes[0]);
    }
    bool wide = !(checked->flags & FLAG_NARROW);
    for (size_t i = 0; i < plan->result->piece_count; i++)
        wide = wide || (plan->result->pieces[i].where == CCONV_IN_REGISTER && plan->result->pieces[i].reg >= YMM0
                        && plan->result->pieces[i].reg < ST0);
    if (checked->flags & FLAG_XGETBV && !wide && checked->upper & (UPPER_YMM | UPPER_ZMM))
        add(report, CCONV_UPPER_HALVES_DIRTY, "ymm", 0, checked->upper & (UPPER_YMM | UPPER_ZMM));
}

static void check_states(struct report *report, const struct checked *checked, const struct cconv_plan *plan)
{
    uint16_t control;
    uint32_t mxcsr, results = 0;
    unsigned in_use = 0;
    memcpy(&control, checked->fxsave, sizeof control);
    memcpy(&mxcsr, checked->fxsave + 24, sizeof mxcsr);
    for (unsigned tags = checked->fxsave[4]; tags; tags &= tags - 1)
        in_use++;
    for (size_t i = 0; i < plan->result->piece_count; i++)
        results += plan->result->pieces[i].where == CCONV_IN_REGISTER && plan->result->pieces[i].reg >= ST0;
    if (in_use != results)
        add(report, CCONV_X87_STATE, "st0", results, in_use);
    if (control != checked->fcw_before)
        add(report, CCONV_X87_CONTROL, "fpcr", checked->fcw_before, control);
    if ((mxcsr ^ checked->mxcsr_before) & MXCSR_CONTROL)
        add(report, CCONV_MXCSR, "mxcsr", checked->mxcsr_before & MXCSR_CONTROL, mxcsr & MXCSR_CONTROL);
    if (checked->rflags & DIRECTION)
        add(report, CCONV_DIRECTION_FLAG, "rflags", 0, DIRECTION);
}

/* Memory above the function's arguments is its caller's. With another stack pointer, what keeps the registers at return
   writes there itself. */
static void check_guard(struct report *report, const struct checked *checked)
{
    for (size_t i = 0; i < report->count && i < report->room; i++)
        if (report->out[i].kind == CCONV_STACK_POINTER_OFF)
            return;
    if (checked->broken)
        add(report, CCONV_STACK_OVERWRITTEN, "rsp", checked->arguments, checked->total - checked->broken - 8);
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
    _Alignas(64) struct checked checked;
    struct preserved keeps;
    struct report report = {out, room, 0};
    prepare(&checked, plan, function);
    preserved_by(plan->convention, &keeps);
    os_lock_take(&code->lock);
    struct entry *entry = NULL;
    status = entry_take(&code->entries[0], &code->allocator, code->machine, &entry, error);
    os_lock_give(&code->lock);
    if (!status) {
        entry->code = cconv_checked_enter;
        entry->user = &checked;
        cconv_stub_call(stub)(entry_function(entry), result, arguments);
        check_general(&report, &checked, plan, &keeps);
        check_vectors(&report, &checked, plan, &keeps);
        check_states(&report, &checked, plan);
        check_guard(&report, &checked);
        os_lock_take(&code->lock);
        entry_give(entry);
        os_lock_give(&code->lock);
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
    return error_set(error, CCONV_UNSUPPORTED, "%s: checked calls are written for x86-64 alone",
                     plan ? plan->convention->name : "NULL");
}

#endif
