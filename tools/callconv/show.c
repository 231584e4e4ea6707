/* Values shown by their type, as they could be written again; or as JSON. */
#include "value.h"

#include <string.h>
#include <unistd.h>

enum { LONGEST_STRING = 4096 };

static void add_c_character(struct string *out, unsigned char c, char quote)
{
    static const char letters[] = "abfnrtv", meant[] = "\a\b\f\n\r\t\v";
    char text[8];
    const char *letter = c ? strchr(meant, c) : NULL;
    if (letter)
        snprintf(text, sizeof text, "\\%c", letters[letter - meant]);
    else if (c == (unsigned char)quote || c == '\\')
        snprintf(text, sizeof text, "\\%c", c);
    else if (c < 0x20 || c == 0x7f)
        snprintf(text, sizeof text, "\\%03o", c);
    else
        snprintf(text, sizeof text, "%c", c);
    string_add(out, text);
}

/* The length of the character of UTF-8 at `at`; 0 if it is none. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    size_t length = *at < 0x80 ? 1 : *at >= 0xc2 && *at < 0xe0 ? 2 : *at >= 0xe0 && *at < 0xf0 ? 3
                    : *at >= 0xf0 && *at < 0xf5 ? 4 : 0;
    if (!length || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    bool is_wrong = (*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] >= 0xa0) || (*at == 0xf0 && at[1] < 0x90)
                    || (*at == 0xf4 && at[1] >= 0x90);
    return is_wrong ? 0 : length;
}

void show_json_text(struct string *out, const char *text, size_t length)
{
    string_add(out, "\"");
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)text[i];
        size_t whole = utf8_length((const unsigned char *)text + i, length - i);
        char escape[8];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c);
        else if (c < 0x20 || c == 0x7f || !whole)
            snprintf(escape, sizeof escape, "\\u%04x", whole ? c : 0xfffd);
        else
            escape[0] = '\0';
        if (escape[0])
            string_add(out, escape);
        else
            string_put(out, text + i, whole);
        i += whole ? whole : 1;
    }
    string_add(out, "\"");
}

static void show_text(struct show *show, const unsigned char *bytes, size_t length)
{
    if (show->json) {
        show_json_text(show->out, (const char *)bytes, length);
        return;
    }
    string_add(show->out, "\"");
    for (size_t i = 0; i < length;) {
        size_t whole = utf8_length(bytes + i, length - i);
        char escape[8];
        if (whole > 1) {
            string_put(show->out, (const char *)bytes + i, whole);
        } else if (whole) {
            add_c_character(show->out, bytes[i], '"');
        } else {
            snprintf(escape, sizeof escape, "\\%03o", bytes[i]);
            string_add(show->out, escape);
        }
        i += whole ? whole : 1;
    }
    string_add(show->out, "\"");
}

/* -------------------------------------------------------------------- pointers */

/* The bytes at the address up to a zero; how many, or -1 if they cannot be read. The kernel looks, so that an address
   that is none is no fault. */
static long read_text(const struct show *show, const unsigned char *at, unsigned char *buffer, size_t room)
{
    for (size_t length = 0; length < room; length++) {
        if (write(show->probe[1], at + length, 1) != 1 || read(show->probe[0], buffer + length, 1) != 1)
            return -1;
        if (!buffer[length])
            return (long)length;
    }
    return (long)room;
}

static bool is_char(const cconv_type *type)
{
    return cconv_type_kind_of(cconv_type_canonical(type)) == CCONV_CHAR;
}

static void show_pointer(struct show *show, const cconv_type *type, const unsigned char *at)
{
    unsigned char text[LONGEST_STRING];
    char address[32];
    void *pointer;
    memcpy(&pointer, at, sizeof pointer);
    if (!pointer) {
        string_add(show->out, "null");
        return;
    }
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)(uintptr_t)pointer);
    long length = is_char(cconv_type_element(type)) ? read_text(show, pointer, text, sizeof text) : -1;
    if (show->json) {
        string_add(show->out, "{\"address\": \"");
        string_add(show->out, address);
        string_add(show->out, length < 0 ? "\"}" : "\", \"string\": ");
        if (length >= 0) {
            show_text(show, text, (size_t)length);
            string_add(show->out, "}");
        }
        return;
    }
    if (length < 0) {
        string_add(show->out, address);
        return;
    }
    show_text(show, text, (size_t)length);
    if (length == LONGEST_STRING)
        string_add(show->out, "...");
}

/* --------------------------------------------------------------------- scalars */

/* The enumerator of the type with that value; NULL for none. */
static const char *enumerator(struct show *show, const cconv_type *type, const struct wide *wide)
{
    struct values values = {.context = show->context, .unit = show->unit};
    for (size_t i = 0; show->unit && i < cconv_unit_declaration_count(show->unit); i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(show->unit, i);
        struct wide own;
        cconv_error error;
        if (declaration->kind == CCONV_DECLARES_CONSTANT && declaration->name && cconv_type_canonical(declaration->type) == type
            && constant_value(&values, declaration->name, strlen(declaration->name), &own, &error)
            && memcmp(own.word, wide->word, sizeof own.word) == 0
            && (own.negative == wide->negative || wide_is_zero(wide)))
            return declaration->name;
    }
    return NULL;
}

static void show_integer(struct show *show, const cconv_type *type, const struct wide *wide)
{
    char number[48];
    cconv_type_kind kind = cconv_type_kind_of(type);
    const char *name = kind == CCONV_ENUM ? enumerator(show, type, wide) : NULL;
    wide_print(wide, number);
    if (kind == CCONV_BOOL) {
        string_add(show->out, wide_is_zero(wide) ? "false" : "true");
    } else if (name) {
        string_add(show->out, show->json ? "\"" : "");
        string_add(show->out, name);
        string_add(show->out, show->json ? "\"" : "");
    } else if (kind == CCONV_CHAR && !show->json && !wide->negative && wide->word[0] >= 0x20 && wide->word[0] < 0x7f) {
        string_add(show->out, "'");
        add_c_character(show->out, (unsigned char)wide->word[0], '\'');
        string_add(show->out, "'");
    } else {
        bool is_large = show->json && (wide->word[2] | wide->word[3]); /* more than JSON's readers take as a number */
        string_add(show->out, is_large ? "\"" : "");
        string_add(show->out, number);
        string_add(show->out, is_large ? "\"" : "");
    }
}

static void show_bytes(struct show *show, const unsigned char *at, uint64_t size)
{
    char text[8];
    string_add(show->out, show->json ? "\"bytes" : "<bytes");
    for (uint64_t i = 0; i < size; i++) {
        snprintf(text, sizeof text, " %02x", at[i]);
        string_add(show->out, text);
    }
    string_add(show->out, show->json ? "\"" : ">");
}

static void show_float(struct show *show, cconv_type_kind kind, const unsigned char *at, uint64_t size)
{
    char number[80];
    if (!float_print(kind, at, number, sizeof number)) {
        show_bytes(show, at, size);
        return;
    }
    bool is_word = show->json && strpbrk(number, "in") != NULL; /* JSON has neither inf nor nan */
    string_add(show->out, is_word ? "\"" : "");
    string_add(show->out, number);
    string_add(show->out, is_word ? "\"" : "");
}

static void show_complex(struct show *show, const cconv_type *type, const unsigned char *at)
{
    const cconv_type *element = cconv_type_element(type);
    cconv_type_kind kind = cconv_type_kind_of(cconv_type_canonical(element));
    const unsigned char *imaginary = at + cconv_type_size(element);
    char number[80];
    if (!show->json && is_float_kind(kind) && float_print(kind, imaginary, number, sizeof number)) {
        show_value(show, element, at);
        string_add(show->out, *number == '-' ? "" : "+");
        string_add(show->out, number);
        string_add(show->out, "i");
        return;
    }
    string_add(show->out, show->json ? "{\"real\": " : "{");
    show_value(show, element, at);
    string_add(show->out, show->json ? ", \"imaginary\": " : ", ");
    show_value(show, element, imaginary);
    string_add(show->out, "}");
}

/* ------------------------------------------------------------------ aggregates */

static void show_member(struct show *show, const cconv_field *field, const unsigned char *record)
{
    unsigned bits;
    bool is_signed;
    if (!(field->flags & CCONV_FIELD_BIT_FIELD)) {
        show_value(show, field->type, record + field->offset);
        return;
    }
    integer_type(field->type, &bits, &is_signed);
    struct wide wide = bits_load(record, field->bit_offset, field->bit_width, is_signed);
    show_integer(show, cconv_type_canonical(field->type), &wide);
}

/* The members, those of unnamed ones among them, without braces. */
static void show_members(struct show *show, const cconv_type *type, const unsigned char *at, bool *is_first)
{
    for (size_t i = 0; i < cconv_type_field_count(type); i++) {
        const cconv_field *field = cconv_type_field(type, i);
        if (!field->name) {
            if (!(field->flags & CCONV_FIELD_BIT_FIELD))
                show_members(show, cconv_type_canonical(field->type), at + field->offset, is_first);
            continue;
        }
        if (field->flags & CCONV_FIELD_FLEXIBLE)
            continue;
        string_add(show->out, *is_first ? "" : ", ");
        *is_first = false;
        string_add(show->out, show->json ? "\"" : ".");
        string_add(show->out, field->name);
        string_add(show->out, show->json ? "\": " : " = ");
        show_member(show, field, at);
    }
}

void show_row(struct show *show, const cconv_type *type, uint64_t count, const unsigned char *at)
{
    uint64_t size = cconv_type_size(type);
    const void *end = is_char(type) ? memchr(at, 0, (size_t)count) : NULL;
    if (is_char(type) && count) {
        show_text(show, at, end ? (size_t)((const unsigned char *)end - at) : (size_t)count);
        return;
    }
    string_add(show->out, show->json ? "[" : "{");
    for (uint64_t i = 0; size && i < count; i++) { /* empty structs hold nothing, however many they are */
        string_add(show->out, i ? ", " : "");
        show_value(show, type, at + i * size);
    }
    string_add(show->out, show->json ? "]" : "}");
}

void show_value(struct show *show, const cconv_type *type, const unsigned char *at)
{
    unsigned bits;
    bool is_signed, is_first = true;
    type = cconv_type_canonical(type);
    uint64_t size = cconv_type_size(type);
    cconv_type_kind kind = cconv_type_kind_of(type);
    switch (kind) {
    case CCONV_COMPLEX: show_complex(show, type, at); break;
    case CCONV_POINTER: show_pointer(show, type, at); break;
    case CCONV_ARRAY:
    case CCONV_VECTOR: show_row(show, cconv_type_element(type), cconv_type_length(type), at); break;
    case CCONV_STRUCT:
    case CCONV_UNION:
        string_add(show->out, "{");
        show_members(show, type, at, &is_first);
        string_add(show->out, "}");
        break;
    default:
        if (is_float_kind(kind)) {
            show_float(show, kind, at, size);
        } else if (integer_type(type, &bits, &is_signed) && size <= 16) {
            /* The bits above a _BitInt's are nobody's. */
            uint64_t above = 8 * size - bits, first = cconv_target_is_big_endian(cconv_context_target(show->context)) ? above : 0;
            struct wide wide = kind == CCONV_BITINT ? bits_load(at, first, bits, is_signed) : wide_load(at, (size_t)size, is_signed);
            show_integer(show, type, &wide);
        } else {
            show_bytes(show, at, size);
        }
    }
}
