/*
 * Fuzzes types, layouts and plans: the bytes are a little program that makes types through the public interface,
 * then a signature of them, which is planned under every convention of a target, every reading and every feature
 * set. Built with CCONV_VERIFY, so that a plan that breaks an invariant aborts.
 */
#include <callconv/callconv.h>

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TYPES = 48, MOST_FIELDS = 12, MOST_PARAMETERS = 24 };

/* Bytes still to be read; zero when none is left. */
struct input {
    const uint8_t *at, *end;
};

static uint8_t take(struct input *input)
{
    return input->at < input->end ? *input->at++ : 0;
}

/* Mostly small, now and then near the limits where sizes overflow. */
static uint64_t take_number(struct input *input)
{
    uint8_t byte = take(input);
    if (byte < 0xf0)
        return byte % 20;
    return ((uint64_t)take(input) + 1) << (byte % 16 * 4);
}

struct pool {
    cconv_context *context;
    const cconv_type *types[MOST_TYPES];
    size_t count;
};

static const cconv_type *pick(struct pool *pool, struct input *input)
{
    return pool->types[take(input) % pool->count];
}

static uint32_t take_align(struct input *input)
{
    static const uint32_t aligns[] = {0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 4096};
    return aligns[take(input) % 12];
}

static const cconv_type *make_record(struct pool *pool, struct input *input)
{
    static const char *const names[MOST_FIELDS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    cconv_field fields[MOST_FIELDS];
    memset(fields, 0, sizeof fields);
    uint8_t how = take(input);
    cconv_record record = {.kind = how & 1 ? CCONV_UNION : CCONV_STRUCT, .tag = how & 2 ? "tag" : NULL};
    if ((how & 0x1c) == 0x1c)
        record.flags = CCONV_RECORD_PACKED;
    if ((how & 0x60) == 0x60)
        record.pack = 1u << (take(input) % 5);
    if ((how & 0x90) == 0x90)
        record.align = take_align(input);
    if ((how & 0xa8) == 0xa8)
        record.flags |= take(input) & (CCONV_RECORD_MS | CCONV_RECORD_GNU | CCONV_RECORD_TRANSPARENT);
    size_t count = take(input) % (MOST_FIELDS + 1);
    for (size_t i = 0; i < count; i++) {
        uint8_t kind = take(input);
        fields[i].type = pick(pool, input);
        fields[i].name = (kind & 7) == 7 ? NULL : names[i];
        if ((kind & 0x38) == 0x38)
            fields[i].flags |= CCONV_FIELD_PACKED;
        if ((kind & 0xc0) == 0x40) {
            fields[i].flags |= CCONV_FIELD_BIT_FIELD;
            fields[i].bit_width = take(input) % 72;
        } else if ((kind & 0xc0) == 0x80) {
            fields[i].align = take_align(input);
        }
        if (!fields[i].name)
            fields[i].flags |= CCONV_FIELD_ANONYMOUS;
        if (kind == 0xff)
            fields[i].flags |= CCONV_FIELD_FLEXIBLE;
    }
    return cconv_type_record(pool->context, &record, fields, count, NULL);
}

static const cconv_type *make_type(struct pool *pool, struct input *input)
{
    cconv_context *context = pool->context;
    switch (take(input) % 12) {
    case 0: return cconv_type_array(context, pick(pool, input), take_number(input), NULL);
    case 1: return cconv_type_vector(context, pick(pool, input), (uint64_t)1 << (take(input) % 9), NULL);
    case 2: return cconv_type_vector(context, pick(pool, input), take_number(input), NULL);
    case 3: return cconv_type_complex(context, pick(pool, input), NULL);
    case 4: return cconv_type_bitint(context, (uint32_t)take_number(input) * 7 + 1, take(input) & 1, NULL);
    case 5: return cconv_type_typedef(context, "name", pick(pool, input), take_align(input), NULL);
    case 6: return cconv_type_pointer(context, pick(pool, input), take(input) & 15, NULL);
    default: return make_record(pool, input);
    }
}

static void fill_pool(struct pool *pool, struct input *input)
{
    for (int kind = CCONV_VOID; kind <= CCONV_DECIMAL128; kind++)
        pool->types[pool->count++] = cconv_type_basic(pool->context, (cconv_type_kind)kind);
    for (unsigned left = take(input) % (MOST_TYPES - 24); left > 0; left--) {
        const cconv_type *type = make_type(pool, input);
        if (type)
            pool->types[pool->count++] = type;
    }
}

/* A type and, where it is a record, its members. */
static void tell_type(const cconv_type *type, unsigned depth)
{
    char name[256];
    cconv_type_print(type, 0, NULL, name, sizeof name);
    type = cconv_type_canonical(type);
    fprintf(stderr, "%*s%s: size %llu, align %llu\n", (int)(4 * depth + 4), "", name,
            (unsigned long long)cconv_type_size(type), (unsigned long long)cconv_type_align(type));
    for (size_t i = 0; i < cconv_type_field_count(type) && i < 8 && depth < 4; i++) {
        const cconv_field *field = cconv_type_field(type, i);
        fprintf(stderr, "%*sat %llu, flags %u, bits %u:\n", (int)(4 * depth + 8), "", (unsigned long long)field->offset,
                (unsigned)field->flags, (unsigned)field->bit_width);
        tell_type(field->type, depth + 1);
    }
}

static void read_plan(const cconv_plan *plan)
{
    uint32_t vectors = 0;
    size_t length = strlen(cconv_plan_declaration(plan));
    for (size_t i = 0; i <= cconv_plan_argument_count(plan); i++) {
        const cconv_placement *value =
            i < cconv_plan_argument_count(plan) ? cconv_plan_argument(plan, i) : cconv_plan_result(plan);
        length += strlen(value->type);
        for (size_t j = 0; j < value->piece_count; j++)
            if (value->pieces[j].where == CCONV_IN_REGISTER && !cconv_plan_register_name(plan, value->pieces[j].reg))
                abort();
    }
    cconv_plan_vector_count(plan, &vectors);
    if (length == 0 || vectors > 8)
        abort();
}

/* What is being planned, and by whom: printed if it ends in an assertion. */
static struct {
    const cconv_convention *convention;
    const cconv_target *target;
    const cconv_signature *signature;
    cconv_plan_options options;
} current;

static void (*fuzzers_own)(int);

static void tell(int number)
{
    if (current.convention)
        fprintf(stderr, "%s on %s, reading %d, features %u: %s\n", cconv_convention_name(current.convention),
                cconv_target_name(current.target), (int)current.options.reading, (unsigned)current.options.features,
                cconv_signature_declaration(current.signature));
    for (size_t i = 0; current.convention && i < cconv_signature_parameter_count(current.signature); i++)
        tell_type(cconv_signature_parameter(current.signature, i)->type, 0);
    if (current.convention)
        tell_type(cconv_signature_result(current.signature), 0);
    fuzzers_own(number);
}

static void plan_all(const cconv_target *target, const cconv_signature *signature)
{
    static const uint32_t features[] = {0, CCONV_FEATURE_AVX, CCONV_FEATURE_AVX512};
    for (size_t i = 0; i < cconv_convention_count(); i++)
        for (unsigned how = 0; how < 12; how++) {
            cconv_plan_options options = {.reading = (cconv_reading)(how % 4), .features = features[how / 4]};
            cconv_plan *plan = NULL;
            cconv_error error = {CCONV_OK, 0, 0, "", ""};
            current.convention = cconv_convention_at(i);
            current.target = target;
            current.signature = signature;
            current.options = options;
            cconv_status status = cconv_plan_new(cconv_convention_at(i), signature, &options, &plan, &error);
            int accepts = cconv_convention_accepts(cconv_convention_at(i), target);
            if ((status == CCONV_OK) != (plan != NULL) || (status && !error.message[0]) || status != error.status)
                abort();
            if (accepts ? status && status != CCONV_UNSUPPORTED : status != CCONV_INVALID)
                abort();
            if (plan)
                read_plan(plan);
            cconv_plan_free(plan);
            if (!accepts)
                break;
        }
}

static void plan_signature(struct pool *pool, struct input *input)
{
    cconv_parameter parameters[MOST_PARAMETERS] = {{NULL, NULL, 0}};
    const cconv_type *more[4];
    const cconv_signature *signature = NULL, *varied = NULL;
    uint8_t how = take(input);
    size_t count = take(input) % (MOST_PARAMETERS + 1);
    const cconv_type *result = pick(pool, input);
    for (size_t i = 0; i < count; i++) {
        parameters[i].type = pick(pool, input);
        parameters[i].name = i & 1 ? "parameter" : NULL;
    }
    if (cconv_signature_new(pool->context, "f", result, parameters, count, how & 1, &signature, NULL))
        return;
    plan_all(cconv_context_target(pool->context), signature);
    for (size_t i = 0; i < 4; i++)
        more[i] = pick(pool, input);
    if (cconv_signature_vary(pool->context, signature, more, how >> 1 & 3, &varied, NULL) == CCONV_OK)
        plan_all(cconv_context_target(pool->context), varied);
    else if (how & 1 && cconv_signature_vary(pool->context, signature, more, 0, &varied, NULL) != CCONV_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, data + size};
    static bool tells;
    if (!tells)
        fuzzers_own = signal(SIGABRT, tell); /* of abort() and assert() */
    tells = true;
    current.convention = NULL;
    cconv_options options = {.target = cconv_target_at(take(&input) % cconv_target_count())};
    options.reading = (cconv_reading)(take(&input) % 4);
    struct pool pool = {NULL, {NULL}, 0};
    if (cconv_context_new(&options, &pool.context, NULL))
        return 0;
    fill_pool(&pool, &input);
    for (int i = 0; i < 3 && input.at < input.end; i++)
        plan_signature(&pool, &input);
    cconv_context_free(pool.context);
    return 0;
}
