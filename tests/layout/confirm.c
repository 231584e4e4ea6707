/*
 * Confirming layouts. Two texts go to the compiler: the declarations with a _Static_assert on every size, alignment
 * and offset; and the declarations with one initialised object per bit-field, all ones in it and zero elsewhere,
 * whose bytes are then found in the object file, whatever its format, behind a marker.
 */
#include "judge.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 512, DEPTH = 4, WITNESS_LIMIT = 1 << 16 };
static const char marker[8] = "cconvWIT";

struct bits {
    const char *spelling;
    char path[PATH];
    const cconv_type *type;
    uint64_t offset, width;
};

struct session {
    FILE *asserts, *witnesses;
    bool is_gcc, is_64, big_endian;
    struct bits *bits;
    size_t bit_count, bit_room;
    struct verdict verdict;
};

static void write_assert(struct session *s, const char *expression, uint64_t value, const char *what)
{
    fprintf(s->asserts, "_Static_assert(%s == %lluull, \"CHECK %s is %llu\");\n", expression,
            (unsigned long long)value, what, (unsigned long long)value);
    s->verdict.asserts++;
}

static bool add_bits(struct session *s, const char *spelling, const cconv_type *type, const char *path,
                     uint64_t offset, uint64_t width)
{
    if (cconv_type_size(type) > WITNESS_LIMIT)
        return true;
    if (s->bit_count == s->bit_room) {
        s->bit_room = s->bit_room ? 2 * s->bit_room : 256;
        struct bits *grown = realloc(s->bits, s->bit_room * sizeof *grown);
        if (!grown)
            return false;
        s->bits = grown;
    }
    struct bits *b = &s->bits[s->bit_count];
    *b = (struct bits){.spelling = spelling, .type = type, .offset = offset, .width = width};
    snprintf(b->path, sizeof b->path, "%s", path);
    uint32_t id = (uint32_t)s->bit_count++;
    fprintf(s->witnesses, "struct { unsigned char mark[16]; %s value; } cconv_w%u = {{", spelling, id);
    for (unsigned i = 0; i < 8; i++)
        fprintf(s->witnesses, "%d,", marker[i]);
    for (unsigned i = 0; i < 8; i++)
        fprintf(s->witnesses, "%u,", (i < 4 ? id : ~id) >> (8 * (i % 4)) & 255u);
    fprintf(s->witnesses, "}, {.%s = -1}};\n", path);
    s->verdict.bit_fields++;
    return true;
}

static void walk(struct session *s, const char *spelling, const cconv_type *whole, const cconv_type *type,
                 const char *prefix, uint64_t base, unsigned depth)
{
    for (size_t i = 0; i < cconv_type_field_count(type); i++) {
        const cconv_field *field = cconv_type_field(type, i);
        const cconv_type *of = cconv_type_canonical(field->type);
        bool is_record = (cconv_type_kind_of(of) == CCONV_STRUCT || cconv_type_kind_of(of) == CCONV_UNION) &&
                         !(field->qualifiers & CCONV_ATOMIC); /* no member of an atomic struct may be named */
        char path[PATH], expression[2 * PATH], what[2 * PATH];
        if (!field->name) {
            if (is_record && depth < DEPTH)
                walk(s, spelling, whole, of, prefix, base + field->offset, depth + 1);
            continue;
        }
        snprintf(path, sizeof path, "%s%s%s", prefix, *prefix ? "." : "", field->name);
        if (field->flags & CCONV_FIELD_BIT_FIELD) {
            if (!add_bits(s, spelling, whole, path, 8 * base + field->bit_offset, field->bit_width))
                s->verdict.broken = true;
            continue;
        }
        snprintf(expression, sizeof expression, "__builtin_offsetof(%s, %s)", spelling, path);
        snprintf(what, sizeof what, "offset of %s in %s", path, spelling);
        write_assert(s, expression, base + field->offset, what);
        if (is_record && depth < DEPTH)
            walk(s, spelling, whole, of, path, base + field->offset, depth + 1);
    }
}

static void check_type(struct session *s, const char *spelling, const cconv_type *type, uint32_t qualifiers)
{
    char expression[PATH], what[PATH];
    s->verdict.types++;
    snprintf(expression, sizeof expression, "sizeof(%s)", spelling);
    snprintf(what, sizeof what, "size of %s", spelling);
    write_assert(s, expression, cconv_type_size(type), what);
    /* gcc's _Alignof stops at 16 where no attribute was written (32-byte vectors); its __alignof__ is what members get,
       but for eight-byte scalars on 32-bit x86, where that is what objects get. */
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(type));
    bool is_scalar = kind != CCONV_STRUCT && kind != CCONV_UNION && kind != CCONV_VECTOR;
    snprintf(expression, sizeof expression, "%s(%s)", s->is_gcc && (s->is_64 || !is_scalar || cconv_type_align(type) > 16) ? "__alignof__" : "_Alignof", spelling);
    snprintf(what, sizeof what, "alignment of %s", spelling);
    write_assert(s, expression, cconv_type_align(type), what);
    if (!(qualifiers & CCONV_ATOMIC))
        walk(s, spelling, type, cconv_type_canonical(type), "", 0, 0);
}

/* Every complete tag, and every typedef of a complete object type. Spellings live until the context is freed. */
static void check_unit(struct session *s, const cconv_unit *unit, char **spellings)
{
    for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
        const cconv_declaration *d = cconv_unit_declaration(unit, i);
        if ((d->kind != CCONV_DECLARES_TAG && d->kind != CCONV_DECLARES_TYPEDEF) || !d->name ||
            !cconv_type_is_complete(d->type))
            continue;
        const char *word = "";
        if (d->kind == CCONV_DECLARES_TAG)
            word = cconv_type_kind_of(d->type) == CCONV_STRUCT  ? "struct "
                   : cconv_type_kind_of(d->type) == CCONV_UNION ? "union "
                                                                : "enum ";
        char *spelling = malloc(strlen(word) + strlen(d->name) + 1);
        if (!spelling) {
            s->verdict.broken = true;
            return;
        }
        spellings[i] = strcat(strcpy(spelling, word), d->name);
        check_type(s, spelling, d->type, d->qualifiers);
    }
}

/* ---- readings ------------------------------------------------------------------------------------------------ */

static bool same_layout(const cconv_type *a, const cconv_type *b)
{
    if (cconv_type_size(a) != cconv_type_size(b) || cconv_type_align(a) != cconv_type_align(b))
        return false;
    for (size_t i = 0; i < cconv_type_field_count(a); i++) {
        const cconv_field *x = cconv_type_field(a, i), *y = cconv_type_field(b, i);
        if (x->flags & CCONV_FIELD_BIT_FIELD ? x->bit_width && x->bit_offset != y->bit_offset : x->offset != y->offset)
            return false;
    }
    return true;
}

/* What gcc and clang lay out differently carries a note, under either reading. */
static void check_notes(struct session *s, const struct judge *judge, const cconv_unit *unit, const char *text,
                        size_t length)
{
    cconv_context *context = NULL;
    cconv_unit *other = NULL;
    cconv_options options = {.target = cconv_target_find(judge->target),
                             .reading = judge->is_gcc ? CCONV_AS_CLANG : CCONV_AS_GCC};
    if (cconv_context_new(&options, &context, NULL) == CCONV_OK &&
        cconv_parse(context, text, length, NULL, &other, NULL) == CCONV_OK) {
        for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
            const cconv_type *a = cconv_unit_declaration(unit, i)->type;
            const cconv_type *b = cconv_unit_declaration(other, i)->type;
            if (!same_layout(a, b) && !(cconv_type_note_count(a) && cconv_type_note_count(b))) {
                fprintf(stderr, "mismatch: readings of %s differ without a note\n",
                        cconv_unit_declaration(unit, i)->name);
                s->verdict.mismatches++;
            }
        }
    } else {
        s->verdict.broken = true;
    }
    cconv_context_free(context);
}

/* ---- the compiler's answers ---------------------------------------------------------------------------------- */

/* Failed assertions are mismatches; any other error breaks the run. */
static void read_errors(struct session *s, const char *log_path)
{
    FILE *log = fopen(log_path, "r");
    char line[2048];
    while (log && fgets(line, sizeof line, log)) {
        const char *check = strstr(line, "CHECK ");
        if (strstr(line, "error:") && check) {
            fprintf(stderr, "mismatch: %s", check + 6);
            s->verdict.mismatches++;
        } else if (strstr(line, "error:")) {
            fprintf(stderr, "compiler: %s", line);
            s->verdict.broken = true;
        }
    }
    if (log)
        fclose(log);
}

static unsigned char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    unsigned char *data = NULL;
    *length = 0;
    if (file && fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        data = malloc((size_t)size + 1);
        if (data)
            *length = fread(data, 1, (size_t)size, file);
    }
    if (file)
        fclose(file);
    return data;
}

/* Bits are counted from the start of the object: on a big-endian target from the most significant of its first byte. */
static bool same_bits(const struct bits *b, const unsigned char *bytes, bool big_endian)
{
    uint64_t size = cconv_type_size(b->type);
    for (uint64_t bit = 0; bit < 8 * size; bit++)
        if ((bytes[bit / 8] >> (big_endian ? 7 - bit % 8 : bit % 8) & 1) != (bit >= b->offset && bit < b->offset + b->width))
            return false;
    return true;
}

static void check_bits(struct session *s, const unsigned char *object, size_t length)
{
    size_t found = 0;
    for (size_t at = 0; at + 16 < length; at++) {
        if (memcmp(object + at, marker, sizeof marker) != 0)
            continue;
        const unsigned char *m = object + at + 8;
        uint32_t id = m[0] | m[1] << 8 | m[2] << 16 | (uint32_t)m[3] << 24;
        uint32_t inverse = m[4] | m[5] << 8 | m[6] << 16 | (uint32_t)m[7] << 24;
        if (id != ~inverse || id >= s->bit_count)
            continue;
        const struct bits *b = &s->bits[id];
        uint64_t align = cconv_type_align(b->type), skip = align > 16 ? align : 16;
        found++;
        if (at + skip + cconv_type_size(b->type) > length || !same_bits(b, object + at + skip, s->big_endian)) {
            fprintf(stderr, "mismatch: bits of %s in %s are %llu to %llu\n", b->path, b->spelling,
                    (unsigned long long)b->offset, (unsigned long long)(b->offset + b->width));
            s->verdict.mismatches++;
        }
        at += 15;
    }
    if (found != s->bit_count) {
        fprintf(stderr, "judge: %zu of %zu bit-field witnesses found\n", found, s->bit_count);
        s->verdict.broken = true;
    }
}

static void compile_both(struct session *s, const char *command, const char *directory)
{
    char line[2048], path[PATH];
    snprintf(line, sizeof line, "%s -w -fsyntax-only %s/asserts.c >%s/log 2>&1", command, directory, directory);
    int status = system(line);
    snprintf(path, sizeof path, "%s/log", directory);
    unsigned before = s->verdict.mismatches;
    read_errors(s, path);
    if (status != 0 && s->verdict.mismatches == before && !s->verdict.broken) {
        fprintf(stderr, "judge: the compiler failed without an error message\n");
        s->verdict.broken = true;
    }
    if (!s->bit_count || s->verdict.broken)
        return;
    snprintf(line, sizeof line, "%s -w -c -o %s/witness.o %s/witness.c >%s/log 2>&1", command, directory, directory,
             directory);
    if (system(line) != 0)
        s->verdict.broken = true;
    read_errors(s, path);
    size_t length;
    snprintf(path, sizeof path, "%s/witness.o", directory);
    unsigned char *object = read_file(path, &length);
    if (object && !s->verdict.broken)
        check_bits(s, object, length);
    free(object);
}

static void report(void *user, const cconv_diagnostic *d)
{
    (void)user;
    if (!d->is_warning)
        fprintf(stderr, "parser: %s:%u:%u: %s: %.*s\n", d->file, d->line, d->column, d->message,
                d->source_length < 200 ? (int)d->source_length : 200, d->source);
}

static FILE *open_copy(const char *directory, const char *name, const char *text, size_t length)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    if (file) {
        fwrite(text, 1, length, file);
        fputc('\n', file);
    }
    return file;
}

static void confirm_unit(struct session *s, const cconv_unit *unit, const char *text, size_t length,
                         const char *command, const char *directory)
{
    size_t count = cconv_unit_declaration_count(unit);
    char **spellings = calloc(count + 1, sizeof *spellings);
    s->asserts = open_copy(directory, "asserts.c", text, length);
    s->witnesses = open_copy(directory, "witness.c", text, length);
    if (spellings && s->asserts && s->witnesses)
        check_unit(s, unit, spellings);
    else
        s->verdict.broken = true;
    if (s->asserts)
        fclose(s->asserts);
    if (s->witnesses)
        fclose(s->witnesses);
    if (!s->verdict.broken)
        compile_both(s, command, directory);
    for (size_t i = 0; spellings && i < count; i++)
        free(spellings[i]);
    free(spellings);
    free(s->bits);
}

struct verdict confirm(const struct judge *judge, cconv_reading reading, const char *text, size_t length,
                       const char *cc_command)
{
    static const char *const leavings[] = {"asserts.c", "witness.c", "witness.o", "log"};
    struct session s = {.is_gcc = judge->is_gcc, .is_64 = judge->is_64,
                        .big_endian = cconv_target_is_big_endian(cconv_target_find(judge->target))};
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_error error;
    cconv_options options = {.target = cconv_target_find(judge->target), .reading = reading};
    cconv_parse_options parse = {.file = "random.c", .report = report};
    char directory[] = "/tmp/callconv-layout-XXXXXX", path[PATH];
    if (!mkdtemp(directory)) {
        s.verdict.broken = true;
        return s.verdict;
    }
    if (cconv_context_new(&options, &context, &error) != CCONV_OK ||
        cconv_parse(context, text, length, &parse, &unit, &error) != CCONV_OK)
        s.verdict.broken = true;
    if (unit && reading != CCONV_AS_DOCUMENT)
        check_notes(&s, judge, unit, text, length);
    if (unit)
        confirm_unit(&s, unit, text, length, cc_command ? cc_command : judge->command, directory);
    cconv_context_free(context);
    const char *keep = getenv("CALLCONV_KEEP");
    for (size_t i = 0; !keep && i < sizeof leavings / sizeof leavings[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, leavings[i]);
        unlink(path);
    }
    if (keep)
        fprintf(stderr, "kept: %s\n", directory);
    else
        rmdir(directory);
    return s.verdict;
}
