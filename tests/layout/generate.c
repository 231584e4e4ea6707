/* Random declarations over everything that can change a layout. Only what the judge's compiler accepts is written. */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

struct scalar {
    const char *name;
    int bits;                /* width of a bit-field of it; 0: none can be */
    const char *only;        /* letters: g gcc, c clang, x x86, a Arm, n not 32-bit Arm, 4 where __float128 is,
                                8 64-bit, i all but i386, h half floats, d decimals; NULL: all */
};

/* clang 19 for i386 loses initialisers behind a _BitInt of several limbs, so that no witness could be found. */
static const struct scalar scalars[] = {
    {"_Bool", 1, NULL}, {"char", 8, NULL}, {"signed char", 8, NULL}, {"unsigned char", 8, NULL},
    {"short", 16, NULL}, {"unsigned short", 16, NULL}, {"int", 32, NULL}, {"unsigned", 32, NULL},
    {"long", -1, NULL}, {"unsigned long", -1, NULL}, {"long long", 64, NULL}, {"unsigned long long", 64, NULL},
    {"__int128", 128, "8"}, {"unsigned __int128", 128, "8"},
    {"float", 0, NULL}, {"double", 0, NULL}, {"long double", 0, NULL}, {"_Float16", 0, "h"},
    {"_Complex float", 0, NULL}, {"_Complex double", 0, NULL}, {"_Complex long double", 0, NULL},
    {"_Complex int", 0, NULL}, {"void *", 0, NULL}, {"__builtin_va_list", 0, NULL},
    {"_Atomic int", 0, NULL}, {"volatile short", 16, NULL}, {"const char", 8, NULL},
    {"_Float128", 0, "gn"}, {"__float128", 0, "x4"}, {"_Decimal32", 0, "gd"}, {"_Decimal64", 0, "gd"},
    {"_Decimal128", 0, "gd"}, {"__bf16", 0, "ch"}, {"__fp16", 0, "a"},
    {"_BitInt(7)", 7, "c"}, {"unsigned _BitInt(13)", 13, "c"}, {"_BitInt(40)", 40, "c"}, {"_BitInt(64)", 64, "c"},
    {"_BitInt(90)", 90, "ci"}, {"unsigned _BitInt(128)", 128, "ci"}, {"_BitInt(200)", 200, "cxi"},
};
enum { SCALARS = sizeof scalars / sizeof scalars[0], INTEGERS = 14, MOST = 64 };

/* Types declared so far that members may use. */
struct known {
    char name[24];
    int bits;                /* as in struct scalar */
    bool is_typedef, is_record, is_plain, has_flexible;
};

struct generator {
    FILE *out;
    const struct judge *judge;
    uint64_t state;
    struct known known[MOST];
    unsigned known_count, next_name, next_field;
    bool plain, flexible;    /* of the record being written */
};

static uint64_t next(struct generator *g)
{
    uint64_t z = g->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static unsigned below(struct generator *g, unsigned n) { return (unsigned)(next(g) % n); }
static bool chance(struct generator *g, unsigned percent) { return below(g, 100) < percent; }
static unsigned power(struct generator *g, unsigned most) { return 1u << below(g, most + 1); }

static bool is_i386(const struct judge *judge) { return !strncmp(judge->target, "i686-", 5); }

static bool allowed(const struct judge *judge, const char *only)
{
    for (; only && *only; only++) {
        bool is = *only == 'g' ? judge->is_gcc : *only == 'c' ? !judge->is_gcc : *only == 'a' ? judge->is_arm
                : *only == 'x' ? !judge->is_arm && !judge->is_other
                : *only == '8' ? judge->is_64
                : *only == 'i' ? !is_i386(judge)
                : *only == 'n' ? !judge->is_arm || judge->is_64
                : *only == 'h' ? !judge->is_other
                : *only == 'd' ? judge->has_decimal || (!judge->is_arm && !judge->is_other)
                : /* 4: __float128 */ judge->is_linux || (judge->is_windows && !judge->is_msvc);
        if (!is)
            return false;
    }
    return true;
}

static const struct scalar *pick_scalar(struct generator *g, bool integer)
{
    for (;;) {
        const struct scalar *s = &scalars[below(g, integer && chance(g, 85) ? INTEGERS : SCALARS)];
        if (allowed(g->judge, s->only) && (!integer || s->bits))
            return s;
    }
}

static struct known *remember(struct generator *g, int bits)
{
    struct known *k = &g->known[g->known_count < MOST ? g->known_count++ : below(g, MOST)];
    memset(k, 0, sizeof *k);
    k->bits = bits;
    return k;
}

/* ---- attributes ---------------------------------------------------------------------------------------------- */

static void write_aligned(struct generator *g, unsigned most)
{
    fprintf(g->out, " __attribute__((aligned(%u)))", power(g, most));
    g->plain = false;
}

static void write_member_attributes(struct generator *g, bool is_bit_field)
{
    if (chance(g, is_bit_field ? 5 : 7))
        write_aligned(g, is_bit_field ? 5 : 6);
    if (chance(g, 5)) {
        fputs(" __attribute__((packed))", g->out);
        g->plain = false;
    }
}

/* Before the tag, or after the brace. */
static void write_record_attributes(struct generator *g, bool before)
{
    if (chance(g, 6)) {
        fputs(" __attribute__((packed))", g->out);
        g->plain = false;
    }
    if (chance(g, 6))
        write_aligned(g, 6);
    else if (before && g->judge->is_msvc && chance(g, 4)) { /* behind the brace it would mean nothing */
        fprintf(g->out, " __declspec(align(%u))", power(g, 6));
        g->plain = false;
    }
    bool has_twelve = is_i386(g->judge) || !strcmp(g->judge->target, "arm-linux-gnu");
    bool refuses = has_twelve && !g->judge->is_gcc; /* clang: ms_struct with a long double or _BitInt of 12 bytes */
    if (!g->judge->is_msvc && !refuses && chance(g, 3))
        fputs(chance(g, 50) ? " __attribute__((ms_struct))" : " __attribute__((gcc_struct))", g->out);
}

/* ---- members ------------------------------------------------------------------------------------------------- */

static void write_bit_field(struct generator *g)
{
    const char *name;
    int bits;
    if (g->known_count && chance(g, 15)) {
        const struct known *k = &g->known[below(g, g->known_count)];
        if (!k->bits)
            return;
        name = k->name;
        bits = k->bits;
    } else {
        const struct scalar *s = pick_scalar(g, true);
        name = s->name;
        bits = s->bits;
    }
    if (bits < 0)
        bits = g->judge->long_bits;
    unsigned width = chance(g, 10) ? (unsigned)bits : 1 + below(g, (unsigned)bits);
    if (chance(g, 30) && width > 8)
        width = 1 + below(g, 8);
    if (chance(g, 6)) {
        fprintf(g->out, " %s : 0", name);
        g->plain = false; /* may align a struct without size */
    } else if (chance(g, 8))
        fprintf(g->out, " %s : %u", name, width);
    else
        fprintf(g->out, " %s f%u : %u", name, g->next_field++, width);
    write_member_attributes(g, true);
    fputc(';', g->out);
}

static void write_array(struct generator *g)
{
    for (unsigned depth = chance(g, 20) ? 2 : 1; depth; depth--) {
        unsigned length = chance(g, 8) ? 0 : 1 + below(g, 4);
        g->plain &= length != 0; /* MSVC: size 4, whatever the alignment */
        fprintf(g->out, "[%u]", length);
    }
}

static void write_known_member(struct generator *g)
{
    const struct known *k = &g->known[below(g, g->known_count)];
    bool can_repeat = !k->is_typedef && !k->has_flexible && (!k->is_record || k->is_plain || !g->judge->is_msvc);
    if (k->is_record && !k->is_plain)
        g->plain = false;
    if (k->is_typedef)
        g->plain = false;
    g->flexible |= k->has_flexible;
    bool atomic = k->is_record && !k->has_flexible && chance(g, 5);
    can_repeat &= !atomic || k->is_plain;
    fprintf(g->out, " %s%s f%u", atomic ? "_Atomic " : "", k->name, g->next_field++);
    if (can_repeat && chance(g, 25))
        write_array(g);
    write_member_attributes(g, false);
    fputc(';', g->out);
}

static void write_scalar_member(struct generator *g)
{
    const struct scalar *s = pick_scalar(g, false);
    if (chance(g, 4)) {
        fprintf(g->out, " _Alignas(%u)", 16u << below(g, 3));
        g->plain = false;
    }
    if (chance(g, 3)) {
        fprintf(g->out, " int (*f%u)(%s);", g->next_field++, s->name);
        return;
    }
    fprintf(g->out, " %s f%u", s->name, g->next_field++);
    if (chance(g, 20))
        write_array(g);
    write_member_attributes(g, false);
    fputc(';', g->out);
}

static void write_members(struct generator *g, unsigned depth, bool is_union);

static void write_anonymous(struct generator *g, unsigned depth)
{
    bool is_union = chance(g, 50);
    fputs(is_union ? " union" : " struct", g->out);
    write_record_attributes(g, true);
    fputs(" {", g->out);
    write_members(g, depth + 1, is_union);
    fputs(" }", g->out);
    if (chance(g, 20))
        fprintf(g->out, " f%u", g->next_field++);
    fputc(';', g->out);
}

static void write_members(struct generator *g, unsigned depth, bool is_union)
{
    static const unsigned char shapes[] = {10, 40, 80};
    unsigned bit_percent = shapes[below(g, 3)], first_field = g->next_field;
    unsigned count = chance(g, 3) ? 0 : 1 + below(g, depth ? 4 : 7);
    for (unsigned i = 0; i < count; i++) {
        if (chance(g, bit_percent))
            write_bit_field(g);
        else if (depth < 2 && chance(g, 10))
            write_anonymous(g, depth);
        else if (g->known_count && chance(g, 30))
            write_known_member(g);
        else
            write_scalar_member(g);
    }
    if (depth == 0 && !is_union && g->next_field != first_field && chance(g, 5)) {
        fprintf(g->out, " %s f%u[];", pick_scalar(g, false)->name, g->next_field++);
        g->flexible = true;
    }
}

/* ---- declarations -------------------------------------------------------------------------------------------- */

static void write_record(struct generator *g)
{
    bool is_union = chance(g, 18), packs = chance(g, 15);
    unsigned id = g->next_name++;
    const char *word = is_union ? "union" : "struct";
    g->plain = !packs;
    g->flexible = false;
    g->next_field = 0;
    if (packs)
        fprintf(g->out, "#pragma pack(push, %u)\n", power(g, 4));
    fputs(word, g->out);
    /* Never in both places: of two alignments on one struct gcc takes the last, clang the largest. */
    bool before = chance(g, 50);
    if (before)
        write_record_attributes(g, true);
    fprintf(g->out, " s%u {", id);
    write_members(g, 0, is_union);
    fputs(" }", g->out);
    if (!before)
        write_record_attributes(g, false);
    fputs(";\n", g->out);
    if (packs)
        fputs("#pragma pack(pop)\n", g->out);
    struct known *k = remember(g, 0);
    snprintf(k->name, sizeof k->name, "%s s%u", word, id);
    k->is_record = true;
    k->is_plain = g->plain;
    k->has_flexible = g->flexible;
}

static void write_enum(struct generator *g)
{
    static const char *const values[] = {"0", "1", "-1", "127", "128", "255", "-129", "32767", "65535", "2147483647",
                                         "-2147483647 - 1", "4294967295", "4294967296", "-4294967296",
                                         "9223372036854775807", "0xffffffffffffffffu"};
    static const char *const underlying[] = {"unsigned char", "short", "unsigned", "long long", "_Bool"};
    static const int underlying_bits[] = {8, 16, 32, 64, 1};
    unsigned id = g->next_name++, count = 1 + below(g, 3);
    int bits = 8, fixed = !g->judge->is_gcc && chance(g, 25) ? (int)below(g, 5) : -1;
    /* Small values mostly, so that bit-fields of the enum and all its sizes occur. */
    unsigned range = fixed >= 0 ? 2 : chance(g, 70) ? 5 : chance(g, 70) ? 10 : 14;
    bool packed = chance(g, 20);
    if (!packed)
        bits = 32;
    fprintf(g->out, "enum%s e%u", packed ? " __attribute__((packed))" : "", id);
    if (fixed >= 0) {
        fprintf(g->out, " : %s", underlying[fixed]);
        bits = underlying_bits[fixed];
    }
    fputs(" {", g->out);
    for (unsigned i = 0; i < count; i++)
        fprintf(g->out, " E%u_%u = %s,", id, i, values[below(g, range)]);
    if (fixed < 0 && chance(g, 5))
        fprintf(g->out, " E%u_big = %s,", id, values[15]);
    fputs(" };\n", g->out);
    snprintf(remember(g, bits)->name, 24, "enum e%u", id);
}

/* Vectors, and typedefs that raise or lower an alignment. */
static void write_typedef(struct generator *g)
{
    static const char *const elements[] = {"char", "short", "int", "long long", "float", "double", "unsigned char"};
    unsigned id = g->next_name++;
    struct known *k;
    if (chance(g, 50)) {
        fprintf(g->out, "typedef %s t%u __attribute__((vector_size(%u)));\n", elements[below(g, 7)], id,
                8u << below(g, 4));
        k = remember(g, 0);
    } else {
        const struct scalar *s = pick_scalar(g, chance(g, 70));
        fprintf(g->out, "typedef %s t%u __attribute__((aligned(%u)));\n", s->name, id, power(g, 6));
        k = remember(g, s->bits);
        k->is_typedef = true;
    }
    snprintf(k->name, sizeof k->name, "t%u", id);
}

void generate(FILE *out, const struct judge *judge, uint64_t seed, unsigned count)
{
    struct generator g = {.out = out, .judge = judge, .state = seed};
    while (count) {
        if (chance(&g, 12)) {
            write_typedef(&g);
            continue;
        }
        if (chance(&g, 12))
            write_enum(&g);
        else
            write_record(&g);
        count--;
    }
}
