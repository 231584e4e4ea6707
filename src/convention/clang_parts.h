/*
 * What a record is in clang's intermediate code (clang 19, as it compiles for System V targets): a sequence of parts.
 * A convention that hands a record to clang's code generator as it is (__regcall) passes these one by one.
 */
#ifndef CONVENTION_CLANG_PARTS_H
#define CONVENTION_CLANG_PARTS_H

#include "type/type.h"

/* One part. Of bit-fields it is an integer as wide as the part, or, if that would reach into what follows, loose bytes.
 */
struct clang_part {
    const struct cconv_type *member; /* NULL: bit-fields */
    uint64_t offset, size;
    uint64_t room;  /* what it takes in memory; more than its size for bit-fields of a union */
    uint64_t align; /* 1 for loose bytes and what is packed */
};

/* A _BitInt in memory that is an array of bytes, as an integer would be larger. */
bool clang_is_bytes(const struct cconv_type *type);
/* The next part of a struct from field *next, which moves behind it. False at the end. */
bool clang_next_part(const struct cconv_type *type, uint32_t *next, struct clang_part *out);
/* A union is to clang its most aligned, of these its largest, member. False without members. */
bool clang_union_part(const struct cconv_type *type, struct clang_part *out);
/* Whether its parts lie closer than their alignments, or its size is no multiple of them. */
bool clang_is_packed(const struct cconv_type *type);
/* Whether its parts leave no byte out. */
bool clang_is_dense(const struct cconv_type *type);

#endif
