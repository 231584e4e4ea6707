/*
 * The placement oracle: random prototypes, compiled by a real compiler, captured at the callee's entry (arguments)
 * or after the return (results), and compared byte by byte with the plan.
 *
 *     generate.c  draws prototypes      print.c    writes them as C, the single source of library and compiler
 *     value.c     fills values          emit.c     the C files that are compiled   jobs.c  what is run of them
 *     compilers.c which platform, which runner   probe.c  what a compiler is and which types it has (groups.c)
 *     process.c   commands with time limits
 *     run_native.c  native, qemu, wine  run_unicorn.c  Mach-O and COFF objects, emulated
 *     judge.c, layout.c  compare        batch.c    compiles, runs and judges many at once
 *     machine.c   the processors: registers in a record   known.c  compilers' own errors
 *     zig.c       the cases in Zig, and what a compiler of Zig is asked
 *     shrink.c    reduces failures      fixed.c    preserved registers and narrow arguments
 */
#ifndef CONFORM_CONFORM_H
#define CONFORM_CONFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "callconv/callconv.h"
#include "machine.h"

/* ------------------------------------------------------------------ drawing */

enum { MAX_ARGUMENTS = 14, MAX_MEMBERS = 12, BATCH = 200, LABELS = 256, MAX_VALUE = 1024, ENUMS = 12, FREE_ENUMS = 7,
       DATA_ALIGN = 128 };

struct pool { /* bump memory, freed whole */
    struct pool_block *blocks;
};
void *pool_take(struct pool *pool, size_t size);
void pool_free(struct pool *pool);

enum generated_kind {
    G_BASIC, G_POINTER, G_FUNCTION_POINTER, G_ENUM, G_COMPLEX, G_BITINT, G_VECTOR, G_ARRAY, G_RECORD, G_ALIGNED,
    G_NAMED,     /* a typedef of the compiler's own headers, which the text does not define */
    G_ATOMIC,
    G_PARAMETER  /* around a whole named argument: how it is declared; `n` is an enum parameter_form */
};

/* What C adjusts in a parameter's declaration: arrays and functions become pointers, qualifiers mean nothing outside. */
enum parameter_form {
    P_ARRAY, P_OPEN_ARRAY, P_STATIC_ARRAY, P_QUALIFIED_ARRAY, P_ARRAY_OF_ARRAYS, P_ARRAY_TYPEDEF, P_FUNCTION,
    P_FUNCTION_TYPEDEF, P_CONST, P_VOLATILE, P_RESTRICT, P_REGISTER, P_VA_LIST, P_MS_VA_LIST, PARAMETER_FORMS
};

struct generated_type;
struct generated_member {
    struct generated_type *type;
    int width;            /* of a bit-field; -1 for none */
    unsigned align;       /* aligned(n) on the member, or 0 */
    unsigned alignas;     /* _Alignas(n), or 0 */
    const char *qualifier; /* with a space after it, or NULL */
    bool packed, unnamed, anonymous, flexible;
};

struct generated_type {
    enum generated_kind kind;
    const char *text;     /* BASIC, NAMED: how it is spelled */
    unsigned first_member; /* RECORD, while printing: the number in its first member's name */
    unsigned n;           /* bits, vector bytes, array length, alignment, enum variant; NAMED: 1 for vector headers */
    unsigned align, pack; /* RECORD */
    bool is_unsigned, is_union, packed, transparent;
    struct generated_type *element;
    struct generated_member *members;
    unsigned count;
    char name[48];        /* while printing: the name it was declared under, of a PARAMETER after C's adjustment */
    char inner[32];       /* while printing a PARAMETER: the typedef that it is declared with, or empty */
};

struct generated_case {
    uint64_t number;      /* in the run; `index` in a batch is separate */
    struct generated_type *result;  /* NULL: void */
    struct generated_type *arguments[MAX_ARGUMENTS];
    unsigned count, fixed;
    bool variadic;
};

/* Which types the judge's compiler has on this target. */
struct abilities {
    bool float16, bfloat16, complex_half, decimal, int128, fixed_enum;
    bool names;            /* has stddef.h, stdint.h and stdarg.h */
    bool intel, arm;       /* has immintrin.h; arm_neon.h */
    bool va_list_is_array; /* and decays as a parameter */
    unsigned bitint;       /* widest _BitInt, 0 for none */
    const char *float128;  /* spelling or NULL */
    bool tags_alone;       /* Zig's translation knows records by their tags */
    bool labels_decorated; /* clang's vectorcall on ELF: a name in __asm__ too, unless a \001 is before it */
};

struct random { uint64_t state; };
uint64_t random_next(struct random *random);
unsigned random_below(struct random *random, unsigned limit);

void generate_case(struct pool *pool, uint64_t seed, uint64_t number, const struct abilities *abilities,
                   struct generated_case *out);

/* What can be an argument itself, wherever it is: an array cannot, nor a va_list, which may be one. */
bool is_value(const struct generated_type *type);

/* A growing string. */
struct string { char *data; size_t length, room; };
void string_add(struct string *string, const char *format, ...) __attribute__((format(printf, 2, 3)));
void string_free(struct string *string);

/* The C text of one case: definitions, the prototype f_<index> and result callee_<index>. `attribute` is put on both
   functions. The text uses names of the compiler's headers, which the library knows without a declaration:
   what the compiler is given starts with `prelude`. */
struct printed_case {
    struct string text;
    char *argument_names[MAX_ARGUMENTS]; /* the parameter's type, as C adjusts it */
    char *value_names[MAX_ARGUMENTS];    /* the same without _Atomic: what the caller reads and gives */
    char *result_value_name;
    char *result_name; /* NULL for void */
};
/* Whether functions with the attribute need an asm label to be found by their names. */
bool is_decorated(const char *attribute);
const char *label_mark(const struct abilities *abilities);
void print_case(const struct generated_case *c, const struct abilities *abilities, unsigned index,
                const char *attribute, struct printed_case *out);
void printed_free(struct printed_case *printed);
const char *prelude(const struct abilities *abilities);

/* -------------------------------------------------------------------- values */

struct value {
    uint8_t bytes[MAX_VALUE];
    uint8_t mask[MAX_VALUE]; /* bits that belong to the value */
    size_t size;
};
/* false: too large. */
bool value_fill(struct value *value, const cconv_type *type, const cconv_target *target, struct random *random);
/* The value after C's default promotion to `to`. */
void value_promote(struct value *value, const cconv_type *from, const cconv_type *to, const cconv_target *target);

/* -------------------------------------------------------------------- groups */

enum group_id {
    GROUP_INTEGER, GROUP_FLOATING, GROUP_LONG_DOUBLE, GROUP_INT128, GROUP_FLOAT16, GROUP_BFLOAT16, GROUP_FLOAT128,
    GROUP_DECIMAL, GROUP_COMPLEX, GROUP_COMPLEX_INTEGER, GROUP_COMPLEX_HALF, GROUP_BITINT, GROUP_VECTOR, GROUP_POINTER,
    GROUP_ENUM, GROUP_ENUM_WIDE, GROUP_ENUM_PACKED, GROUP_ENUM_FIXED, GROUP_STRUCT, GROUP_UNION, GROUP_ARRAY,
    GROUP_EMPTY, GROUP_FLEXIBLE, GROUP_ANONYMOUS, GROUP_BIT_FIELD, GROUP_PACKED, GROUP_ALIGNED, GROUP_TRANSPARENT,
    GROUP_VARIADIC, GROUP_ATOMIC, GROUP_PARAMETER, GROUP_NAMES, GROUP_VECTOR_NAMES, GROUPS
};
#define GROUP_BIT(id) ((uint64_t)1 << (id))
#define ALL_GROUPS (GROUP_BIT(GROUPS) - 1)

struct group { const char *name, *help, *probe; };
const struct group *group_at(enum group_id id);
/* GROUPS if there is none of that name. */
enum group_id group_named(const char *name, size_t length);
/* "struct,double", "-vector,-bitint": false for an unknown name. */
bool groups_read(const char *list, uint64_t *mask);
/* Replaces what is not in `have` by plainer types. */
void filter_case(struct pool *pool, struct generated_case *c, uint64_t have);

/* ----------------------------------------------------------------- compilers */

enum runner { RUN_NATIVE, RUN_QEMU, RUN_WINE, RUN_UNICORN };

struct judge {
    const cconv_convention *convention;
    const cconv_target *target;
    const struct machine *machine;
    char compiler_name[16];      /* what it says it is: "gcc", "clang", "tcc", "msvc", "zig", "cc" */
    char version[200];           /* first line of its --version, or what its macros say */
    bool is_zig;                 /* it compiles Zig, not C */
    char zig_convention[64];     /* what callconv() says */
    bool levels;                 /* without an -O of its own: -O1 and -O2 in turn */
    cconv_reading reading, own_reading; /* whose is asked for; that of its kind of compiler */
    uint32_t features;
    enum runner runner;
    char command[512];           /* as the user gave it */
    char compile[1024];          /* command up to the flags of one file */
    const char *convert;         /* command that changes an object for the driver; NULL: none */
    char link[512];              /* driver that assembles the runtime and links; empty for Unicorn */
    char execute[512];           /* command before the program, or empty */
    char attribute[64];          /* put on prototypes, or empty */
    char directory[256];         /* scratch */
    unsigned compile_seconds, run_seconds;
    uint64_t groups;             /* types that are drawn: those the compiler has and the user wants */
    uint64_t lacking;            /* wanted, but the compiler has them not */
    struct abilities abilities;
    bool has_builtin_copy, has_builtin_varargs, has_builtin_offset, has_alignof;
    bool has_line;               /* heeds #line, by which its errors name a case */
    const struct judge *callee;  /* whose callees its callers meet; NULL: its own */
    char skip[512];              /* why this judge cannot run here; empty if it can */
    bool wrong_processor;        /* it is skipped because of the machine, not because something is not installed */
};

/* What the user asks for; NULL for what is to be found out. */
struct wish {
    const char *abi, *target, *cc, *as, *language, *run, *link, *types, *features;
    unsigned compile_seconds, run_seconds;
};

/* Finds compiler, target and runner; `judge->skip` says if one is missing. false: wrong names (message printed). The
   compiler is asked in `directory`. */
bool judge_find(struct judge *judge, const struct wish *wish, const char *directory);
/* probe.c: asks the compiler what it is and which target it has; fills name, version, reading, features and flags. */
struct identity { char triple[64], abi[32]; }; /* abi: empty for the target's own */
bool probe_identity(struct judge *judge, const char *directory, struct identity *identity);
/* Which of the wanted groups it has. */
void probe_groups(struct judge *judge, const char *directory, uint64_t wanted);
/* The flag of one of the two levels of optimisation, with a space before it; empty if the command has its own. */
const char *judge_level(const struct judge *judge, unsigned level);
/* Makes the scratch directory and the runtime's objects. */
bool judge_prepare(struct judge *judge, const char *directory);
/* The files of runtime/, which are built for the target; a NULL name ends them. */
struct embedded { const char *name, *text; };
extern const struct embedded embedded_files[];
/* Runs a shell command with its output in `log`; returns the exit status or one of these. 0 seconds: no limit. */
enum { COMMAND_CRASHED = -1, COMMAND_HANGS = -2 };
int run_command(const char *command, const char *log, unsigned seconds);
/* SIGINT, SIGTERM and SIGHUP kill what runs, and end this process. */
void process_stop_on_signals(void);

/* ------------------------------------------------------------------- batches */

enum state { PASSED, FAILED, KNOWN, REFUSED, CRASHES, HANGS, UNSUPPORTED, DROPPED };

/* What is wrong: who puts, or takes, something at another place than the plan says. */
enum aspect {
    NOTHING, CALLER_ARGUMENT, CALLEE_ARGUMENT, CALLEE_RESULT, CALLER_RESULT, CALL, LAYOUT, RUN_CRASH, MODEL, COMPILER_CRASH,
    ASPECTS
};
const char *aspect_text(enum aspect aspect);

struct verdict {
    enum state state;
    bool document_differs;  /* the document's reading places something elsewhere */
    bool has_note;
    const char *known;      /* a compiler's own error that explains a difference */
    /* Of the first difference: */
    enum aspect aspect;
    int argument;           /* -1: the result, or none */
    char type[96];          /* of the value */
    char document[96], section[64], reason[192]; /* the rule that places it */
    char message[1024];
    char divergences[160];  /* where document_differs: identifiers of what is recorded, "a, b" */
};

enum { PART_MIXED = 1, PART_LAYOUT = 2, PART_BITS = 4 };
enum { GOT_ARGUMENTS = 1, GOT_RESULT = 2, GOT_MIXED = 4, GOT_LAYOUT = 8 };

struct trial {
    struct generated_case generated;
    struct printed_case printed;
    cconv_context *context;
    const cconv_signature *signature, *callee; /* under the judge's reading */
    cconv_plan *plan, *document;     /* judge's reading, document's reading */
    cconv_plan *callee_plan, *callee_document;
    struct value arguments[MAX_ARGUMENTS], passed[MAX_ARGUMENTS], result; /* passed: after promotion */
    bool active;                     /* still compiled */
    unsigned parts, got;             /* PART_…: what is emitted beside caller and callee; GOT_… */
    unsigned bad_arguments;          /* bit i: argument i is misplaced by the caller */
    unsigned holds_address;          /* bit i: in place of one word of argument i is an address in the caller's frame */
    bool bad_result;                 /* the callee misplaces the result */
    struct verdict verdict;
};

/* What to run or read. Native runners find it in the emitted table; the emulator uses it directly. */
struct job {
    unsigned kind, index, slot, data_size;
    int set_register;
    bool set_to_sret;
    uint64_t set_value;
    char function[24], data[24];     /* empty: none */
};
struct jobs { struct job *at; unsigned count, room; };
struct job *jobs_add(struct jobs *jobs, unsigned kind, unsigned index);
void jobs_make(struct jobs *jobs, const struct trial *trials, unsigned count);
void jobs_free(struct jobs *jobs);
int sret_register(const cconv_plan *plan);

bool trial_make(struct trial *trial, const struct judge *judge, unsigned index, uint64_t seed);
void trial_free(struct trial *trial);
/* Where an argument's (or, with their count, the result's) bytes are in d_N and o_N. */
size_t trial_offset(const struct trial *trial, unsigned argument);
size_t trial_output_size(const struct trial *trial);
/* Whether its caller can be made to meet its callee. */
bool trial_meets(const struct judge *judge, const struct trial *trial);
/* Compiles, runs and judges trials made with indexes 0 … count-1. */
void batch_judge(const struct judge *judge, struct trial *trials, unsigned count, unsigned level);

/* The compiler's headers that the cases take names from. */
void emit_headers(FILE *out, const struct judge *judge, const struct trial *trials, unsigned count);
/* A line by which the compiler's errors name a case, or the part of one. */
void emit_mark(FILE *out, const struct judge *judge, const char *part, unsigned index);
/* The C file of the active trials [first, last). */
void emit_cases(FILE *out, const struct judge *judge, const struct trial *trials, unsigned first, unsigned last,
                bool callers, bool callees);
/* The values and the table of jobs; `trials` may be NULL. */
void emit_jobs(FILE *out, const struct trial *trials, unsigned count, const struct job *jobs, unsigned job_count);
/* zig.c: the same for compilers of Zig. */
bool zig_is_named(const char *command);
bool zig_probe_identity(struct judge *judge, const char *directory, struct identity *identity);
/* false: it has not the convention. */
bool zig_probe_groups(struct judge *judge, const char *directory, uint64_t wanted);
bool zig_emit(const char *directory, const char *name, const struct judge *judge, const struct trial *trials, unsigned first,
              unsigned last, bool callers, bool callees);
/* One side of a reproducer. */
void zig_add_narrow(struct string *out, const struct judge *judge, unsigned index, const char *type);
void zig_add_overwritten(struct string *out, cconv_arch arch, unsigned number, const char *name);
void zig_write_fixed(FILE *out, const struct judge *judge, const char *bodies, const char *overwrite, const char *list);
bool zig_write_side(const char *path, const struct judge *judge, const struct trial *trial, bool caller);
/* layout.c */
/* The numbers of a case's layout after the arguments' sizes: `what` is sizeOf, alignOf or offsetOf. */
void layout_numbers(const struct trial *trial, void (*found)(void *user, const char *what, const char *record,
                                                             const char *member), void *user);
void emit_layout(FILE *out, const struct judge *judge, const struct trial *trial, unsigned index);
void layout_jobs(struct jobs *jobs, const struct trial *trial, unsigned index);
void judge_layout(const struct judge *judge, struct trial *trial, const struct record *record, const uint8_t *window);

/* Links (for job 0) and runs; calls `found` for each record. Returns the exit status, COMMAND_… or RUN_NOT_LINKED; if
   it is not 0, `*next_job` is the job to blame. */
enum { RUN_NOT_LINKED = -3 };
typedef void record_handler(void *user, const struct record *record, const uint8_t *window);
int run_native(const struct judge *judge, const char *objects, unsigned first_job, record_handler *found, void *user,
                unsigned *next_job);
/* `callees`: the object of another compiler's callees, or NULL. */
bool run_unicorn(const struct judge *judge, const char *object, const char *callees, const struct job *jobs, unsigned count,
                 record_handler *found, void *user, char *error, size_t error_size);

/* The first difference is kept as such; the messages of all are joined. `placed` may be NULL. */
void verdict_fail(struct trial *trial, enum aspect aspect, int argument, const cconv_placement *placed,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Forgets the differences since `before` if the compiler is known to err here. */
void verdict_excuse(struct trial *trial, const struct judge *judge, const struct verdict *before, int argument);
void judge_arguments(const struct judge *judge, struct trial *trial, const struct record *record,
                     const uint8_t *window);
void judge_result(const struct judge *judge, struct trial *trial, const struct record *record, const uint8_t *window);
/* What arrived at the callee, and came back, of a call that the plan does not see. */
void judge_mixed(const struct judge *judge, struct trial *trial, const struct record *record, const uint8_t *window);
/* What is known to be wrong in the compiler itself for an argument (or, with -1, the result), and in no plan; NULL. */
const char *known_error(const struct judge *judge, const struct trial *trial, int argument);
/* 1 if both plans place everything alike. */
bool plans_equal(const cconv_plan *a, const cconv_plan *b);
bool plan_has_note(const cconv_plan *plan);

/* Reduces a case that fails, or at which the compiler crashes, as far as it still does and time allows. The smallest is left in `c`, its failure in `verdict`. */
void shrink(const struct judge *judge, struct pool *pool, struct generated_case *c, uint64_t seed, unsigned level,
            struct verdict *verdict);

/* Preserved registers and trusted upper bits: rows of what is wrong, and the counts. */
struct fixed_rows { char failure[16][160]; unsigned count, passed, failed, skipped; };
void fixed_judge(const struct judge *judge, struct fixed_rows *rows);

/* ------------------------------------------------------------------- the run */

enum format { AS_TEXT, AS_MARKDOWN, AS_JSON, AS_COUNTS };

struct options {
    struct wish wish;
    const char *against, *output, *keep, *golden;
    uint64_t seed, cases, only;
    unsigned jobs, shrinks;
    enum format format;
    bool quiet, only_one, help, list, examples;
};
/* 0, or EXIT_CANNOT after a message. */
int options_read(struct options *options, int count, char **arguments);
void options_help(void);
void options_list(void);

enum { EXIT_CONFORMS = 0, EXIT_DIFFERS = 1, EXIT_CANNOT = 2 };

/* What came of one prototype that did not simply pass. */
struct outcome { uint64_t number; unsigned level; struct verdict verdict; };

struct outcomes {
    struct outcome *at;
    size_t count, room;
    uint64_t passed;
    bool broken;                 /* a worker ended without an answer */
};
/* The failures that are alike, and the smallest prototype that shows them. */
enum { MAX_FINDINGS = 64, FINDING_TEXT = 4096 };
enum reproduction { NOT_REPRODUCED, REPRODUCED, SHOWN_AS_ASSEMBLY };
struct finding {
    uint64_t number, count;      /* of the first case; how many fail so */
    unsigned level;
    struct verdict verdict;      /* of the reduced case */
    char key[320];
    char prototype[FINDING_TEXT];
    char variadic[512];          /* types passed through ..., or empty */
    char place[512];             /* where the plan puts the value */
    enum reproduction reproduction;
    char directory[300], command[4096], output[2048];
    char assembly[FINDING_TEXT];
    bool merged;                 /* counted in another one */
    bool reduced;
};
struct findings { struct finding *at; unsigned count; uint64_t others; /* cases of groups beyond the limit */ };

/* work.c: judges all cases with several processes. */
bool work_judge(const struct options *options, struct judge *judge, const char *directory, struct outcomes *outcomes);
/* Groups the failures and reduces one of each group. `findings` lies in shared memory. */
bool work_reduce(const struct options *options, struct judge *judge, const char *directory,
                 const struct outcomes *outcomes, struct findings *findings);
void findings_free(struct findings *findings);
/* finding.c */
/* The compiler that does not do what the model says. */
const struct judge *finding_culprit(const struct judge *judge, const struct finding *finding);
void finding_key(const struct verdict *verdict, char *key, size_t size);
void finding_reduce(const struct options *options, const struct judge *judge, struct finding *finding, const char *place);
/* The drawn case again. */
void case_again(const struct options *options, const struct judge *judge, struct pool *pool, uint64_t number,
                struct generated_case *c);
/* "struct t0_0" as "struct t0": names without the number of the case. */
void plain_names(char *text);
/* reproduce.c: two C files and a command in `place`, verified; or the assembly. */
/* The clang triple of the target; empty where none is known. */
const char *judge_clang_target(const struct judge *judge);
void reproduce(const struct judge *judge, const struct trial *trial, const char *place, struct finding *finding);

struct report {
    const struct options *options;
    const struct judge *judge, *callee;  /* callee: NULL, or the compiler it is put against */
    const struct outcomes *outcomes;
    const struct findings *findings;
    const struct fixed_rows *fixed;
    double seconds;
};
uint64_t report_failed(const struct report *report);
void report_write(FILE *out, const struct report *report);
void report_json(FILE *out, const struct report *report);
/* Rows of alike messages. */
struct row { char text[256]; uint64_t count, number; };
struct rows { struct row at[64]; unsigned count; };
void rows_add(struct rows *rows, const char *text, uint64_t number);
/* Of one state, or, with FAILED, none; `known` for the errors that are known. */
void rows_collect(struct rows *rows, const struct outcomes *outcomes, enum state state);
void rows_divergences(struct rows *rows, const struct outcomes *outcomes);

#endif
