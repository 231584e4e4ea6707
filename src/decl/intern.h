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

/* What follows the word that begins at `text`: its letters, digits, '_', '$' and all above ASCII. Eight characters at a
   time; below, the top bit of each byte says whether that character is what the name says. */
static inline const char *word_end(const char *text)
{
    const uint64_t each = 0x0101010101010101u, top = 0x80 * each;
    for (;; text += 8) {
        uint64_t word = load8(text), low = word & ~top, lower = low | 0x20 * each;
        uint64_t letter = (lower + (0x80 - 'a') * each) & ~(lower + (0x7f - 'z') * each);
        uint64_t digit = (low + (0x80 - '0') * each) & ~(low + (0x7f - '9') * each);
        uint64_t not_underscore = (low ^ '_' * each) + 0x7f * each;
        uint64_t not_dollar = (low ^ '$' * each) + 0x7f * each;
        uint64_t ends = ~(word | letter | digit) & not_underscore & not_dollar & top;
        if (ends)
            return text + first_byte(ends);
    }
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
    hash = (hash ^ tail.low) * factor + (tail.high ^ tail.high >> 32) * other;
    tail.hash = (uint32_t)(hash >> 32);
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

/* NULL when memory runs out. */
static inline struct symbol *intern_padded(struct names *names, const char *text, size_t length)
{
    struct word_tail tail = word_tail(text, length);
    for (uint32_t i = tail.hash >> names->shift;; i = (i + 1) & names->mask) {
        if (!names->tags[i])
            return symbol_new(names, text, length, tail.hash);
        if (names->tags[i] != name_tag(tail.hash))
            continue;
        struct symbol *symbol = names->slots[i];
        if (same_text(symbol, text, length, &tail))
            return symbol;
    }
}

#endif
