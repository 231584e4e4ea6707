/* The layout of a case's types as the compiler under test has it: it writes sizes, alignments and offsets into an array,
   and objects with one bit-field filled into others; both are read from the program's memory and compared. */
#include "conform.h"

#include <string.h>

enum { MAX_RECORDS = 48, BITS_TOTAL = RECORD_WINDOW };

/* The struct and union types of a case, each once. */
struct records {
    const cconv_type *at[MAX_RECORDS];
    unsigned count;
};

/* _Atomic makes another type of the same name, whose size may be another. */
static bool is_atomic(const char *text, const cconv_type *type)
{
    char name[128], atomic[160];
    cconv_type_print(type, 0, NULL, name, sizeof name);
    snprintf(atomic, sizeof atomic, "_Atomic(%s)", name);
    if (strstr(text, atomic))
        return true;
    const char *tag = strrchr(name, ' ');
    snprintf(atomic, sizeof atomic, "_Atomic(o%s)", tag ? tag + 1 : name); /* the typedef that is older than it, of print.c */
    return strstr(text, atomic) != NULL;
}

static void add_records(struct records *records, const char *text, const cconv_type *type)
{
    type = cconv_type_canonical(type);
    cconv_type_kind kind = cconv_type_kind_of(type);
    if (kind == CCONV_ARRAY) {
        add_records(records, text, cconv_type_element(type));
        return;
    }
    if (kind != CCONV_STRUCT && kind != CCONV_UNION)
        return;
    for (unsigned i = 0; i < records->count; i++)
        if (records->at[i] == type)
            return;
    if (cconv_type_name(type) && records->count < MAX_RECORDS && !is_atomic(text, type))
        records->at[records->count++] = type;
    for (size_t i = 0; i < cconv_type_field_count(type); i++)
        add_records(records, text, cconv_type_field(type, i)->type);
}

static struct records records_of(const struct trial *trial)
{
    struct records records = {.count = 0};
    for (unsigned i = 0; i < trial->generated.count; i++)
        add_records(&records, trial->printed.text.data, cconv_signature_parameter(trial->signature, i)->type);
    const cconv_type *result = cconv_signature_result(trial->callee);
    if (result)
        add_records(&records, trial->printed.text.data, result);
    return records;
}

/* A member that has a name, at its place in the whole record: those of anonymous members count as the record's own. */
struct member { const cconv_field *field; uint64_t offset, bit_offset; };
typedef void member_handler(void *user, const struct member *member);

static void each_member(const cconv_type *record, uint64_t base, member_handler *found, void *user)
{
    for (size_t i = 0; i < cconv_type_field_count(record); i++) {
        const cconv_field *field = cconv_type_field(record, i);
        if (field->name) {
            const struct member member = {field, base + field->offset, 8 * base + field->bit_offset};
            found(user, &member);
        } else if (!(field->flags & CCONV_FIELD_BIT_FIELD)) {
            each_member(cconv_type_canonical(field->type), base + field->offset, found, user);
        }
    }
}

/* ---- writing */

struct emit { FILE *out; const char *type; unsigned count; };

static void emit_offset(void *user, const struct member *member)
{
    struct emit *e = user;
    if (!(member->field->flags & CCONV_FIELD_BIT_FIELD))
        fprintf(e->out, " OFFSET(%s, %s),", e->type, member->field->name);
}

static void emit_bits(void *user, const struct member *member)
{
    struct emit *e = user;
    if (member->field->flags & CCONV_FIELD_BIT_FIELD) {
        fprintf(e->out, "%s {.%s = -1}", e->count ? "," : "", member->field->name);
        e->count++;
    }
}

static void count_bits(void *user, const struct member *member)
{
    *(unsigned *)user += (member->field->flags & CCONV_FIELD_BIT_FIELD) != 0;
}

static unsigned bit_fields(const cconv_type *record)
{
    unsigned count = 0;
    each_member(record, 0, count_bits, &count);
    return count;
}

void emit_layout(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index)
{
    const struct records records = records_of(trial);
    char name[128];
    if (!(trial->parts & PART_LAYOUT))
        return;
    emit_mark(out, judge, "layout", index);
    fprintf(out, "const unsigned l_%u[] = {", index);
    for (unsigned i = 0; i < trial->generated.count; i++)
        fprintf(out, " sizeof(%s),", trial->printed.argument_names[i]);
    for (unsigned i = 0; i < records.count; i++) {
        struct emit emit = {out, name, 0};
        cconv_type_print(records.at[i], 0, NULL, name, sizeof name);
        fprintf(out, " sizeof(%s), ALIGN(%s),", name, name);
        each_member(records.at[i], 0, emit_offset, &emit);
    }
    fputs(" 0 };\n", out);
    for (unsigned i = 0; i < records.count && trial->parts & PART_BITS; i++) {
        struct emit emit = {out, name, 0};
        if (!bit_fields(records.at[i]))
            continue;
        cconv_type_print(records.at[i], 0, NULL, name, sizeof name);
        emit_mark(out, judge, "bits", index);
        fprintf(out, "%s b_%u_%u[] = {", name, index, i);
        each_member(records.at[i], 0, emit_bits, &emit);
        fputs("};\n", out);
    }
}

struct numbers {
    void (*found)(void *user, const char *what, const char *record, const char *member);
    void *user;
    const char *record;
};

static void number_offset(void *user, const struct member *member)
{
    const struct numbers *n = user;
    if (!(member->field->flags & CCONV_FIELD_BIT_FIELD))
        n->found(n->user, "offsetOf", n->record, member->field->name);
}

void layout_numbers(const struct trial *trial, void (*found)(void *user, const char *what, const char *record,
                                                             const char *member), void *user)
{
    const struct records records = records_of(trial);
    char name[128];
    struct numbers n = {found, user, name};
    for (unsigned i = 0; i < records.count; i++) {
        cconv_type_print(records.at[i], 0, NULL, name, sizeof name);
        found(user, "sizeOf", name, NULL);
        found(user, "alignOf", name, NULL);
        each_member(records.at[i], 0, number_offset, &n);
    }
}

static void count_offset(void *user, const struct member *member)
{
    *(unsigned *)user += !(member->field->flags & CCONV_FIELD_BIT_FIELD);
}

void layout_jobs(struct jobs *jobs, const struct trial *trial, unsigned index)
{
    const struct records records = records_of(trial);
    unsigned numbers = trial->generated.count;
    if (!(trial->parts & PART_LAYOUT))
        return;
    for (unsigned i = 0; i < records.count; i++) {
        numbers += 2;
        each_member(records.at[i], 0, count_offset, &numbers);
    }
    struct job *job = jobs_add(jobs, RECORD_LAYOUT, index);
    snprintf(job->data, sizeof job->data, "l_%u", index);
    job->data_size = 4 * (numbers + 1);
    for (unsigned i = 0; i < records.count && trial->parts & PART_BITS; i++) {
        uint64_t size = bit_fields(records.at[i]) * cconv_type_size(records.at[i]);
        if (!size || size > BITS_TOTAL)
            continue;
        job = jobs_add(jobs, RECORD_LAYOUT, index);
        snprintf(job->data, sizeof job->data, "b_%u_%u", index, i);
        job->data_size = (unsigned)size;
        job->slot = 1 + i;
    }
}

/* ---- comparing */

struct compare {
    struct trial *trial;
    const uint8_t *bytes, *end;
    bool big_endian;
    const char *type;
    uint64_t size;       /* of the record */
    bool failed;
};

static uint64_t next_number(struct compare *c)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < 4 && c->bytes + 4 <= c->end; i++)
        number |= (uint64_t)c->bytes[c->big_endian ? 3 - i : i] << 8 * i;
    c->bytes += 4;
    return number;
}

static void compare_number(struct compare *c, const char *what, const char *member, uint64_t want)
{
    uint64_t got = next_number(c);
    if (got == want || c->failed)
        return;
    c->failed = true;
    verdict_fail(c->trial, LAYOUT, -1, NULL, "layout: the %s of %s%s%s is %llu instead of %llu", what, c->type,
                 member ? "." : "", member ? member : "", (unsigned long long)got, (unsigned long long)want);
}

static void compare_offset(void *user, const struct member *member)
{
    if (!(member->field->flags & CCONV_FIELD_BIT_FIELD))
        compare_number(user, "offset", member->field->name, member->offset);
}

static void compare_bits(void *user, const struct member *member)
{
    struct compare *c = user;
    if (!(member->field->flags & CCONV_FIELD_BIT_FIELD))
        return;
    for (uint64_t bit = 0; bit < 8 * c->size && c->bytes + c->size <= c->end && !c->failed; bit++) {
        unsigned at = c->big_endian ? 7 - bit % 8 : bit % 8;
        bool set = c->bytes[bit / 8] >> at & 1;
        bool want = bit >= member->bit_offset && bit < member->bit_offset + member->field->bit_width;
        if (set == want)
            continue;
        c->failed = true;
        verdict_fail(c->trial, LAYOUT, -1, NULL, "layout: bit-field %s.%s is at bits %llu..%llu, but bit %llu is %s", c->type,
                     member->field->name, (unsigned long long)member->bit_offset,
                     (unsigned long long)(member->bit_offset + member->field->bit_width - 1), (unsigned long long)bit,
                     set ? "set" : "clear");
    }
    c->bytes += c->size;
}

void judge_layout(const struct judge *judge, struct trial *trial, const struct record *record, const uint8_t *window)
{
    const struct records records = records_of(trial);
    const struct verdict before = trial->verdict;
    char name[128];
    struct compare c = {.trial = trial, .bytes = window, .end = window + record->window_size, .type = name,
                        .big_endian = cconv_target_is_big_endian(judge->target)};
    if (record->slot > records.count)
        return;
    if (record->slot) {
        const cconv_type *type = records.at[record->slot - 1];
        cconv_type_print(type, 0, NULL, name, sizeof name);
        c.size = cconv_type_size(type);
        each_member(type, 0, compare_bits, &c);
        verdict_excuse(trial, judge, &before, -1);
        return;
    }
    trial->got |= GOT_LAYOUT;
    for (unsigned i = 0; i < trial->generated.count; i++) {
        snprintf(name, sizeof name, "%s", trial->printed.argument_names[i]);
        compare_number(&c, "size", NULL, trial->arguments[i].size);
    }
    for (unsigned i = 0; i < records.count; i++) {
        cconv_type_print(records.at[i], 0, NULL, name, sizeof name);
        compare_number(&c, "size", NULL, cconv_type_size(records.at[i]));
        compare_number(&c, "alignment", NULL, cconv_type_align(records.at[i]));
        each_member(records.at[i], 0, compare_offset, &c);
    }
}
