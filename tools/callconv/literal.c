/* String and character constants: prefixes, escapes, and code units of one, two or four bytes. */
#include "value.h"

#include <string.h>

static const char *prefix_end(const char *text, unsigned *unit)
{
    *unit = 1;
    if (text[0] == 'u' && text[1] == '8')
        return text + 2;
    if (*text == 'u' || *text == 'U' || *text == 'L') {
        *unit = *text == 'u' ? 2 : *text == 'L' ? (unsigned)sizeof(wchar_t) : 4;
        return text + 1;
    }
    return text;
}

bool literal_begins(const char *text)
{
    unsigned unit;
    text = prefix_end(text, &unit);
    return *text == '"' || *text == '\'';
}

static void put_unit(struct literal *literal, uint32_t value)
{
    uint8_t one = (uint8_t)value;
    uint16_t two = (uint16_t)value;
    const void *bytes = literal->unit == 1 ? (const void *)&one : literal->unit == 2 ? (const void *)&two : &value;
    string_put(&literal->bytes, bytes, literal->unit);
}

static void put_character(struct literal *literal, uint32_t c)
{
    if (literal->unit == 4 || c < 0x80) {
        put_unit(literal, c);
    } else if (literal->unit == 2) {
        if (c >= 0x10000)
            put_unit(literal, 0xd800 + ((c - 0x10000) >> 10));
        put_unit(literal, c >= 0x10000 ? 0xdc00 + (c & 0x3ff) : c);
    } else {
        unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        put_unit(literal, (0xff00u >> (more + 1) & 0xff) | c >> 6 * more);
        while (more--)
            put_unit(literal, 0x80 | (c >> 6 * more & 0x3f));
    }
}

static unsigned digit_of(char c)
{
    return c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 99;
}

static const char *digits(const char *at, unsigned base, unsigned most, uint64_t *value, unsigned *count)
{
    *value = 0;
    for (*count = 0; *count < most && digit_of(*at) < base; ++*count)
        *value = *value * base + digit_of(*at++);
    return at;
}

static const char *wrong(struct literal *literal, const char *where, const char *message)
{
    literal->wrong = where;
    literal->message = message;
    return NULL;
}

/* `at` is the backslash. Past the escape, or NULL. */
static const char *read_escape(struct literal *literal, const char *at)
{
    static const char letters[] = "abfnrtve\\'\"?", meant[] = "\a\b\f\n\r\t\v\033\\'\"?";
    const char *start = at++, *letter = *at ? strchr(letters, *at) : NULL;
    uint64_t value;
    unsigned count, most = *at == 'u' ? 4 : *at == 'U' ? 8 : 0;
    if (letter) {
        put_unit(literal, (unsigned char)meant[letter - letters]);
        return at + 1;
    }
    if (most) {
        at = digits(at + 1, 16, most, &value, &count);
        if (count != most || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
            return wrong(literal, start, "no character has that number");
        put_character(literal, (uint32_t)value);
        return at;
    }
    at = *at == 'x' ? digits(at + 1, 16, 9, &value, &count) : digits(at, 8, 3, &value, &count);
    if (!count)
        return wrong(literal, start, "unknown escape");
    if (value >> (8 * literal->unit - 1) > 1)
        return wrong(literal, start, "the escape does not fit a character");
    put_unit(literal, (uint32_t)value);
    return at;
}

/* One character of UTF-8, decoded where the code units are wider; a wrong byte is itself. */
static const char *read_character(struct literal *literal, const char *at)
{
    unsigned char first = (unsigned char)*at;
    unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    if (literal->unit == 1 || !more) {
        put_unit(literal, first);
        return at + 1;
    }
    uint32_t c = first & (0x3fu >> more);
    for (unsigned i = 1; i <= more; i++) {
        if (((unsigned char)at[i] & 0xc0) != 0x80)
            return wrong(literal, at, "not UTF-8");
        c = c << 6 | ((unsigned char)at[i] & 0x3f);
    }
    put_character(literal, c);
    return at + more + 1;
}

static bool read_quoted(struct literal *literal, const char *at)
{
    const char *open = at++;
    while (*at && *at != literal->quote) {
        at = *at == '\\' ? read_escape(literal, at) : read_character(literal, at);
        if (!at)
            return false;
    }
    if (!*at) {
        wrong(literal, open, literal->quote == '"' ? "the string does not end" : "the character does not end");
        return false;
    }
    literal->end = at + 1;
    return true;
}

bool literal_read(const char *text, struct literal *literal)
{
    *literal = (struct literal){0};
    const char *quote = prefix_end(text, &literal->unit);
    literal->quote = *quote;
    if (!read_quoted(literal, quote))
        return false;
    /* Strings side by side are one, as in C. */
    while (literal->quote == '"') {
        const char *next = literal->end + strspn(literal->end, " \t\n");
        if (*next != '"')
            break;
        if (!read_quoted(literal, next))
            return false;
    }
    if (literal->quote == '\'' && literal->bytes.length != literal->unit) {
        wrong(literal, text, literal->bytes.length ? "more than one character" : "an empty character constant");
        return false;
    }
    return true;
}
