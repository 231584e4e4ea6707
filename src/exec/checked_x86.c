/*
 * Checked calls on x86, of both widths: x87 and MMX registers, control words, and the upper halves of vector registers.
 * "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 1: 8.1.10 has the image that fnsave writes, 13.1
 * the components of XINUSE.
 */
#include "exec/checked.h"

#if CHECKED_HERE && (defined(__x86_64__) || defined(__i386__))
#include "exec/checked_x86.h"

#include <cpuid.h>

enum { STATUS = IMAGE_X87 + 4, TAGS = IMAGE_X87 + 8, X87_REGISTERS = 8, EMPTY = 3, ALL_EMPTY = 0xffff };
enum { DIRECTION = 0x400, MXCSR_CONTROL = 0xffc0, SSE_STATE = 2, UPPER_YMM = 4, UPPER_ZMM = 0x40, AVX512_STATE = 0xe0 };

#if defined(__x86_64__)
enum { FIRST_ST = ST0, FIRST_MM = CCONV_NO_REGISTER, FIRST_XMM = XMM0 }; /* __m64 is passed in xmm registers there */
#else
enum { FIRST_ST = I386_ST0, FIRST_MM = I386_MM0, FIRST_XMM = I386_XMM0 };
#endif
enum { ALL_VECTORS = 3 * VECTOR_COUNT }; /* by their three names */

const struct checked_control checked_x86_controls[CHECKED_X86_CONTROLS] = {
    {CCONV_X87_CONTROL, "fpcr", IMAGE_X87, 2, 0xffff, 0},
    {CCONV_MXCSR, "mxcsr", IMAGE_MXCSR, 4, MXCSR_CONTROL, FLAG_SSE},
    {CCONV_DIRECTION_FLAG, IMAGE_FLAGS_NAME, IMAGE_FLAGS, 4, DIRECTION, 0},
};

/* XCR0: the components that the system keeps for each thread. */
static unsigned system_keeps(void)
{
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

/* What vzeroupper changes, as far as this file's code may use it. */
#if defined(__x86_64__)
#define CHANGED_VECTORS , "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", \
    "xmm12", "xmm13", "xmm14", "xmm15"
#elif defined(__SSE__)
#define CHANGED_VECTORS , "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7"
#else
#define CHANGED_VECTORS
#endif

/* XINUSE tells of upper halves; not every processor sees that they are clear. */
static bool sees_clear_halves(void)
{
    unsigned in_use, high;
    __asm__ volatile("vzeroupper; xgetbv" : "=a"(in_use), "=d"(high) : "c"(1) : "memory" CHANGED_VECTORS);
    return !(in_use & (UPPER_YMM | UPPER_ZMM));
}

uintptr_t checked_x86_features(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(d & bit_SSE2))
        return 0;
    uintptr_t flags = FLAG_SSE;
    unsigned kept = c & bit_OSXSAVE ? system_keeps() : 0;
    if (!(c & bit_AVX) || (kept & (SSE_STATE | UPPER_YMM)) != (SSE_STATE | UPPER_YMM))
        return flags;
    flags |= FLAG_AVX;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_AVX512F && (kept & AVX512_STATE) == AVX512_STATE)
        flags |= FLAG_AVX512;
    if (__get_cpuid_count(13, 1, &a, &b, &c, &d) && a & 4 && sees_clear_halves())
        flags |= FLAG_IN_USE;
    return flags;
}

/* ------------------------------------------------------------------------- x87 */

static unsigned half_at(const uint8_t *image, size_t at)
{
    return image[at] | (unsigned)image[at + 1] << 8;
}

static unsigned registers_in_use(const uint8_t *image)
{
    unsigned count = 0;
    for (unsigned i = 0; i < X87_REGISTERS; i++)
        count += (half_at(image, TAGS) >> 2 * i & EMPTY) != EMPTY;
    return count;
}

/* Whether values pass in mm registers: who is called leaves them then, as compilers have it. */
static bool passes_mmx(const struct cconv_plan *plan)
{
    size_t count = checked_pieces(plan->result, FIRST_MM, X87_REGISTERS, 0);
    for (uint32_t i = 0; i < plan->argument_count; i++)
        count += checked_pieces(&plan->arguments[i], FIRST_MM, X87_REGISTERS, 0);
    return count != 0;
}

static void set_half(uint8_t *image, size_t at, unsigned value)
{
    image[at] = (uint8_t)value;
    image[at + 1] = (uint8_t)(value >> 8);
}

static size_t x87_arguments(const struct cconv_plan *plan)
{
    size_t count = 0;
    for (uint32_t i = 0; i < plan->argument_count; i++)
        count += checked_pieces(&plan->arguments[i], FIRST_ST, X87_REGISTERS, 0);
    return count;
}

/* The stub gets the results and nothing else on the stack; arguments there are gone, whatever the function made of them. What
   else the caller had on it stays if there are neither. */
static void leave_x87(struct checked *checked)
{
    size_t results = checked_pieces(checked->plan->result, FIRST_ST, X87_REGISTERS, 0);
    size_t in_mmx = checked_pieces(checked->plan->result, FIRST_MM, X87_REGISTERS, 0);
    unsigned tags = half_at(checked->after, TAGS), top = half_at(checked->after, STATUS) >> 11 & 7;
    if (!results && !in_mmx) {
        if (x87_arguments(checked->plan))
            set_half(checked->image, TAGS, ALL_EMPTY);
        return;
    }
    for (unsigned i = (unsigned)results; results && i < X87_REGISTERS; i++)
        tags |= (unsigned)EMPTY << 2 * ((top + i) & 7);
    for (size_t i = IMAGE_X87 + 2; i < IMAGE_MXCSR; i++) /* all but the control word */
        checked->image[i] = checked->after[i];
    set_half(checked->image, TAGS, tags);
}

/* --------------------------------------------------------------------- vectors */

static bool is_wide(const cconv_placement *value)
{
    return checked_pieces(value, FIRST_XMM, ALL_VECTORS, 16) != 0;
}

static void set_wide(struct checked *checked, bool wide)
{
    checked->flags = wide ? checked->flags | FLAG_WIDE : checked->flags & ~(uintptr_t)FLAG_WIDE;
}

void checked_x86_arrive(struct checked *checked)
{
    const struct cconv_plan *plan = checked->plan;
    bool wide = false;
    for (uint32_t i = 0; i < plan->argument_count; i++)
        wide = wide || is_wide(&plan->arguments[i]);
    set_wide(checked, wide);
}

void checked_x86_leave(struct checked *checked)
{
    set_wide(checked, is_wide(checked->plan->result));
    leave_x87(checked);
}

/* Of xmm0 to xmm15, whose upper halves vzeroupper clears. Where XINUSE does not tell, halves that hold something are in use. */
static unsigned upper_halves_in_use(const struct checked *checked)
{
    enum { CLEARED = VECTOR_COUNT < 16 ? VECTOR_COUNT : 16, XMM_BYTES = 16, YMM_BYTES = 32, ZMM_BYTES = 64 };
    size_t kept = checked->flags & FLAG_AVX512 ? ZMM_BYTES : YMM_BYTES;
    unsigned in_use = 0;
    if (checked->flags & FLAG_IN_USE)
        return checked->after[IMAGE_IN_USE] & (UPPER_YMM | UPPER_ZMM);
    for (size_t i = 0; i < CLEARED; i++)
        for (size_t byte = XMM_BYTES; byte < kept; byte++)
            if (checked->after[IMAGE_VECTORS + ZMM_BYTES * i + byte])
                in_use |= byte < YMM_BYTES ? UPPER_YMM : UPPER_ZMM;
    return in_use;
}

void checked_x86_examine(struct checked_report *report, const struct checked *checked)
{
    const struct cconv_plan *plan = checked->plan;
    unsigned in_use = registers_in_use(checked->after);
    /* The caller may have left some in use itself; arguments are the function's to take. */
    size_t expected = registers_in_use(checked->called) + checked_pieces(plan->result, FIRST_ST, X87_REGISTERS, 0)
                      - x87_arguments(plan);
    bool wide = is_wide(plan->result);
    for (uint32_t i = 0; i < plan->argument_count; i++)
        wide = wide || is_wide(&plan->arguments[i]);
    if (in_use != expected && !passes_mmx(plan))
        checked_add(report, CCONV_X87_STATE, "st0", expected, in_use);
    if (checked->flags & FLAG_AVX && !wide && upper_halves_in_use(checked))
        checked_add(report, CCONV_UPPER_HALVES_DIRTY, "ymm", 0, upper_halves_in_use(checked));
}

#endif
