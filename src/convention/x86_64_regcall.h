/* __regcall on x86-64 between its files: placing (x86_64_regcall.c) and the tables (x86_64_regcall_tables.c). */
#ifndef CONVENTION_X86_64_REGCALL_H
#define CONVENTION_X86_64_REGCALL_H

#include "convention/cursor.h"

#define REGCALL_DOCUMENT "clang 19 AttributeReference"

/* The registers that clang counts over System V, and vector registers on Windows. */
enum { REGCALL_GENERAL = 11, REGCALL_VECTORS = 16 };

struct regcall_variant {
    bool windows;
};

cconv_status regcall_place_argument(struct cursor *at, const struct cconv_type *given, struct slot *out);
cconv_status regcall_place_result(struct cursor *at, const struct cconv_type *given, struct slot *out);

#endif
