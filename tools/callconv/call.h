/* callconv call: what its files share. */
#ifndef CALL_H
#define CALL_H

#include "value.h"

#include <callconv/exec.h>

enum { MOST_VIOLATIONS = 64 };

struct call {
    struct settings settings;
    const char *library;         /* as written; NULL: this process's own functions */
    const char *name, *symbol;
    struct view view;
    const cconv_signature *signature;
    cconv_plan *plan;
    cconv_engine engine;
    unsigned long times;         /* of --time; 0 for none */
    struct values values;
    const char *includes;        /* the headers' #include lines; NULL for none */
    void **arguments;
    void *result;
    struct output output;
    /* Known after the call. */
    int error_number;
    double nanoseconds;          /* of one call, the median */
    cconv_violation violations[MOST_VIOLATIONS];
    size_t violation_count;
};

/* "x", or "#2" for a parameter without a name. */
void call_argument_name(const struct call *call, size_t index, char *buffer, size_t size);

/* ----------------------------------------------------------------- call_macro.c */

/* The values as the preprocessor leaves them after the headers, in memory of their own; NULL if it fails. */
char **macros_expand(const struct settings *settings, const char *includes, const char *const *texts, size_t count);

/* ---------------------------------------------------------------- call_child.c */

/* Makes the call in a child process and writes the answer. The exit status, after messages. */
int call_run(struct call *call);

/* ----------------------------------------------------------------- call_make.c */

enum stage { STAGE_LOADING, STAGE_CALLING, STAGE_TIMING, STAGE_ENDING };

/* Loads the library and calls, in this process; `*stage` says how far it got. The exit status, after messages. */
int call_make(struct call *call, volatile int *stage);

/* --------------------------------------------------------------- call_answer.c */

/* Result, out-parameters and what was asked for beside them. */
int call_answer(struct call *call);

#endif
