/* The lexer's innermost part, inline: hashing an identifier and finding its symbol. The parsed text may be read 16 bytes
   past its end, where it is padded; so may a symbol's (symbol.c). */
#ifndef DECL_INTERN_H
#define DECL_INTERN_H

#include "decl/parser.h"

#include <string.h>

static inline uint64_t load8(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* The index in memory of the first byte of a loaded word that is not zero. */
static inline unsigned first_byte(uint64_t word)
{
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (unsigned)__builtin_ctzll(word) / 8;
#else
    unsigned char bytes[8];
    unsigned i = 0;
    memcpy(bytes, &word, sizeof bytes);
    while (!bytes[i])
        i++;
    return i;
#endif
}

/* How many of the 16 characters at `text` go on in the word that begins there: letters, digits, '_', '$' and all above ASCII. */
#if defined(__GNUC__) && (defined(__SSE2__) || (defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__))
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef int8_t signed16 __attribute__((vector_size(16)));

static inline unsigned short_word(const char *text)
{
    bytes16 c;
    memcpy(&c, text, sizeof c);
    /* each range is moved to the upper end of the signed numbers, so that one comparison tells */
    bytes16 letter = (bytes16)((signed16)((c | 0x20) + (127 - 'z')) > 127 - 26);
    bytes16 digit = (bytes16)((signed16)(c + (127 - '9')) > 127 - 10);
    bytes16 word = letter | digit | (bytes16)(c == '_') | (bytes16)(c == '$') | c; /* in the top bit of each */
#ifdef __SSE2__
    return (unsigned)__builtin_ctz(~(unsigned)__builtin_ia32_pmovmskb128((char __attribute__((vector_size(16))))word));
#else
    uint64_t ends[2];
    bytes16 others = ~word & 0x80;
    memcpy(ends, &others, sizeof ends);
    return ends[0] ? first_byte(ends[0]) : ends[1] ? 8 + first_byte(ends[1]) : 16;
#endif
}
#else
/* Eight characters at a time; the top bit of each byte says whether that character is what the name says. */
static inline uint64_t word_ends(uint64_t word)
{
    const uint64_t each = 0x0101010101010101u, top = 0x80 * each;
    uint64_t low = word & ~top, lower = low | 0x20 * each;
    uint64_t letter = (lower + (0x80 - 'a') * each) & ~(lower + (0x7f - 'z') * each);
    uint64_t digit = (low + (0x80 - '0') * each) & ~(low + (0x7f - '9') * each);
    uint64_t not_underscore = (low ^ '_' * each) + 0x7f * each;
    uint64_t not_dollar = (low ^ '$' * each) + 0x7f * each;
    return ~(word | letter | digit) & not_underscore & not_dollar & top;
}

static inline unsigned short_word(const char *text)
{
    uint64_t ends = word_ends(load8(text));
    if (ends)
        return first_byte(ends);
    ends = word_ends(load8(text + 8));
    return ends ? 8 + first_byte(ends) : 16;
}
#endif

/* What follows the word that begins at `text`. */
static inline const char *word_end(const char *text)
{
    unsigned length;
    while ((length = short_word(text)) == 16)
        text += 16;
    return text + length;
}

/* The last 1 to 16 characters of a word, zero bytes behind them, and the hash of all. */
struct word_tail {
    uint64_t low, high;
    uint32_t hash;
};

/* Sixteen characters at a time, and no branch on the length of the rest: `keep` has a mask for each. The top bits of the
   hash are the best, and choose the slot. */
static inline struct word_tail word_tail(const char *text, size_t length)
{
    static const unsigned char keep[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    const uint64_t factor = 0x9e3779b97f4a7c15u, other = 0xc2b2ae3d27d4eb4fu;
    uint64_t hash = length;
    for (; length > 16; text += 16, length -= 16) {
        hash = (hash ^ load8(text)) * factor + load8(text + 8) * other;
        hash ^= hash >> 32;
    }
    const char *mask = (const char *)keep + 16 - length;
    struct word_tail tail = {load8(text) & load8(mask), load8(text + 8) & load8(mask + 8), 0};
    tail.hash = (uint32_t)(((hash ^ tail.low ^ (tail.high << 29 | tail.high >> 35)) * factor) >> 32);
    return tail;
}

static inline bool same_text(const struct symbol *symbol, const char *text, size_t length, const struct word_tail *tail)
{
    const char *own = symbol->text;
    if (symbol->length != length)
        return false;
    for (; length > 16; own += 16, text += 16, length -= 16)
        if (((load8(own) ^ load8(text)) | (load8(own + 8) ^ load8(text + 8))) != 0)
            return false;
    return ((load8(own) ^ tail->low) | (load8(own + 8) ^ tail->high)) == 0;
}

static inline uint8_t name_tag(uint32_t hash)
{
    return (uint8_t)(0x80 | hash);
}

/* NULL if the word is new. */
static inline struct symbol *find_symbol(const struct names *names, const char *text, size_t length,
                                         const struct word_tail *tail)
{
    for (uint32_t i = tail->hash >> names->shift;; i = (i + 1) & names->mask) {
        if (!names->tags[i])
            return NULL;
        if (names->tags[i] != name_tag(tail->hash))
            continue;
        struct symbol *symbol = names->slots[i];
        if (same_text(symbol, text, length, tail))
            return symbol;
    }
}

/* NULL when memory runs out. */
static inline struct symbol *intern_padded(struct names *names, const char *text, size_t length)
{
    struct word_tail tail = word_tail(text, length);
    struct symbol *symbol = find_symbol(names, text, length, &tail);
    return symbol ? symbol : symbol_new(names, text, length, &tail);
}

#endif
