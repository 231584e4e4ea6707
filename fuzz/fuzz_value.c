/*
 * libFuzzer target for the values of `callconv call`: the first byte picks a type, the rest is read as a value of it, and
 * as one that passes through `...`. What is read is shown, and of types without pointers the text that is shown must read
 * back, and be shown the same.
 */
#include "../tools/callconv/value.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char declarations[] =
    "enum colour { RED = 1, GREEN = 4, DARK = -2, LONG = 0x7fffffff };"
    "struct point { int x, y; };"
    "struct bits { unsigned a : 3; int b : 5; long long c : 40; _Bool d : 1; enum colour e : 9; };"
    "struct deep { struct point at[2]; union { int whole; float part; } u; struct { char tag[4]; unsigned char raw[2]; };"
    "              enum colour colour; struct bits bits; double _Complex z; };"
    "struct linked { struct linked *next; const char *name; int (*call)(int); void *any; };";

static const char *const types[] = {
    "int", "unsigned char", "char", "_Bool", "long long", "__int128", "unsigned __int128", "_BitInt(37)",
    "unsigned _BitInt(200)", "float", "double", "long double", "_Float128", "_Float16", "__bf16", "double _Complex",
    "int _Complex", "enum colour", "struct point", "struct bits", "struct deep", "struct deep[2]", "char[8]",
    "__attribute__((vector_size(16))) int",
    /* with pointers */
    "int *", "void *", "const char *", "char **", "struct point *", "struct linked", "struct linked *", "int (*)(int)",
    "const unsigned short *", "struct deep (*)[2]"};
enum { TYPES = sizeof types / sizeof *types, WITHOUT_POINTERS = 24 };

static void show(struct show *shown, struct string *out, const cconv_type *type, const void *at)
{
    out->length = 0;
    string_add(out, "");
    shown->out = out;
    show_value(shown, type, at);
}

/* `text` was read from here; it is shown, and read and shown again. */
static void check_shown(struct values *values, const cconv_type *type, const void *at, bool reads_back)
{
    struct string first = {0}, second = {0};
    struct show shown = {.context = values->context, .unit = values->unit};
    struct values again = {.context = values->context, .unit = values->unit};
    struct value_error error = {0};
    if (pipe(shown.probe))
        abort();
    show(&shown, &first, type, at);
    void *back = value_room(&again, cconv_type_size(type), cconv_type_align(type));
    /* A NaN's payload is not shown, and in a union it is another member's value. */
    if (reads_back && !strchr(first.data, '<') && !strstr(first.data, "nan")) {
        if (!value_read(&again, first.data, 0, "back", type, back, &error)) {
            fprintf(stderr, "%s: %s\n", first.data, error.message);
            abort();
        }
        show(&shown, &second, type, back);
        if (strcmp(first.data, second.data))
            abort();
    }
    shown.json = true;
    show(&shown, &second, type, at);
    for (size_t i = 0; i < values->out_count; i++) {
        const struct value_out *out = &values->outs[i];
        if (out->is_array)
            show_row(&shown, out->type, out->count, out->at);
        else
            show_value(&shown, out->type, out->at);
    }
    close(shown.probe[0]);
    close(shown.probe[1]);
    values_free(&again);
    free(first.data);
    free(second.data);
}

static void read_one(struct values *values, const char *text, size_t offset, const cconv_type *type, bool reads_back)
{
    struct value_error error = {0};
    if (!cconv_type_is_complete(type))
        return;
    void *at = value_room(values, cconv_type_size(type), cconv_type_align(type));
    if (value_read(values, text, offset, "value", type, at, &error))
        check_shown(values, type, at, reads_back);
    else if (!error.message[0] || error.column > strlen(text))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cconv_context *context;
    cconv_unit *unit;
    const cconv_type *type;
    uint32_t qualifiers;
    size_t offset;
    struct value_error error = {0};
    if (!size || size > 300)
        return 0;
    if (cconv_context_new(NULL, &context, NULL) || cconv_parse(context, declarations, sizeof declarations - 1, NULL, &unit, NULL))
        abort();
    size_t which = data[0] % TYPES;
    if (cconv_parse_type(context, unit, types[which], strlen(types[which]), NULL, &type, &qualifiers, NULL))
        abort();
    char *text = take_text((const char *)data + 1, size - 1);
    struct values values = {.context = context, .unit = unit}, passed = values;
    read_one(&values, text, 0, type, which < WITHOUT_POINTERS);
    if (value_deduce(&passed, text, &type, &offset, &error))
        read_one(&passed, text, offset, type, false);
    else if (!error.message[0] || error.column > strlen(text))
        abort();
    values_free(&values);
    values_free(&passed);
    free(text);
    cconv_context_free(context);
    return 0;
}
