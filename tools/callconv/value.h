/* Values as C text: read by type into memory, and shown again. */
#ifndef VALUE_H
#define VALUE_H

#include "tool.h"

/* -------------------------------------------------------------------- number.c */

/* An integer of up to 128 bits: its sign, and its magnitude from the least significant word. */
struct wide {
    uint32_t word[4];
    bool negative;
};

/* A token that is a number: "-0x1fUL", ".5e3f". `end` is past it, suffix included. */
struct number {
    const char *start, *end;
    bool is_float;
    char suffix[4];              /* in small letters: "ul", "f" */
};

/* False if the text at `start` is no number. */
bool number_scan(const char *start, struct number *number);
/* Of one that is no float. False if it has a wrong digit or needs more than 128 bits. */
bool number_integer(const struct number *number, struct wide *wide);

bool wide_is_zero(const struct wide *wide);
struct wide wide_of(uint64_t low);
/* True if `bits` bits hold it. */
bool wide_fits(const struct wide *wide, unsigned bits, bool is_signed);
/* "0 to 255"; at most `size` characters. */
void wide_range(unsigned bits, bool is_signed, char *buffer, size_t size);
/* Decimal; the buffer holds 42 characters. */
void wide_print(const struct wide *wide, char *buffer);
/* Two's complement in this machine's byte order, extended to `size` bytes, and back (16 bytes at most). */
void wide_store(const struct wide *wide, unsigned char *to, size_t size);
struct wide wide_load(const unsigned char *from, size_t size, bool is_signed);
/* Bits of a record: `at` counts as in cconv_field.bit_offset. */
void bits_store(const struct wide *wide, unsigned char *record, uint64_t at, unsigned bits);
struct wide bits_load(const unsigned char *record, uint64_t at, unsigned bits, bool is_signed);

/* Bits and sign of an integer type, enums among them; false for others. */
bool integer_type(const cconv_type *type, unsigned *bits, bool *is_signed);
bool is_float_kind(cconv_type_kind kind);

enum float_result { FLOAT_READ, FLOAT_TOO_LARGE, FLOAT_NOT_THERE };
/* The number at `*text`, inf and nan among them, to a float type of this machine; `*text` moves past it (not past a
   suffix), and stays where there is none. FLOAT_NOT_THERE: this machine's C library has no such type. */
enum float_result float_read(cconv_type_kind kind, const char **text, unsigned char *to);
/* The shortest text that reads back as the same; false as above. */
bool float_print(cconv_type_kind kind, const unsigned char *from, char *buffer, size_t size);

/* ------------------------------------------------------------------- literal.c */

/* A string or character constant: its prefix and code units. */
struct literal {
    unsigned unit;               /* bytes of a code unit by its prefix: 1, 2 (u), 4 (U, L) */
    char quote;
    struct string bytes;         /* code units, without a terminator; owned */
    const char *end;             /* past it */
    const char *wrong;           /* where it is wrong; NULL */
    const char *message;
};

/* True if the text begins with one, however wrong it may be. */
bool literal_begins(const char *text);
bool literal_read(const char *text, struct literal *literal);

/* --------------------------------------------------------------------- value.c */

/* What `&` made: room that the function may write, shown afterwards. */
struct value_out {
    char *name;
    const cconv_type *type;      /* one of this, or `count` in a row */
    uint64_t count;
    bool is_array;
    unsigned char *at;
};

/* A pointer to a function that is found when the library is there. */
struct value_function {
    char *name;
    unsigned char *at;
};

struct values {
    cconv_context *context;
    const cconv_unit *unit;      /* types and enumerators */
    struct room *rooms;          /* all memory of the values */
    struct value_out *outs;
    struct value_function *functions;
    size_t out_count, function_count;
};

struct value_error {
    size_t column;               /* in the text, from 0 */
    char message[512];
};

/* Zeroed memory that lives as long as the values. */
void *value_room(struct values *values, uint64_t size, uint64_t align);
void values_free(struct values *values);
/* Reads the text from `offset` as one value of the type. `name` is what an out-parameter is called. */
bool value_read(struct values *values, const char *text, size_t offset, const char *name, const cconv_type *type,
                void *into, struct value_error *error);

/* -------------------------------------------------------------------- deduce.c */

/* The type of a value that is passed through `...`, and where in the text the value begins (after a cast). */
bool value_deduce(struct values *values, const char *text, const cconv_type **type, size_t *offset,
                  struct value_error *error);

/* ---------------------------------------------------- value.c, shared */

struct reader {
    struct values *values;
    const char *text, *at;       /* all of it, and what is next */
    struct value_error *error;
    char path[200];              /* of the member that is being read */
    unsigned depth;
};

/* Notes the message with a caret there; false. */
bool value_wrong(struct reader *reader, const char *where, const char *format, ...) PRINTF_LIKE(3, 4);
void skip_space(struct reader *reader);
/* The word there: "null", or nothing. */
size_t word_length(const char *text);
bool word_is(const char *text, const char *word);
bool is_value_end(char c);
/* "(type)" there: read, and passed over; false if there is none, and nothing has moved. */
bool take_cast(struct reader *reader, const cconv_type **type);
/* "[count]" there: read and passed over. */
bool take_count(struct reader *reader, uint64_t *count);
/* Up to the next comma or closing bracket that is not inside of others. */
const char *value_span(const char *at);
const char *value_type_text(const cconv_type *type, char *buffer, size_t size);
/* A string is there. */
bool at_string(const char *text);
/* An integer of at most 32 bits: strings may be made of it. */
bool holds_characters(const cconv_type *type);
/* The literal's units into room for `count` of `size` bytes, without the terminator where there is no room for it. */
bool value_string(struct reader *reader, uint64_t size, uint64_t count, unsigned char *into);
/* Elements in braces. */
bool value_row(struct reader *reader, const cconv_type *element, uint64_t count, unsigned char *into);
bool value_any(struct reader *reader, const cconv_type *type, unsigned char *into);
bool value_pointer(struct reader *reader, const cconv_type *type, unsigned char *into); /* pointer.c */
/* An integer as a literal, a character constant or a constant expression of the unit. */
bool read_integer(struct reader *reader, struct wide *wide);

/* ---------------------------------------------------------------------- show.c */

struct show {
    struct string *out;
    cconv_context *context;
    const cconv_unit *unit;
    bool json;
    int probe[2];                /* a pipe: what it takes is readable */
};

void show_value(struct show *show, const cconv_type *type, const unsigned char *at);
/* `count` of the type in a row. */
void show_row(struct show *show, const cconv_type *type, uint64_t count, const unsigned char *at);
/* A text as a JSON string. */
void show_json_text(struct string *out, const char *text, size_t length);

/* --------------------------------------------------------------------- constant.c */

/* The value of a constant expression over the unit's enumerators and types. */
bool constant_value(struct values *values, const char *text, size_t length, struct wide *wide, cconv_error *error);

#endif
