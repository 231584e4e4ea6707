/*
 * `callconv check`: what code does, on every path, against what its convention wants. All that is known of a convention comes from
 * the model's tables, all that is known of instructions from tools/instruction.
 *
 *     main.c        the command: options, files, exit status
 *     image.c       one object in memory: code, constants, imported names
 *     functions.c   where functions begin, which of them other code can call, who calls whom
 *     frames.c      ranges that .eh_frame describes
 *     landings.c    where calls go on when something is thrown
 *     contract.c    the convention by numbers of registers
 *     state.c       values, stack slots, and what becomes of two states where paths meet
 *     step.c        what one instruction does to a state
 *     jumps.c       jump tables
 *     walk.c        one function, on every path
 *     exits.c       the rules at returns and tail calls; summaries of functions
 *     calls.c       the rules at calls, stores and reads
 *     rules.c       names, graveness and advice
 *     text.c, json.c, sarif.c  findings as text, as JSON, for editors and code review
 *     options.c, baseline.c    what to check, and what is accepted
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "instruction.h"
#include "place.h"

/* --------------------------------------------------------------------- contract */

/* Registers whose values are followed: those with a number below 64, and few others. */
enum { SLOT_DIRECTION = 64, SLOT_CONTROL, SLOT_STATUS, FOLLOWED, RETURN_ADDRESS = 127 };

struct contract {
    const cconv_convention *convention;
    const cconv_stack_rules *stack;
    cconv_arch arch;
    uint8_t sp, frame, link;         /* registers; `link` is NO_REGISTER where the call pushes the return address */
    uint8_t word, general;           /* bytes of an address; how many registers are general ones */
    uint8_t flags;                   /* register of the arithmetic flags */
    uint8_t direction;               /* register of the direction flag; NO_REGISTER for none */
    uint8_t followed[MOST_INSTRUCTION_REGISTERS]; /* index of a register's value; NO_REGISTER for one that is not followed */
    uint16_t preserved[FOLLOWED];    /* low bytes that a function keeps; 0 for none */
    bool is_result[FOLLOWED];        /* a function's result may be in it */
    uint8_t reg[FOLLOWED];           /* the register of an index */
};

bool contract_make(const cconv_convention *convention, struct contract *out);

/* ------------------------------------------------------------------------ image */

struct import_name {
    const char *name;
    bool never_returns, keeps_all;   /* keeps_all: a helper of compilers that only touches the stack's pages */
};

struct code_range {
    uint64_t begin, end;
    const char *name;
    bool is_linkage;                 /* a table of jumps to other files (PLT) */
};

struct landing {
    uint64_t begin, end, pad;
};

struct image {
    struct placed placed;
    const struct object *object;
    const struct contract *contract;
    struct instruction_mode mode;
    struct code_range *code;
    size_t code_count;
    struct import_name *names;
    size_t name_count, name_room;
    uint32_t *name_index;            /* by hash */
    size_t index_size;
    uint64_t *slots;                 /* addresses of words that a loader fills, sorted */
    size_t slot_count;
    struct landing *landings;        /* by address, once functions are found */
    size_t landing_count, landing_room;
    uint8_t *pads;                   /* a bit for each byte */
    uint64_t import_base;            /* imported names have addresses from here */
    uint8_t *leaders, *starts, *reached; /* a bit for each byte of the image: something jumps here; an instruction begins here; it was followed */
};

bool name_never_returns(const char *name);
bool image_make(const struct object *object, const struct contract *contract, struct image *out, struct object_error *error);
void image_free(struct image *image);
const struct code_range *image_code(const struct image *image, uint64_t address);
/* The bytes of code from the address to the end of its section. */
const uint8_t *image_bytes(const struct image *image, uint64_t address, size_t *size);
/* The imported name that the address stands for; NULL for none. */
const struct import_name *image_import(const struct image *image, uint64_t address);
/* What a program can read there that never changes: constants, and words that a loader fills. */
bool image_constant(const struct image *image, uint64_t address, unsigned bytes, uint64_t *out);
/* Where a stub of the linkage table, or a plain jump, leads; the address itself if it is none. */
uint64_t image_through(const struct image *image, uint64_t address);
static inline bool image_starts(const struct image *image, uint64_t address)
{
    uint64_t at = address - image->placed.base;
    return at < image->placed.size && image->starts[at / 8] >> at % 8 & 1;
}
static inline bool image_leads(const struct image *image, uint64_t address)
{
    uint64_t at = address - image->placed.base;
    return at < image->placed.size && image->leaders[at / 8] >> at % 8 & 1;
}

/* -------------------------------------------------------------------- functions */

#define FUNCTION_EXPORTED 1u
#define FUNCTION_TAKEN 2u            /* its address is used as a value */
#define FUNCTION_FRAGMENT 4u         /* a part of another, which is not entered here */
#define FUNCTION_CALLED 8u
#define FUNCTION_DESCRIBED 16u       /* by unwind information */
#define FUNCTION_SPECIAL 32u         /* _start and its like: no contract */
#define FUNCTION_NEVER_RETURNS 128u  /* by its name */
#define FUNCTION_GUESSED 64u         /* only a pointer says that something begins here */

struct summary {
    bool is_done, never_returns, is_odd; /* odd: what it does to sp is not known */
    uint64_t kept[2];                /* values that are at every return what they were at entry */
    int64_t sp_change;
};

struct function {
    uint64_t begin, end;
    const char *name;
    unsigned flags;                  /* FUNCTION_… */
    uint32_t first_callee, callee_count;
    struct summary summary;
};

struct functions {
    struct function *at;
    size_t count;
    uint32_t *callees;
    size_t callee_count;
    uint32_t *order;                 /* callees before callers */
};

bool functions_find(struct image *image, struct functions *out);
void functions_free(struct functions *functions);
/* The function that begins there; NULL for none. */
struct function *function_at(const struct functions *functions, uint64_t address);
/* The last that begins at or before the address. */
struct function *function_before(const struct functions *functions, uint64_t address);
bool functions_order(struct functions *functions);
static inline bool function_is_judged(const struct function *f)
{
    return f->flags & (FUNCTION_EXPORTED | FUNCTION_TAKEN) && !(f->flags & (FUNCTION_FRAGMENT | FUNCTION_SPECIAL | FUNCTION_GUESSED));
}

struct described {
    uint64_t begin, end;
    uint64_t data;                   /* what its handler reads: calls and where they go on when something is thrown; 0 for none */
    bool is_fragment;
};
/* What .eh_frame describes, by address. */
struct described *frames_read(const struct image *image, size_t *count);
/* The calls of the range that have a landing pad. */
bool landings_read(struct image *image, const struct described *described);
/* Where the call goes on when what it calls throws; 0 for nowhere. */
uint64_t landing_of(const struct image *image, uint64_t call);
bool is_landing_pad(const struct image *image, uint64_t address);

/* ----------------------------------------------------------------------- states */

enum value_kind {
    VALUE_UNKNOWN,                   /* `id`: address where it came to be, 0 for many; `offset`: less than this, 0 for not known; `reg`: 1
                                        where that comes from its width alone */
    VALUE_ENTRY,                     /* what register `reg` was at entry, its low `bytes`; offset as of an unknown one */
    VALUE_STACK,                     /* `id`: the base (0: the stack pointer at entry), `offset` from there */
    VALUE_CONSTANT,                  /* `offset` */
    VALUE_TABLE,                     /* what was loaded from table `id`; with the base added it is a target */
    VALUE_TARGET,
    VALUE_LOST,                      /* a call did not keep it; `id` is the call */
    VALUE_GIVEN_UP                   /* differs by the path */
};

struct value {
    uint8_t kind, reg;
    uint16_t bytes;
    uint32_t id;
    int64_t offset;
};

struct stack_slot {
    uint32_t base;
    uint32_t bytes;
    int64_t offset;
    struct value value;
};

/* What the flags stand for: a value compared with a number, or with another register. */
struct comparison {
    bool is_known;
    uint8_t reg, second;             /* indices of values; NO_REGISTER for none */
    uint32_t identity;               /* of the value; of memory that of the address's base */
    int64_t immediate;
};

/* Memory that a comparison bounds. */
struct bounded {
    uint32_t identity;               /* of the address's base; 0 for none */
    uint32_t bytes;
    int64_t displacement, bound;
};

enum { MOST_SLOTS = 96 };

struct state {
    uint32_t slot_count;
    uint32_t since_call;             /* instructions that do something, since the last call */
    bool is_guessed;                 /* behind a jump table whose size is a guess */
    int8_t x87;
    struct comparison comparison;
    struct bounded compared, bounded; /* what the flags are of; what is known */
    struct value values[FOLLOWED];
    struct stack_slot slots[MOST_SLOTS]; /* in no order */
};

static inline size_t state_size(const struct state *state)
{
    return offsetof(struct state, slots) + state->slot_count * sizeof *state->slots;
}
void state_begin(const struct contract *contract, struct state *out);
const struct stack_slot *state_slot(const struct state *state, uint32_t base, int64_t offset);
void state_store(struct state *state, uint32_t base, int64_t offset, uint32_t bytes, const struct value *value);
void state_drop_below(struct state *state, uint32_t base, int64_t offset);
/* What two names of one unknown value have in common; 0 for none. */
uint32_t value_identity(const struct value *value);
enum meeting { MEETING_SAME, MEETING_WIDER, MEETING_APART };
/* Makes `to` stand for both, where nothing that matters differs, or where that is forced. */
/* `forced`: 0, or the name of a base for a stack pointer that differs. */
enum meeting state_meet(const struct contract *contract, struct state *to, const struct state *from, uint32_t forced);

/* ------------------------------------------------------------------------ walks */

struct table {
    uint64_t address, base;
    uint32_t entry;
    uint8_t shift;
    bool is_signed, has_base, is_weak; /* weak: `bound` is what an index of its width can be */
    int64_t bound;
};

struct finding {
    const char *rule;
    uint64_t address;                /* where it is seen: the exit */
    uint64_t cause, save;            /* 0 for none */
    uint8_t reg;
    char expected[48], found[96];
};

struct kept_state {
    struct kept_state *next;
    struct state *state;
};

struct statistics {
    uint64_t functions, judged, complete, instructions, text, jumps, jumps_resolved, widened;
    uint64_t distinct, all;          /* instructions followed at least once; all of the code */
};

struct walk {
    const struct image *image;
    const struct functions *functions;
    const struct contract *contract;
    struct function *function;
    struct statistics *statistics;
    struct arena *arena;
    /* addresses with states, by hash */
    struct point *points;
    size_t point_count, point_room;
    /* to do */
    struct pending *pending;
    size_t pending_count, pending_room;
    struct table tables[256];
    unsigned table_count;
    uint32_t guesses[64];
    uint64_t saves[FOLLOWED];        /* where each was saved last */
    struct finding findings[16];
    unsigned finding_count;
    const char *given_up;            /* why it is not complete */
    uint64_t given_up_at;
    bool is_exited;
    bool is_early;                   /* calls what was not followed yet: to be done again when all are */
    struct summary summary;
    uint64_t steps;
    uint64_t jumps[256];             /* indirect jumps seen */
    unsigned jump_count, open_jumps;
};

bool walk_make(struct walk *walk, const struct image *image, const struct functions *functions, struct statistics *statistics);
void walk_free(struct walk *walk);
/* Walks it and fills its summary. */
void walk_function(struct walk *walk, struct function *function);
void walk_gives_up(struct walk *walk, uint64_t address, const char *why);
/* Another path to follow. */
void walk_follow(struct walk *walk, uint64_t from, uint64_t address, const struct state *state);

void step(struct walk *walk, struct state *state, uint64_t address, const struct effect *effect);
/* The state on the way where the condition holds, or does not. */
void step_condition(struct walk *walk, struct state *state, enum condition condition, bool holds);
struct value step_read(const struct walk *walk, const struct state *state, struct register_part part);
struct value step_address(const struct walk *walk, const struct state *state, const struct memory_operand *memory);
struct value step_load(struct walk *walk, const struct state *state, uint64_t address, const struct memory_operand *memory, const struct transfer *transfer);
void step_after_call(struct walk *walk, struct state *state, uint64_t address, const struct summary *summary, bool keeps_all);

unsigned table_make(struct walk *walk, const struct table *table);
/* Follows all of the table; false if it cannot be read. */
bool table_follow(struct walk *walk, const struct state *state, uint64_t jump, const struct table *table);

struct finding *exit_finds(struct walk *walk, const struct state *state, const char *rule, uint64_t address, unsigned reg);
void exit_return(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect);
/* `target`: 0 where it is not known. */
void exit_tail(struct walk *walk, const struct state *state, uint64_t address, uint64_t target);
void exit_trust(const struct contract *contract, struct summary *summary);
/* True if everything is as at entry. */
bool exit_is_clean(const struct walk *walk, const struct state *state);

/* Before a call of code that is not in the file. */
void check_call(struct walk *walk, const struct state *state, uint64_t address);
/* A store at an address of the stack. */
void check_store(struct walk *walk, const struct state *state, uint64_t address, const struct memory_operand *memory, const struct value *at);
void check_reads(struct walk *walk, const struct state *state, uint64_t address, const struct effect *effect);

/* --------------------------------------------------------------------- reports */

struct check_rule {
    const char *name;
    bool is_error;                   /* else a warning */
    const char *section, *mend;
};

const struct check_rule *check_rule(const char *name);
/* NULL past the end. */
const struct check_rule *check_rule_at(size_t index);
/* "function+0x12", or the address alone. */
void check_place(const struct walk *walk, uint64_t address, char *out, size_t size);

enum check_format { CHECK_TEXT, CHECK_JSON, CHECK_SARIF };

void check_text(const struct walk *walk, const struct finding *finding);
/* `index`: of the finding among all. */
void check_json(const struct walk *walk, const struct finding *finding, size_t index);
void check_sarif(const struct walk *walk, const struct finding *finding, size_t index);
void check_sarif_begin(void);
void check_sarif_end(void);
/* A string in quotes. */
void check_string(const char *text);

/* Findings that are accepted: lines "rule file function". */
struct baseline {
    char **lines;
    size_t count;
};
bool baseline_read(const char *path, struct baseline *out);
void baseline_free(struct baseline *baseline);
/* The finding's line, which does not change when code around it does. */
void baseline_line(const struct walk *walk, const struct finding *finding, char *out, size_t size);
bool baseline_has(const struct baseline *baseline, const char *line);

/* ---------------------------------------------------------------------- options */

struct check_options {
    const char *abi, *baseline, *write_baseline;
    int format;                      /* enum check_format */
    int fail_on;                     /* 0 errors, 1 warnings too, 2 notes too */
    bool shows_notes;
    const char *const *suppressed;   /* names of functions; '*' at the end stands for anything */
    size_t suppressed_count;
    const char *const *files;
    size_t file_count;
};

enum { CHECK_GO_ON = -1 };
/* CHECK_GO_ON, or the exit status. */
int check_options_read(int count, char **arguments, struct check_options *out);
void check_options_free(struct check_options *options);

#endif
