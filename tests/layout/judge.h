/* The layout judge: random C declarations, or a real header, laid out by the library and by a compiler. */
#ifndef LAYOUT_JUDGE_H
#define LAYOUT_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <callconv/callconv.h>

/* One target and the compiler that judges it. */
struct judge {
    const char *target;      /* the library's name */
    const char *cc;          /* "gcc" or "clang" */
    const char *command;     /* how to run the compiler */
    cconv_reading reading;
    bool is_own;             /* the platform's own compiler, whom the document's reading follows */
    bool is_gcc, is_msvc, is_arm, is_windows, is_linux, is_64;
    bool is_other;           /* neither x86 nor Arm: no half floats */
    bool has_decimal;        /* x86 aside */
    int long_bits;
};

extern const struct judge judges[];
extern const size_t judge_count;

/* Writes `count` declarations of structs, unions and enums, each tag once, as the judge's compiler accepts them. */
void generate(FILE *out, const struct judge *judge, uint64_t seed, unsigned count);

struct verdict {
    unsigned types, asserts, bit_fields, mismatches;
    bool broken;             /* the compiler or the parser refused the text */
};

/* Parses `text` under the judge's reading and has the compiler confirm every layout in it. `keep` NULL: a temporary
   directory is used and removed. Mismatches are told on stderr. */
struct verdict confirm(const struct judge *judge, cconv_reading reading, const char *text, size_t length,
                       const char *cc_command);

#endif
