/* The lexer's innermost part, inline: hashing an identifier and finding its symbol. The parsed text may be read 16 bytes
   past its end, where it is padded; a symbol's 8, for symbols are allocated in units of 16. */
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

/* The index in memory of the first byte of a loaded word that is not zero, where all others are 0 or 0x80. */
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

/* The first `count` (1 to 8) characters of a word loaded from memory, the others gone. */
static inline uint64_t first_characters(uint64_t word, size_t count)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return word >> (64 - 8 * count);
#else
    unsigned drop = 64 - 8 * (unsigned)count;
    return word << drop >> drop;
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

/* Sixteen characters at a time, and no branch on the length of the rest: `keep` has a mask for each. */
static inline uint32_t hash_text(const char *text, size_t length)
{
    static const unsigned char keep[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    const uint64_t factor = 0x9e3779b97f4a7c15u, other = 0xc2b2ae3d27d4eb4fu;
    uint64_t hash = length * other;
    for (; length >= 16; text += 16, length -= 16)
        hash = ((hash ^ load8(text)) * factor) ^ (load8(text + 8) * other >> 7);
    const char *mask = (const char *)keep + 16 - length;
    hash = ((hash ^ (load8(text) & load8(mask))) * factor) ^ ((load8(text + 8) & load8(mask + 8)) * other >> 7);
    hash = (hash ^ hash >> 29) * factor; /* the low bits of what is returned choose the slot */
    return (uint32_t)(hash >> 32);
}

static inline bool same_text(const char *a, const char *b, size_t length)
{
    while (length > 8) {
        if (load8(a) != load8(b))
            return false;
        a += 8;
        b += 8;
        length -= 8;
    }
    return length == 0 || first_characters(load8(a) ^ load8(b), length) == 0;
}

/* NULL when memory runs out. */
static inline struct symbol *intern_padded(struct names *names, const char *text, size_t length)
{
    uint32_t hash = hash_text(text, length);
    for (uint32_t i = hash;; i++) {
        const struct name_slot *slot = &names->slots[i & names->mask];
        if (!slot->symbol)
            return symbol_new(names, text, length, hash);
        if (slot->hash != hash)
            continue;
        struct symbol *symbol = symbol_at(names, slot->symbol);
        if (symbol->length == length && same_text(symbol->text, text, length))
            return symbol;
    }
}

#endif
