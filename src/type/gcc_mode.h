/* gcc's machine modes on 32-bit x86: what decides registers and a member's alignment there. */
#ifndef TYPE_GCC_MODE_H
#define TYPE_GCC_MODE_H

#include "type/type.h"

enum gcc_mode {
    MODE_BLOCK,        /* BLKmode: nothing but memory */
    MODE_INTEGER,      /* QI, HI, SI, DI */
    MODE_FLOAT,        /* HF, SF, DF, XF, TF */
    MODE_DECIMAL,
    MODE_COMPLEX,
    MODE_COMPLEX_INTEGER,
    MODE_VECTOR
};

/* Of a complete type, with the features that vectors were compiled with. Its size is the type's. */
enum gcc_mode gcc_mode(const struct cconv_type *type, uint32_t features);
/* The same of an argument or result: there every vector of several elements in 8 bytes is one. */
enum gcc_mode gcc_natural_mode(const struct cconv_type *type, uint32_t features);
/* What gcc makes of a member's alignment where it keeps those of 8 bytes at 4: by the mode of its type too. */
uint64_t gcc_field_align(const struct cconv_type *type, uint32_t qualifiers, uint64_t align, uint32_t features);

#endif
