/* A function type ready to be planned: what the parser and cconv_signature_* make, and plan.c reads. */
#ifndef TYPE_SIGNATURE_H
#define TYPE_SIGNATURE_H

#include "type/type.h"

/* Everything text lies in one block (`texts`), so that a plan copies it at once. */
struct cconv_signature {
    struct cconv_context *context;
    const char *name;                    /* may be NULL */
    const char *declaration;             /* printed back */
    const char *label;                   /* asm label or NULL */
    const char *convention;              /* attribute or NULL */
    const cconv_declaration *source;     /* or NULL */
    const struct cconv_type *result;     /* VOID type for none */
    uint32_t result_qualifiers;
    const cconv_parameter *parameters;   /* with the variadic ones at the end */
    const char *const *type_texts;       /* of each parameter, then of the result: printed types */
    uint32_t count, fixed;               /* parameters; those before ... */
    uint32_t converted;                  /* the first that `...` converts, from 1; 0 for none */
    const char *converted_from;          /* its type before */
    bool variadic;
    bool old_style;                      /* declared without a prototype: `int f()` before C23, or a definition `int f(a) int a; {…}` */
    /* Everything a plan copies: texts packed one after another, so that a plan copies them at once. */
    const char *texts;                   /* block holding declaration, names and type texts */
    size_t texts_size;
};

/* As cconv_signature_of with the declaration's label and convention; NULL on error. */
const struct cconv_signature *signature_new(struct cconv_context *context, const char *name,
                                            const struct cconv_type *function, const cconv_declaration *source,
                                            cconv_error *error);

#endif
