/*
 * `callconv trace`: runs a function in an emulator, and knows at each instruction what every slot of the stack and every register
 * is. An executable of its own, because Unicorn is GPL.
 *
 *     options.c  the command line            build.c   C and assembly to an object
 *     cpu.c      processors                  decode.c  instructions: text, what they read and write
 *     world.c    the file in the emulator    models.c  functions that the file does not have
 *     debug.c    lines and variables (DWARF) known.c   prototypes
 *     debug_memory.c  DWARF of PE, Mach-O    fault.c   what ends a run
 *     run.c      the loop                    frames.c  frames, and what each slot is
 *     rules.c    violations                  text.c, json.c  what is written
 *     arguments.c  the traced function's     screen.c  the same to walk through, on a terminal
 *     record.c   what a first run tells      reserved.c  room that is not written yet, or never
 *     roles.c    registers at this moment    picture.c rows of the stack, for all that draw it
 *     tables.c   conventions, by register    symbols.c names of addresses
 *     svg.c      a sheet of pictures         side.c    several conventions side by side
 */
#ifndef TRACE_H
#define TRACE_H

#include "instruction.h"
#include "place.h"

#include <stdio.h>

#include <callconv/callconv.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define PRINTF_LIKE(format_index, first)
#endif

enum { EXIT_FINE = 0, EXIT_ERROR = 1, EXIT_USAGE = 2 };

/* "callconv trace: …" on standard error. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);
/* Memory, zeroed where it is new, or exit status 1 with a message. */
void *take(void *block, size_t old_size, size_t size);
char *take_text(const char *text);
/* snprintf to memory of its own. */
char *take_format(const char *format, ...) PRINTF_LIKE(1, 2);

struct list {
    const char **at;
    size_t count;
};
void list_add(struct list *list, const char *text);

/* --------------------------------------------------------------------- options */

enum step_size { STEP_INSTRUCTION, STEP_CALL, STEP_LINE };
enum syntax { SYNTAX_INTEL, SYNTAX_ATT };

struct options {
    const char *file, *function, *abi, *arguments, *prototypes, *cc, *output;
    struct list flags, answers, headers; /* of the compiler; NAME=VALUE; of --header */
    enum step_size step;
    enum syntax syntax;
    uint64_t most_steps, stack_size, heap_size;
    uint64_t at_first, at_last;  /* of --at; 0, UINT64_MAX: all */
    bool color, ascii, checks_only, has_format;
    const struct writer *writer;
};

/* -1 to go on, else the exit status. */
int options_read(struct options *options, int count, char **arguments);

/* ----------------------------------------------------------------------- build.c */

/* What is traced: an object file, made by a compiler where the file is C or assembly. */
struct built {
    char *object;                /* path; owned */
    char *scratch;               /* directory that goes with it; owned; NULL for none */
    bool is_made, is_assembly;   /* the object is ours, and of assembly */
    char *text;                  /* preprocessed C, for prototypes; NULL for none; owned */
    size_t text_length;
    char *headers;               /* the same of --header */
    size_t headers_length;
};

/* EXIT_FINE, or the exit status after messages. */
int build(const struct options *options, struct built *out);
void built_remove(struct built *built);

/* ------------------------------------------------------------------------- cpu.c */

enum { MOST_REGISTERS = 64, VECTOR_BYTES = 16 };

/* A processor: general registers first, then vector registers, as the model spells them. */
struct cpu {
    cconv_arch arch;
    int uc_arch, uc_mode;
    unsigned word;
    const struct cpu_register { const char *name; int id; } *registers;
    unsigned general_count, count;
    int pc;                      /* the emulator's number */
    unsigned sp, fp;             /* indices */
    int link;                    /* index; -1 where calls push the return address */
    const char *triple;          /* of LLVM's disassembler; NULL: Zydis */
};

/* NULL for one that cannot be emulated here. */
const struct cpu *cpu_of(cconv_arch arch);
/* Index of the register, or of the one that it is a part of ("eax", "w0", "s1"); -1 if it is none. */
int cpu_register(const struct cpu *cpu, const char *name, size_t length);

/* The register of a plan's piece; -1 where it is on the stack. `*at` (NULL: not wanted) is the piece's first byte in it: Arm's s1 is
   the second half of d0. */
int cpu_piece(const struct cpu *cpu, const cconv_plan *plan, const cconv_piece *piece, uint64_t *at);
/* A bit for each register that the pieces are in. */
uint64_t cpu_pieces(const struct cpu *cpu, const cconv_plan *plan, const cconv_piece *pieces, size_t count);

struct registers {
    uint8_t at[MOST_REGISTERS][VECTOR_BYTES];
};

uint64_t register_value(const struct registers *registers, unsigned index);

/* ---------------------------------------------------------------------- decode.c */

enum { MOST_INSTRUCTION = 16 }; /* bytes */

struct instruction {
    uint64_t address;
    unsigned size;
    enum flow flow;
    uint64_t reads, writes;      /* a bit for each register of the processor, its address registers read */
    uint64_t stores_from;        /* registers whose whole value is stored: push rbx, stp x29, x30 */
    unsigned popped;             /* bytes that a return removes beside its address */
    bool is_thumb;
    char text[120];
};

struct decoder;
struct decoder *decoder_new(const struct cpu *cpu, enum syntax syntax, bool thumb);
void decoder_free(struct decoder *decoder);
/* Of `size` bytes at the address; false for none. */
bool decode(struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct instruction *out);
struct effect;
/* All that it does, with tools/instruction's numbers of registers. */
bool decode_effect(const struct decoder *decoder, const uint8_t *bytes, size_t size, uint64_t address, struct effect *out);
/* The processor's bit of such a register; 0 for one that its table leaves out. */
uint64_t decoder_bit(const struct decoder *decoder, unsigned reg);

/* ----------------------------------------------------------------------- debug.c */

struct variable {
    const char *name, *type;
    bool is_parameter;
    int base;                    /* its offset is from this register, by index; -1: from the canonical frame address */
    int64_t offset;
    uint64_t size;
    unsigned encoding;           /* DW_ATE_…; 0 for what is no number */
};

struct debug;
/* An ELF file in memory with the debugging sections of a PE or Mach-O file alone, for libdw; NULL where there are none. */
uint8_t *debug_memory(const struct placed *placed, size_t *size);
/* NULL where the file has no debugging information. */
struct debug *debug_open(const struct placed *placed);
void debug_close(struct debug *debug);
/* The code there was written as assembly. */
bool debug_is_assembly(struct debug *debug, uint64_t address);
bool debug_line(struct debug *debug, uint64_t address, const char **file, int *line);
/* The line's text without its indent; empty where the file is not there. */
void source_text(const char *file, int line, char *buffer, size_t size);
/* Variables of the function there; their count. They live as long as `debug`. */
size_t debug_variables(struct debug *debug, uint64_t address, const struct variable **out);

/* ----------------------------------------------------------------------- known.c */

/* Plans of functions by name. */
struct known;
struct known *known_new(const struct options *options, const struct built *built, const cconv_target *target,
                        const cconv_convention *convention);
void known_free(struct known *known);
/* NULL if there is no prototype. Of a variadic function the plan of its fixed arguments. */
const cconv_plan *known_plan(struct known *known, const char *name);
cconv_context *known_context(struct known *known);
const cconv_signature *known_signature(struct known *known, const char *name);

/* ----------------------------------------------------------------------- world.c */

/* A function that the file does not have: where calls of it stop. */
struct outside {
    char *name;
    uint64_t address;
};

struct write { uint64_t address; unsigned size; };

enum { MOST_WRITES = 40 };

/* The file in the emulator. */
struct world {
    const struct options *options;
    const struct cpu *cpu;
    struct object object;
    struct placed placed;
    const cconv_convention *convention;
    void *uc;
    bool is_thumb;               /* Arm: what the next instruction is read as */
    struct named_place *places;  /* symbols by address, when one was asked for */
    size_t place_count;
    uint64_t stack_low, stack_high, heap_low, heap_high, heap_next, outside_low;
    struct outside *outsides;
    size_t outside_count;
    struct write writes[MOST_WRITES], reads[MOST_WRITES]; /* of the last instruction */
    unsigned write_count, read_count;
    char name[256];              /* of the last symbol that was asked for */
    uint64_t fault_address;
    bool fault_is_fetch;         /* nothing is where the instruction has jumped to */
    const char *fault;           /* what the last instruction did that it could not; NULL */
};

/* False after a message. */
bool world_open(struct world *world, const struct options *options, const char *path);
void world_close(struct world *world);
bool world_read(const struct world *world, uint64_t address, void *to, size_t size);
bool world_write(struct world *world, uint64_t address, const void *from, size_t size);
uint64_t world_word(const struct world *world, uint64_t address);
void world_registers(const struct world *world, struct registers *out);
void world_set(struct world *world, unsigned index, uint64_t value);
void world_set_bytes(struct world *world, unsigned index, const void *bytes, size_t size);
uint64_t world_pc(const struct world *world);
void world_jump(struct world *world, uint64_t address);
/* One instruction; false if it failed: `fault` says how. */
bool world_step(struct world *world);
/* The symbol that the address is in, and how far, valid until the next is asked for; NULL for none. */
const char *world_symbol(struct world *world, uint64_t address, uint64_t *distance);
/* A function's address by its C name, or 0. */
uint64_t world_find(const struct world *world, const char *name);
const struct outside *world_outside(const struct world *world, uint64_t address);
/* Arm: what code there is, by mapping symbols, else by the function's. */
bool world_is_thumb(struct world *world, uint64_t address);
/* The same as the file has it. */
const struct symbol *world_symbol_at(struct world *world, uint64_t address, uint64_t *distance);
bool on_stack(const struct world *world, uint64_t address);
/* A text of the emulated memory, at most `size` characters. */
void world_text(const struct world *world, uint64_t address, char *buffer, size_t size);

/* ---------------------------------------------------------------- frames.c, run.c */

/* UNSET: of a variable that is not written yet; OUTGOING: what a call that comes will pass, ROOM where it is not written yet. */
enum slot_kind { SLOT_UNKNOWN, SLOT_ARGUMENT, SLOT_RETURN, SLOT_SAVED, SLOT_LOCAL, SLOT_SHADOW, SLOT_PADDING, SLOT_UNSET, SLOT_OUTGOING, SLOT_ROOM };

/* A stretch of the stack, and what is in it. */
struct slot {
    uint64_t address;
    unsigned size;
    enum slot_kind kind;
    unsigned frame;              /* serial number */
    int saved;                   /* of a saved register its index + 1; else 0 */
    char label[100];
};

/* What a convention says of the processor's registers, by index. */
struct convention_table {
    const cconv_convention *convention;
    const cconv_stack_rules *stack;
    const char *role[MOST_REGISTERS]; /* "1st integer argument"; NULL: none */
    uint8_t preserved[MOST_REGISTERS]; /* low bytes that a callee must keep; 0: none */
    uint64_t preserved_bits, argument_bits;
    struct convention_table *next;
};

struct frame {
    unsigned serial;
    char name[80];
    uint64_t function;           /* its first instruction */
    uint64_t entry_sp;           /* before its first instruction */
    uint64_t call_site, returns_to;
    const cconv_plan *plan;      /* NULL: no prototype */
    const struct convention_table *table; /* of its convention */
    struct registers entry;      /* when it was entered */
    uint64_t changed;            /* a bit for each register that was written since */
    uint64_t changed_at[MOST_REGISTERS];
    uint64_t defined;            /* registers whose value the function may use */
    bool has_own_contract;       /* it is no function by the convention */
    bool after_call;             /* what is not defined was lost in a call */
    uint64_t lost_at;            /* the call */
    char lost_to[80];            /* the function that it called */
    struct registers at_call;
    uint64_t lost_low, lost_high; /* the shadow space of that call */
};

struct finding {
    const char *rule;            /* "preserved-register" */
    char message[240];
    uint64_t address;            /* the instruction that caused it */
    uint64_t step;
};

enum { MOST_DEPTH = 1 << 17, ROLE_SIZE = 120 };

struct trace {
    struct world world;
    const struct options *options;
    bool is_assembly;            /* the file is */
    bool is_over;                /* the program has ended itself */
    struct decoder *decoder, *thumb_decoder;
    struct debug *debug;
    struct known *known;
    struct convention_table *tables; /* the first is the file's own */
    struct decoded *decoded;     /* instructions that were met, by address */
    struct frame *frames;
    unsigned depth, frame_room, serial; /* frames[depth - 1] runs; frames[depth], the last that was left, is still there */
    struct slot *slots;          /* by falling address */
    size_t slot_count, slot_room;
    struct slot *named;          /* what the step named, for writers that tell changes */
    size_t named_count, named_room;
    uint64_t lowest;             /* of the stack, that was ever written */
    struct finding *findings;
    size_t finding_count, shown_findings;
    uint64_t step;
    struct registers before, after;
    struct registers shown;      /* as JSON last had them */
    struct instruction instruction;
    struct writer *writer;
    struct screen *screen;       /* what screen.c keeps; NULL */
    struct column *column;       /* what side.c keeps; NULL */
    struct sheet *sheet;         /* what svg.c keeps; NULL */
    struct record *record;       /* of the first run; NULL: there was none */
    struct recorder *recorder;   /* in the first run */
    char (*roles)[ROLE_SIZE];    /* of each register, as the last step left it */
    char arrivals[MOST_REGISTERS][ROLE_SIZE]; /* what they were when the frame was entered whose number is... */
    unsigned arrivals_of;
    uint64_t roles_changed;      /* a bit for each register whose role has changed since that was shown */
    unsigned result_frame;       /* the frame that a call has just returned to; 0: none */
    uint64_t result_bits;        /* the registers that still hold the result of... */
    char result_of[80];
    const struct cconv_plan *result_awaited; /* of a function that is stood in for: it is called in the next step */
    unsigned shown_depth;        /* of the text: when the last step was shown */
    const char *shown_file;
    int shown_line;
};

/* The stack's slots, by falling address, between the addresses. */
void slot_put(struct trace *trace, uint64_t address, unsigned size, enum slot_kind kind, unsigned frame, const char *format, ...) PRINTF_LIKE(6, 7);
/* Index of the first slot that begins at the address or below it. */
size_t slot_index(const struct trace *trace, uint64_t address);
const struct slot *slot_at(const struct trace *trace, uint64_t address);
/* Enters a function that is called or that the trace begins with. */
void frame_enter(struct trace *trace, uint64_t function, uint64_t call_site, uint64_t returns_to);
void frame_leave(struct trace *trace);
/* Names what the instruction just stored. */
void frame_note_writes(struct trace *trace);
const struct frame *frame_of_serial(const struct trace *trace, unsigned serial);
/* "int a = 3" of an argument at a function's entry. */
void frame_argument(const struct trace *trace, const cconv_plan *plan, size_t index, const struct registers *registers, uint64_t sp, char *buffer, size_t size);
/* A value's bytes as text, by its type's spelling. */
void value_text(const struct trace *trace, const char *type, const uint8_t *bytes, uint64_t size, char *buffer, size_t room);
/* Bytes of the value that the placement describes; false where they cannot be had. */
bool frame_value(const struct trace *trace, const cconv_plan *plan, const cconv_placement *value, const struct registers *registers, uint64_t sp, uint8_t *out, size_t room);

/* Bytes of the variable's slot are from here on. */
uint64_t variable_address(const struct trace *trace, const struct frame *frame, const struct variable *variable);

/* Runs without showing anything, and keeps what each call passes and what each frame uses; NULL if it cannot be run. */
struct record *record_make(const struct options *options, const struct built *built);
void record_free(struct record *record);
/* Names what the running frame has room for: arguments of the call that comes, variables that are not set yet, padding. */
void name_reserved(struct trace *trace);

/* What each register is at this moment, after the step: "argument 2, b", "must be preserved: changed, saved at rbp-8". */
void roles_step(struct trace *trace);

/* A compiler's helper that keeps to no convention. */
bool has_own_contract(struct trace *trace, const char *function, uint64_t address);

/* Finds what breaks the convention. */
void rules_at_call(struct trace *trace, const char *callee, const cconv_plan *plan, bool is_outside, uint64_t sp_at_call);
void rules_at_return(struct trace *trace, uint64_t sp_after, uint64_t back);
void rules_at_instruction(struct trace *trace);
void rule_found(struct trace *trace, const char *rule, uint64_t address, const char *format, ...) PRINTF_LIKE(4, 5);
/* The table of the plan's convention; of the file's own where it is NULL. It lives as long as the trace. */
const struct convention_table *table_of(struct trace *trace, const cconv_plan *plan);
void tables_free(struct trace *trace);
/* Of the running function: the low bytes of a register that it must keep; 0: none. */
unsigned preserved_bytes(const struct trace *trace, unsigned index);
/* The register's role in words: "1st integer argument". */
const char *role_of(const struct trace *trace, unsigned index);

/* A function that is not in the file: does what it would do; false if nobody knows. */
bool model_run(struct trace *trace, const char *name, const cconv_plan *plan);

/* The plan of this very call of a variadic function, with what its format names; NULL if that is not known. The caller frees it. */
cconv_plan *model_plan(struct trace *trace, const char *name, const struct registers *registers, uint64_t sp);

/* True if the user gave its result: it is not run, even where the file has it. */
bool model_answers(const struct trace *trace, const char *name);

/* The arguments to registers and stack, as the plan has them at the function's entry with this stack pointer. False after a message. */
bool give_arguments(struct trace *trace, const cconv_plan *plan, const cconv_signature *signature, uint64_t sp);

/* Says on standard error what `world.fault` is about, with registers and stack. */
void complain_fault(const struct trace *trace, uint64_t pc);

/* The traced function has returned to where it was called from. */
bool trace_has_returned(const struct trace *trace);
/* The exit status. */
int trace_run(struct trace *trace);
/* The file in an emulator, ready to run, or the exit status after messages; EXIT_FINE. */
int trace_open(struct trace *trace, const struct options *options, const struct built *built);
void trace_close(struct trace *trace);
/* Opens, runs, and writes; the exit status. */
int trace_show(struct trace *trace, const struct options *options, const struct built *built, struct writer *writer);
/* -o, or standard output; NULL or false after a message. */
FILE *output_open(const struct options *options);
bool output_close(const struct options *options, FILE *out);
/* One C file under the conventions that --abi lists; the exit status. */
int side_run(const struct options *options);

/* ---------------------------------------------------------------------- picture.c */

enum { MOST_ROWS = 64, ROW_LABEL = 300 };

/* A word of the stack. */
struct row {
    uint64_t address, value;
    int64_t from_sp, from_fp;
    bool has_fp;                 /* it is near the frame pointer */
    bool is_sp, is_fp;           /* the registers point to it */
    bool in_red_zone, is_dead;   /* below the stack pointer */
    bool is_touched;             /* the step wrote it */
    const struct frame *frame;   /* NULL: above all that are traced */
    const struct slot *slot;     /* the first with a name; NULL: none */
    char title[160];             /* what begins with this row: "frame of foo"; empty: what is above goes on */
    char label[ROW_LABEL];       /* all names with their values */
};

/* High addresses first; how many. Values are the emulated memory's. */
size_t picture(const struct trace *trace, struct row rows[MOST_ROWS]);
/* Its bytes are a value of the type that its label ends with. */
bool slot_has_value(const struct slot *slot);
/* As JSON, the page and the sheet call it. */
const char *slot_kind_name(enum slot_kind kind);

/* ------------------------------------------------------------------ text.c, json.c */

struct writer {
    void (*begin)(struct trace *trace, FILE *out);
    void (*step)(struct trace *trace, FILE *out);
    void (*end)(struct trace *trace, FILE *out);
    FILE *out;
};

extern const struct writer text_writer, json_writer, html_writer, svg_writer, screen_writer;
/* Where text, data, heap and stack are. */
void text_space(const struct trace *trace, FILE *out);
/* A step in little room. */
void text_step_short(struct trace *trace, FILE *out);
/* The page around the data of one run, or of a list of them. */
void page_begin(FILE *out);
void page_end(FILE *out);
/* --step and --at. */
bool step_is_wanted(struct trace *trace);
/* The stack as a picture; the registers that the step changed. */
void text_stack(const struct trace *trace, FILE *out);
void text_changes(const struct trace *trace, FILE *out);
/* What the registers among the bits are at this moment, in few lines. */
void text_roles(const struct trace *trace, FILE *out, uint64_t bits);
/* Bytes of what is given or returned, as text: "int: 3"; false where there is none. */
bool result_text(const struct trace *trace, char *buffer, size_t size);

/* ------------------------------------------------------------------------ flow.c */

/* Where what the step wrote came from; free() it. */
struct step_flow;
struct step_flow *flow_of_step(const struct trace *trace);
/* `,["rdi","0x7ff…"]`: the registers, and words of memory, that the register's or the word's new value was made of. */
void flow_put_register(const struct step_flow *flow, unsigned index, FILE *out);
void flow_put_memory(const struct step_flow *flow, uint64_t address, FILE *out);

#endif
