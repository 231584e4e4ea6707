/* The Windows x64 convention between its files: placing and the table (x86_64_win.c), and the recorded disagreements
   (x86_64_win_divergences.c). */
#ifndef CONVENTION_X86_64_WIN_H
#define CONVENTION_X86_64_WIN_H

#include "convention/cursor.h"

/* Where gcc and clang part; the index in x86_64_win_divergences. */
enum win_dispute {
    WIN_HALF,
    WIN_QUAD,
    WIN_SHORT_VECTOR,
    WIN_SCALAR_VECTOR,
    WIN_INT128_VECTOR,
    WIN_QUAD_VECTOR,
    WIN_WIDE_VECTOR,
    WIN_WIDE_RESULT,
    WIN_X87_RESULT,
    WIN_EMPTY_RESULT,
    WIN_FLEXIBLE_ARRAY,
    WIN_ONLY_PADDING,
    WIN_DISPUTES
};

extern const cconv_divergence x86_64_win_divergences[];

#endif
