/* Draws prototypes: every scalar, records of many shapes, vectors, complex numbers, variadic calls. Seeded: a case
   depends on the seed, its number and the compiler's abilities alone. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

struct pool_block {
    struct pool_block *next;
    size_t used;
    _Alignas(16) char bytes[65536];
};

void *pool_take(struct pool *pool, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    if (!pool->blocks || pool->blocks->used + size > sizeof pool->blocks->bytes) {
        struct pool_block *block = calloc(1, sizeof *block);
        if (!block || size > sizeof block->bytes)
            abort();
        block->next = pool->blocks;
        pool->blocks = block;
    }
    void *result = pool->blocks->bytes + pool->blocks->used;
    pool->blocks->used += size;
    return result;
}

void pool_free(struct pool *pool)
{
    while (pool->blocks) {
        struct pool_block *next = pool->blocks->next;
        free(pool->blocks);
        pool->blocks = next;
    }
}

/* splitmix64 */
uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

unsigned random_below(struct random *random, unsigned limit)
{
    return (unsigned)(random_next(random) >> 33) % limit;
}

bool is_value(const struct generated_type *type)
{
    return type->kind != G_ARRAY && !(type->kind == G_NAMED && !strcmp(type->text, "va_list"));
}

struct draw {
    struct pool *pool;
    struct random random;
    const struct abilities *abilities;
    bool in_result;
};

static bool chance(struct draw *d, unsigned percent)
{
    return random_below(&d->random, 100) < percent;
}

static struct generated_type *new_type(struct draw *d, enum generated_kind kind)
{
    struct generated_type *type = pool_take(d->pool, sizeof *type);
    memset(type, 0, sizeof *type);
    type->kind = kind;
    return type;
}

static struct generated_type *basic(struct draw *d, const char *text)
{
    struct generated_type *type = new_type(d, G_BASIC);
    type->text = text;
    return type;
}

static struct generated_type *draw_integer(struct draw *d)
{
    static const char *const names[] = {
        "_Bool", "char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned int",
        "long", "unsigned long", "long long", "unsigned long long", "__int128", "unsigned __int128", "int", "long long",
    };
    unsigned n = random_below(&d->random, 16);
    if ((n == 12 || n == 13) && !d->abilities->int128)
        n = 6;
    return basic(d, names[n]);
}

static struct generated_type *draw_floating(struct draw *d)
{
    switch (random_below(&d->random, 12)) {
    case 0: case 1: case 2: return basic(d, "float");
    case 3: return basic(d, d->abilities->bfloat16 ? "__bf16" : "float");
    case 4: case 5: return basic(d, d->abilities->float16 ? "_Float16" : "float");
    case 6: return basic(d, d->abilities->float128 ? d->abilities->float128 : "double");
    case 7: return basic(d, "long double");
    case 8:
        if (d->abilities->decimal && chance(d, 40)) {
            static const char *const names[] = {"_Decimal32", "_Decimal64", "_Decimal128"};
            return basic(d, names[random_below(&d->random, 3)]);
        }
        return basic(d, "long double");
    default: return basic(d, "double");
    }
}

static struct generated_type *draw_enum(struct draw *d)
{
    struct generated_type *type = new_type(d, G_ENUM);
    type->n = random_below(&d->random, d->abilities->fixed_enum ? ENUMS : FREE_ENUMS); /* rows of print.c */
    return type;
}

static struct generated_type *draw_complex(struct draw *d)
{
    static const char *const integers[] = {"signed char", "short", "int", "long long", "unsigned char", "char",
                                           "unsigned short", "unsigned int", "long", "unsigned long long"};
    struct generated_type *type = new_type(d, G_COMPLEX);
    switch (random_below(&d->random, 12)) {
    case 0: case 1: case 2: type->element = basic(d, "float"); break;
    case 3: case 4: case 5: type->element = basic(d, "double"); break;
    case 6: case 7: type->element = basic(d, "long double"); break;
    case 8: type->element = basic(d, d->abilities->complex_half ? "_Float16" : "float"); break;
    case 9: type->element = basic(d, d->abilities->float128 ? d->abilities->float128 : "double"); break;
    default: type->element = basic(d, integers[random_below(&d->random, 10)]); break;
    }
    return type;
}

static struct generated_type *named(struct draw *d, const char *text)
{
    struct generated_type *type = new_type(d, G_NAMED);
    type->text = text;
    return type;
}

static struct generated_type *draw_named_vector(struct draw *d)
{
    static const char *const intel[] = {
        "__m64", "__m64", "__m128", "__m128", "__m128i", "__m128d", "__m256", "__m256i", "__m256d", "__m512", "__m512i",
        "__m512d", "__m128h", "__m256h", "__m512h", "__m128bh",
    };
    static const char *const neon[] = {
        "int8x8_t", "int16x4_t", "int32x2_t", "int64x1_t", "uint8x8_t", "uint8x16_t", "int16x8_t", "uint32x4_t",
        "int64x2_t", "float16x4_t", "float16x8_t", "float32x2_t", "float32x4_t", "float64x1_t", "float64x2_t",
        "bfloat16x4_t", "bfloat16x8_t", "poly8x8_t", "poly8x16_t", "poly16x4_t", "poly16x8_t", "poly64x1_t",
        "poly64x2_t", "float32x4_t",
    };
    struct generated_type *type =
        named(d, d->abilities->arm ? neon[random_below(&d->random, 24)] : intel[random_below(&d->random, 16)]);
    type->n = 1;
    return type;
}

static struct generated_type *draw_vector(struct draw *d)
{
    static const char *const elements[] = {
        "signed char", "unsigned char", "short", "int", "unsigned int", "long long", "float", "float", "double",
        "double", "unsigned short", "unsigned long long", "_Float16", "__bf16", "__int128",
    };
    static const unsigned sizes[] = {8, 8, 16, 16, 16, 16, 16, 32, 32, 64};
    if ((d->abilities->intel || d->abilities->arm) && chance(d, 45))
        return draw_named_vector(d);
    struct generated_type *type = new_type(d, G_VECTOR);
    unsigned n = random_below(&d->random, 15);
    type->n = sizes[random_below(&d->random, 10)];
    if ((n == 12 && !d->abilities->float16) || (n == 13 && !d->abilities->bfloat16)
        || (n == 14 && (!d->abilities->int128 || type->n < 16)))
        n = 6;
    type->element = basic(d, elements[n]);
    return type;
}

/* Typedefs of <stddef.h>, <stdint.h> and arm_neon.h that are no vectors. */
static struct generated_type *draw_named(struct draw *d)
{
    static const char *const names[] = {
        "wchar_t", "wchar_t", "size_t", "ptrdiff_t", "intptr_t", "uintptr_t", "int8_t", "uint16_t", "int32_t",
        "uint64_t", "intmax_t",
    };
    static const char *const neon[] = {
        "float32_t", "float64_t", "bfloat16_t", "poly8_t", "poly16_t", "poly64_t", "poly128_t", "float32x4x2_t",
        "float64x2x4_t", "int8x8x3_t", "uint16x8x2_t", "float16x4x2_t", "bfloat16x8x3_t", "poly8x16x2_t",
    };
    if (d->abilities->arm && chance(d, 40)) {
        struct generated_type *type = named(d, neon[random_below(&d->random, 14)]);
        type->n = 1;
        return type;
    }
    return named(d, names[random_below(&d->random, 11)]);
}

static struct generated_type *draw_bitint(struct draw *d)
{
    static const unsigned edges[] = {2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 37, 63, 64, 65, 96, 127, 128, 129, 192, 200};
    struct generated_type *type = new_type(d, G_BITINT);
    do
        type->n = edges[random_below(&d->random, 20)];
    while (type->n > d->abilities->bitint);
    type->is_unsigned = chance(d, 50);
    return type;
}

static struct generated_type *draw_scalar(struct draw *d)
{
    unsigned n = random_below(&d->random, 100);
    if (n < 5)
        return draw_named(d);
    if (n < 40)
        return draw_integer(d);
    if (n < 68)
        return draw_floating(d);
    if (n < 76) {
        struct generated_type *type = new_type(d, chance(d, 30) ? G_FUNCTION_POINTER : G_POINTER);
        return type;
    }
    if (n < 81)
        return draw_enum(d);
    if (n < 88)
        return draw_complex(d);
    if (n < 95)
        return draw_vector(d);
    return d->abilities->bitint ? draw_bitint(d) : draw_integer(d);
}

static struct generated_type *array_of(struct draw *d, struct generated_type *element, unsigned length)
{
    struct generated_type *type = new_type(d, G_ARRAY);
    if (element->kind == G_ALIGNED) /* compilers refuse elements aligned beyond their size */
        element = element->element;
    type->element = element;
    type->n = length;
    return type;
}

static struct generated_type *new_record(struct draw *d)
{
    struct generated_type *type = new_type(d, G_RECORD);
    type->members = pool_take(d->pool, MAX_MEMBERS * sizeof *type->members);
    return type;
}

static struct generated_member *add_member(struct generated_type *record, struct generated_type *type)
{
    if (record->count == MAX_MEMBERS)
        return &record->members[MAX_MEMBERS - 1];
    struct generated_member *member = &record->members[record->count++];
    *member = (struct generated_member){.type = type, .width = -1};
    return member;
}

static struct generated_type *draw_type(struct draw *d, unsigned depth);

/* One to five members of one floating or vector type, wrapped at random: HFA, HVA and what just misses being one. */
static struct generated_type *draw_homogeneous(struct draw *d)
{
    struct generated_type *base = chance(d, 30) ? draw_vector(d) : draw_floating(d);
    struct generated_type *record = new_record(d);
    unsigned left = 1 + random_below(&d->random, 5);
    record->is_union = chance(d, 10);
    while (left) {
        unsigned take = 1 + random_below(&d->random, left);
        unsigned how = random_below(&d->random, 10);
        if (how < 4) {
            add_member(record, base);
            take = 1;
        } else if (how < 7) {
            add_member(record, array_of(d, base, take));
        } else if (how == 7 && base->kind == G_BASIC && strncmp(base->text, "_Dec", 4) && strcmp(base->text, "__bf16")
                   && (strcmp(base->text, "_Float16") || d->abilities->complex_half) && take >= 2) {
            struct generated_type *type = new_type(d, G_COMPLEX);
            type->element = base;
            add_member(record, type);
            take = 2;
        } else {
            struct generated_type *inner = new_record(d);
            inner->is_union = chance(d, 20);
            for (unsigned i = 0; i < take; i++)
                add_member(inner, base);
            struct generated_member *member = add_member(record, inner);
            member->anonymous = chance(d, 30);
        }
        left -= take;
    }
    if (chance(d, 8)) /* spoil it */
        add_member(record, draw_scalar(d));
    if (chance(d, 4))
        add_member(record, new_record(d));
    if (chance(d, 4))
        add_member(record, array_of(d, base, 0));
    return record;
}

static struct generated_type *draw_bit_field_type(struct draw *d, unsigned *bits)
{
    static const struct { const char *name; unsigned bits; } types[] = {
        {"int", 32}, {"unsigned int", 32}, {"int", 32}, {"short", 16}, {"unsigned char", 8}, {"signed char", 8},
        {"unsigned short", 16}, {"long long", 64}, {"unsigned long long", 64}, {"_Bool", 1}, {"long", 32}, {"char", 8},
    };
    unsigned n = random_below(&d->random, 12);
    *bits = types[n].bits;
    return basic(d, types[n].name);
}

static void add_bit_field(struct draw *d, struct generated_type *record)
{
    unsigned bits;
    struct generated_type *type = draw_bit_field_type(d, &bits);
    struct generated_member *member = add_member(record, type);
    unsigned how = random_below(&d->random, 20);
    if (how == 0 && bits > 1) {
        member->width = 0;
        member->unnamed = true;
    } else {
        member->width = (int)(1 + random_below(&d->random, bits));
        if (how == 1)
            member->width = (int)bits;
        member->unnamed = how == 2 || how == 3;
        member->packed = how == 4;
    }
}

static struct generated_type *draw_bit_fields(struct draw *d)
{
    struct generated_type *record = new_record(d);
    unsigned count = 1 + random_below(&d->random, 6);
    record->is_union = chance(d, 8);
    for (unsigned i = 0; i < count; i++)
        if (chance(d, 75))
            add_bit_field(d, record);
        else
            add_member(record, draw_scalar(d));
    return record;
}

static void draw_extras(struct draw *d, struct generated_type *record)
{
    static const unsigned aligns[] = {1, 2, 4, 8, 16, 16, 32, 64};
    if (chance(d, 8))
        record->packed = true;
    if (chance(d, 7))
        record->align = aligns[random_below(&d->random, 8)];
    if (chance(d, 4))
        record->pack = 1u << random_below(&d->random, 5);
    if (record->count && chance(d, 6)) {
        struct generated_member *member = &record->members[random_below(&d->random, record->count)];
        if (member->width < 0 && !member->anonymous)
            member->align = aligns[random_below(&d->random, 7)];
    }
    if (record->count && chance(d, 4)) { /* less than the type's own alignment is an error to most compilers */
        struct generated_member *member = &record->members[random_below(&d->random, record->count)];
        bool is_small = member->type->kind == G_BASIC || member->type->kind == G_POINTER;
        if (member->width < 0 && !member->anonymous)
            member->alignas = is_small ? 16u << random_below(&d->random, 3) : 64;
    }
    if (record->count && chance(d, 3)) {
        struct generated_member *member = &record->members[random_below(&d->random, record->count)];
        if (member->width < 0 && !member->anonymous)
            member->packed = true;
    }
    if (!record->is_union && record->count && record->count < MAX_MEMBERS && chance(d, 2)) {
        struct generated_member *member = add_member(record, draw_integer(d));
        member->flexible = true;
    }
}

static struct generated_type *draw_record(struct draw *d, unsigned depth)
{
    unsigned n = random_below(&d->random, 100);
    struct generated_type *record;
    if (n < 28) {
        record = draw_homogeneous(d);
    } else if (n < 42) {
        record = draw_bit_fields(d);
    } else if (n < 45) {
        record = new_record(d); /* empty */
        record->is_union = chance(d, 30);
    } else if (n < 60) { /* a few small members: up to two registers */
        record = new_record(d);
        unsigned count = 1 + random_below(&d->random, 4);
        for (unsigned i = 0; i < count; i++)
            add_member(record, chance(d, 60) ? draw_integer(d) : draw_floating(d));
    } else if (n < 68) { /* odd sizes */
        record = new_record(d);
        add_member(record, array_of(d, basic(d, chance(d, 70) ? "char" : "short"), 1 + random_below(&d->random, 20)));
    } else {
        record = new_record(d);
        record->is_union = chance(d, 25);
        unsigned count = 1 + random_below(&d->random, 5);
        for (unsigned i = 0; i < count; i++) {
            struct generated_type *type = draw_type(d, depth + 1);
            if (chance(d, 12))
                type = array_of(d, type, random_below(&d->random, 4));
            struct generated_member *member = add_member(record, type);
            member->anonymous = type->kind == G_RECORD && chance(d, 35);
            if (!member->anonymous && chance(d, 6))
                member->qualifier = chance(d, 50) ? "const " : "volatile ";
        }
    }
    draw_extras(d, record);
    return record;
}

static struct generated_type *draw_transparent(struct draw *d)
{
    struct generated_type *record = new_record(d);
    record->is_union = record->transparent = true;
    add_member(record, new_type(d, G_POINTER));
    add_member(record, chance(d, 50) ? new_type(d, G_FUNCTION_POINTER) : new_type(d, G_POINTER));
    return record;
}

static struct generated_type *draw_atomic(struct draw *d)
{
    unsigned n = random_below(&d->random, 10);
    struct generated_type *type = new_type(d, G_ATOMIC);
    type->element = n < 4 ? draw_integer(d) : n < 6 ? draw_floating(d) : n < 7 ? new_type(d, G_POINTER)
                  : n < 8 ? draw_complex(d) : draw_record(d, 3);
    return type;
}

static struct generated_type *draw_type(struct draw *d, unsigned depth)
{
    unsigned n = random_below(&d->random, 100);
    if (depth < 3 && n < (depth ? 35u : 52u))
        return draw_record(d, depth);
    if (n == 94 || n == 95)
        return draw_atomic(d);
    if (n == 96 && (depth || !d->abilities->va_list_is_array))
        return named(d, "va_list");
    if (n > 97) {
        static const unsigned aligns[] = {1, 2, 4, 8, 16, 32};
        struct generated_type *type = new_type(d, G_ALIGNED);
        type->element = chance(d, 70) ? draw_integer(d) : draw_floating(d);
        type->n = aligns[random_below(&d->random, 6)];
        return type;
    }
    if (n == 97 && !depth && !d->in_result)
        return draw_transparent(d);
    return draw_scalar(d);
}

static bool is_flexible(const struct generated_type *type)
{
    for (unsigned i = 0; i < type->count; i++)
        if (type->members[i].flexible || is_flexible(type->members[i].type))
            return true;
    return type->element && is_flexible(type->element);
}

/* A parameter in one of the forms that C adjusts. */
static struct generated_type *draw_parameter(struct draw *d)
{
    struct generated_type *type = new_type(d, G_PARAMETER);
    unsigned forms = d->abilities->intel ? PARAMETER_FORMS : P_MS_VA_LIST;
    type->n = random_below(&d->random, forms);
    bool scalar = type->n == P_FUNCTION || type->n == P_FUNCTION_TYPEDEF;
    bool whole = type->n == P_CONST || type->n == P_VOLATILE || type->n == P_REGISTER;
    type->element = scalar ? draw_integer(d) : draw_type(d, !whole);
    if (type->element->kind == G_ALIGNED)
        type->element = type->element->element;
    if (whole && (type->element->kind == G_ATOMIC || type->element->transparent))
        type->element = draw_integer(d);
    if (is_flexible(type->element))
        type->element = draw_complex(d);
    return type;
}

/* Scalars in the first places so that records meet registers that are nearly used up. */
static void draw_arguments(struct draw *d, struct generated_case *out)
{
    unsigned style = random_below(&d->random, 10);
    out->count = style < 6 ? random_below(&d->random, 6) : random_below(&d->random, 13);
    unsigned filler = style == 9 || style == 5 ? random_below(&d->random, 9) : 0;
    if (out->count < filler + 2 && filler)
        out->count = filler + 2;
    if (out->count > 12)
        out->count = 12;
    bool floats = chance(d, 40);
    for (unsigned i = 0; i < out->count; i++) {
        if (i < filler)
            out->arguments[i] = basic(d, floats ? (chance(d, 80) ? "double" : "int") : (chance(d, 80) ? "int" : "double"));
        else
            out->arguments[i] = chance(d, 10) ? draw_parameter(d) : draw_type(d, 0);
    }
    out->fixed = out->count;
    if (chance(d, 20)) {
        if (!out->count)
            out->arguments[out->count++] = draw_type(d, 0);
        out->variadic = true;
        out->fixed = 1 + random_below(&d->random, out->count);
        if (chance(d, 60) && out->fixed > 3)
            out->fixed = 1 + random_below(&d->random, 3);
        for (unsigned i = out->fixed; i < out->count; i++) /* what only a declaration can say is no news here */
            if (out->arguments[i]->kind == G_PARAMETER || out->arguments[i]->kind == G_ATOMIC
                || out->arguments[i]->transparent)
                out->arguments[i] = basic(d, "double");
    }
}

void generate_case(struct pool *pool, uint64_t seed, uint64_t number, const struct abilities *abilities,
                   struct generated_case *out)
{
    struct draw d = {.pool = pool, .abilities = abilities};
    d.random.state = seed; /* hashed twice, so that neighbouring cases share nothing */
    d.random.state = random_next(&d.random) ^ number * 0xd6e8feb86659fd93u;
    d.random.state = random_next(&d.random);
    memset(out, 0, sizeof *out);
    out->number = number;
    draw_arguments(&d, out);
    d.in_result = true;
    if (!chance(&d, 10))
        out->result = draw_type(&d, 0);
}
