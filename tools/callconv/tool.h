/* The command: what its files share. It stands on the public headers alone. */
#ifndef TOOL_H
#define TOOL_H

#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE /* TIOCGWINSZ */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <callconv/callconv.h>
#include <callconv/render.h>

enum { EXIT_FINE = 0, EXIT_ERROR = 1, EXIT_USAGE = 2 };

#if defined(__GNUC__)
#define PRINTF_LIKE(format_index, first) __attribute__((format(printf, format_index, first)))
#else
#define PRINTF_LIKE(format_index, first)
#endif

/* ------------------------------------------------------------------ message.c */

/* "callconv: …" on standard error. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);
/* "FILE:LINE:COLUMN: error: …", the source line and a caret. `user` is a struct messages. */
void report_diagnostic(void *user, const cconv_diagnostic *diagnostic);
struct messages;
struct input;
/* The same for a declaration that was read from `input`. */
void report_error(struct messages *messages, const struct input *input, const cconv_declaration *where,
                  const char *format, ...) PRINTF_LIKE(4, 5);

/* What was already said, so that the same text read for another target does not repeat it. */
struct messages {
    char *said;
    size_t length, room;
    bool failed;                 /* an error was reported */
};

/* Memory or exit status 1 with a message. */
void *take(void *block, size_t size);
char *take_text(const char *text, size_t length);

/* Text that grows. */
struct string {
    char *data;
    size_t length, room;
};
void string_put(struct string *string, const char *bytes, size_t length);
void string_add(struct string *string, const char *text);

/* A growing list of pointers. */
struct list {
    const char **at;
    size_t count;
};
void list_add(struct list *list, const char *text);

/* ------------------------------------------------------------------ suggest.c */

/* Edits (insert, delete, replace, swap) that turn one into the other. */
size_t edit_distance(const char *a, const char *b);
/* The names that are nearest to one that is not known; look at each, then tell. They stay where they are. */
enum { SUGGESTIONS = 3 };
struct nearest {
    const char *best[SUGGESTIONS];
    size_t distance[SUGGESTIONS], count;
};
void nearest_look(struct nearest *nearest, const char *name, const char *known);
/* The end of a message: "; did you mean 'a' or 'b'?" */
void nearest_tell(const struct nearest *nearest);
/* Looks at the names of the unit's declarations: of functions, or of types and tags. */
void nearest_look_in(struct nearest *nearest, const char *name, const cconv_unit *unit, bool functions);
/* Complains that `name` is no known `what`, and names the nearest of the names, or all where none is near. */
void complain_unknown(const char *what, const char *name, const char *const *names, size_t count);

/* ----------------------------------------------------------------- exported.c */

/* Complains that the loaded library, which NULL names for all of this process, has no such function, and names the nearest. */
void complain_no_function(const char *library_name, void *library, const char *name);

/* ------------------------------------------------------------------ options.c */

enum option_id {
    OPT_ABI, OPT_SYMBOL, OPT_TARGET, OPT_AS, OPT_FEATURES, OPT_VARARGS, OPT_FORMAT, OPT_ONLY, OPT_FROM, OPT_CC, OPT_CPP,
    OPT_COLOR, OPT_ASCII, OPT_UNICODE, OPT_WIDTH, OPT_BRIEF, OPT_FULL, OPT_OUTPUT, OPT_HELP, OPT_VERSION,
    OPT_HEADER, OPT_JSON, OPT_ENGINE, OPT_ERRNO, OPT_CHECK, OPT_TIME,
    OPT_TO, OPT_SYNTAX, OPT_TARGET_SYMBOL, OPT_NAME, OPT_METHOD, OPT_SAVE, OPT_LOCALS, OPT_NAKED
};

struct option_entry {
    const char *name;            /* "--abi", or "-I" */
    const char *argument;        /* shown in --help; NULL for none */
    enum option_id id;
    const char *help;
};

struct settings {
    const char *command;
    const char *abi, *symbol, *target, *as, *features, *varargs, *format, *from, *cc, *color, *output, *width;
    const char *engine, *time;
    const char *to, *syntax, *target_symbol, *name, *method, *save, *locals;
    struct list only, cpp, operands, headers;
    bool json, keep_errno, check, naked;
    bool ascii, unicode, brief, full, help, version;
    bool defines;                /* -D, -U, -include …: text must go through the preprocessor */
    /* Resolved by settings_check. */
    cconv_reading reading;
    uint32_t feature_bits;
    cconv_format how;
};

/* Reads the arguments of one command. 0, or EXIT_USAGE after a message. */
int settings_read(struct settings *settings, const struct option_entry *options, int count, char **arguments);
void options_print(const struct option_entry *options);
/* The render options: format, colour, width. `is_terminal`: standard output is one. */
cconv_render_options settings_render(const struct settings *settings);

extern const struct option_entry explain_options[], layout_options[], list_options[], call_options[], thunk_options[];

/* ------------------------------------------------------------------- output.c */

/* A buffered file descriptor; opened at the first byte, so that a run that fails before leaves nothing. */
struct output {
    const char *path;            /* NULL: standard output */
    int descriptor;              /* -1 until opened */
    char *data;
    size_t length;
    int error;                   /* errno of the first failure */
};

int output_write(void *user, const char *bytes, size_t length);
/* Flushes; EXIT_FINE, or EXIT_ERROR after a message (none for a closed pipe). */
int output_close(struct output *output);

/* -------------------------------------------------------------------- input.c */

/* One operand as text. */
struct input {
    const char *operand;
    const char *file;            /* name for messages */
    char *text;
    size_t length;
    bool is_declaration;         /* written on the command line */
    bool is_platform_text;       /* preprocessed: written for one platform */
    const cconv_target *platform;/* whose compiler preprocessed it; NULL unless is_platform_text */
};

/* Reads, and preprocesses where needed, for `target` (NULL: none was asked for). 0, or EXIT_ERROR after a message. */
int input_read(struct input *input, const char *operand, const struct settings *settings, const cconv_target *target,
               bool types);

/* A parsed input under one target. */
struct view {
    const struct input *input;
    const cconv_target *target;
    cconv_context *context;
    cconv_unit *unit;
};

/* Parses; on errors it has reported and `messages->failed` is set. False when nothing could be made. */
bool view_parse(struct view *view, const struct input *input, const cconv_target *target,
                const struct settings *settings, struct messages *messages);
/* The same declaration in another view of the same text: usually the same index. NULL if there is none. */
const cconv_declaration *view_find(const struct view *view, size_t index, const cconv_declaration *like);
/* True if --only and --from choose the declaration. */
bool is_chosen(const struct settings *settings, const struct input *input, const cconv_declaration *declaration);

/* --------------------------------------------------------------- preprocess.c */

/* Runs the preprocessor over a file, or over `text` on its standard input. `*platform` is the target of the compiler
   that ran. 0, or EXIT_ERROR after its own message. */
int preprocess(const struct settings *settings, const cconv_target *target, const char *file, const char *text,
               size_t length, struct string *out, const cconv_target **platform);

/* A program and its arguments, found along PATH; `input` (NULL: nothing) is its standard input, its standard output is
   appended to `out`. Its exit status, -1 if it died, or -2 with errno if it could not be run. */
int run_program(const struct list *arguments, FILE *input, struct string *out);

/* ------------------------------------------------------- demangle.c, symbol.c */

/* A C++ name as written, owned by the caller; NULL if it is none, or no demangler is there. */
char *demangle(const char *symbol);
/* Says what settings->symbol tells. For a C++ function `*prototype` is then the C prototype to explain, owned by the
   caller, for settings->target, which is set if it was not. 0, or EXIT_ERROR after a message. */
int symbol_explain(struct settings *settings, const cconv_target *target, char **prototype);

/* ----------------------------------------------------------------- syscalls.c */

/* The number of the system call by that name on the target; false if its kernel's headers have none. */
bool syscall_number(const struct settings *settings, const cconv_target *target, const char *name, int64_t *number);
void syscalls_free(void);

/* --------------------------------------------------------------------- names.c */

/* A target by name; NULL after a message with the nearest names. */
const cconv_target *target_named(const char *name);
/* "a,b", or "all". A list of pointers made with take(); NULL after a message. `target` may be NULL. */
const cconv_convention **conventions_named(const char *names, const cconv_target *target, size_t *count);
const cconv_target **targets_named(const char *names, size_t *count);
/* What the attribute on a declaration asks for under the target; the target's own without one. NULL: unsupported. */
const cconv_convention *convention_of_attribute(const char *attribute, const cconv_target *target);
/* The target of the convention's architecture that is like `platform`. */
const cconv_target *target_like(const cconv_target *platform, const cconv_convention *convention);

/* ------------------------------------------------------------------- commands */

int command_explain(int count, char **arguments);
int command_layout(int count, char **arguments);
int command_list(int count, char **arguments);
int command_call(int count, char **arguments);
/* Starts callconv-conform, which takes this process over. */
int command_conform(int count, char **arguments);
int command_trace(int count, char **arguments);
int command_check(int count, char **arguments);
/* The same of callconv-thunk. */
int command_thunk(int count, char **arguments);
void help_explain(void);
void help_layout(void);
void help_list(void);
void help_call(void);
void help_conform(void);
void help_trace(void);
void help_check(void);
void help_thunk(void);

#endif
