/* callconv call: calls a function of a library with values written as C. */
#include "call.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void help_call(void)
{
    puts("Usage: callconv call [OPTION...] LIBRARY PROTOTYPE [VALUE...]\n"
         "       callconv call [OPTION...] --header HEADER LIBRARY NAME [VALUE...]\n"
         "       callconv call [OPTION...] --abi linux_syscall PROTOTYPE [VALUE...]\n"
         "\n"
         "Calls a function of a shared library, and shows its result and what it wrote to out-parameters.\n"
         "\n"
         "LIBRARY is a path or a name for the loader (libm.so.6); - or self is this process, with the C library.\n"
         "PROTOTYPE is a declaration, with the structs it needs before it. The call runs in a process of its own: a crash\n"
         "is a message.");
    options_print(call_options);
    puts("\n"
         "Values, by the parameter's type:\n"
         "  42 -1 0x2a 0b101010 'a'      integers; also enumerators and constant expressions: 'RED | 4', 'sizeof(long)'\n"
         "  1.5 0x1p-3 inf nan 1+2i      floating and complex numbers\n"
         "  '\"text\\n\"' '{1, 2}' null    strings, arrays, null pointers\n"
         "  '{1, 2}' '{.x = 1}'          structs and unions; vectors\n"
         "  '&' '&5' '&{1, 2}' '&[64]'   a pointer to room: of zeros, with a value, of 64 elements; shown afterwards\n"
         "  '&(int)' '&[4](int){1, 2}'   the same for void *: the type in parentheses\n"
         "  strcmp                       for a pointer to a function: a function of the library\n"
         "After ... a value's type is its own: int, double, const char *; or that of a cast: '(long)5'.\n"
         "\n"
         "Exit status: 0 the call returned; 1 it crashed or broke its convention, or there is no such function;\n"
         "2 wrong usage, or a value that does not fit.");
}

void call_argument_name(const struct call *call, size_t index, char *buffer, size_t size)
{
    const cconv_parameter *parameter = cconv_signature_parameter(call->signature, index);
    if (parameter && parameter->name)
        snprintf(buffer, size, "%s", parameter->name);
    else
        snprintf(buffer, size, "#%zu", index + 1);
}

/* ------------------------------------------------------------------- prototype */

static bool is_name(const char *text)
{
    size_t length = word_length(text);
    return length && !text[length];
}

static void add_include(struct string *text, const char *header)
{
    bool is_marked = *header == '<' || *header == '"', is_file = !is_marked && access(header, R_OK) == 0;
    string_add(text, "#include ");
    string_add(text, is_marked ? "" : is_file ? "\"" : "<");
    string_add(text, header);
    string_add(text, is_marked ? "\n" : is_file ? "\"\n" : ">\n");
}

/* The text to parse: headers, then the prototype if it is one. */
static char *text_of(const struct call *call, const char *prototype)
{
    struct string text = {0};
    bool is_whole = !is_name(prototype);
    string_add(&text, call->includes ? call->includes : "");
    if (call->includes && is_whole)
        string_add(&text, "#line 1 \"<declaration>\"\n");
    if (is_whole)
        string_add(&text, prototype);
    return text.data;
}

/* The name in a prototype that a header declares too: the word before the first parenthesis. */
static char *name_in(const char *prototype)
{
    const char *end = prototype + strcspn(prototype, "(");
    while (end > prototype && isspace((unsigned char)end[-1]))
        end--;
    const char *start = end;
    while (start > prototype && (isalnum((unsigned char)start[-1]) || start[-1] == '_'))
        start--;
    return take_text(start, (size_t)(end - start));
}

static const cconv_declaration *function_named(const cconv_unit *unit, const char *name)
{
    for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
        if (declaration->kind == CCONV_DECLARES_FUNCTION && declaration->name && strcmp(declaration->name, name) == 0)
            return declaration;
    }
    return NULL;
}

/* The one function that the prototype declares; NULL and how many otherwise. */
static const cconv_declaration *function_declared(const struct call *call, size_t *count)
{
    const cconv_declaration *found = NULL;
    const cconv_unit *unit = call->view.unit;
    *count = 0;
    for (size_t i = 0; i < cconv_unit_declaration_count(unit); i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
        bool is_own = !call->settings.headers.count || (declaration->file && !strcmp(declaration->file, "<declaration>"));
        if (declaration->kind == CCONV_DECLARES_FUNCTION && is_own && is_chosen(&call->settings, call->view.input, declaration)) {
            found = declaration;
            ++*count;
        }
    }
    return *count == 1 ? found : NULL;
}

/* NULL after a message. */
static const cconv_declaration *choose_function(struct call *call, const char *prototype)
{
    size_t count = 0;
    char *name = is_name(prototype) ? take_text(prototype, strlen(prototype)) : NULL;
    const cconv_declaration *found = name ? NULL : function_declared(call, &count);
    if (!found && !count) {
        name = name ? name : name_in(prototype);
        found = function_named(call->view.unit, name);
    }
    struct nearest nearest = {.count = 0};
    if (count > 1) {
        complain("%zu functions are declared; call takes one", count);
    } else if (!found && is_name(prototype)) {
        fprintf(stderr, "callconv: no function '%s' is declared in %s%s", name, call->settings.headers.at[0],
                call->settings.headers.count > 1 ? " and the others" : "");
        nearest_look_in(&nearest, name, call->view.unit, true);
        nearest_tell(&nearest);
    } else if (!found) {
        complain("no function is declared");
    }
    free(name);
    return found;
}

/* ------------------------------------------------------------------ convention */

static const cconv_convention *convention_asked(const struct settings *settings, bool *wrong)
{
    size_t count;
    *wrong = false;
    if (!settings->abi)
        return NULL;
    const cconv_convention **list = conventions_named(settings->abi, cconv_target_host(), &count);
    const cconv_convention *convention = list && count == 1 ? list[0] : NULL;
    if (list && count != 1)
        complain("--abi: a call is made by one convention, and '%s' is %zu", settings->abi, count);
    free(list);
    *wrong = !convention;
    return convention;
}

/* ---------------------------------------------------------------------- values */

static int say_wrong_value(size_t index, const char *text, const struct value_error *error)
{
    struct messages messages = {0};
    char file[32];
    snprintf(file, sizeof file, "<argument %zu>", index + 1);
    cconv_diagnostic diagnostic = {.file = file, .line = 1, .column = (uint32_t)error->column + 1, .message = error->message,
                                   .source = text, .source_length = strlen(text)};
    report_diagnostic(&messages, &diagnostic);
    free(messages.said);
    return EXIT_USAGE;
}

static int check_count(const struct call *call, size_t given)
{
    size_t wanted = cconv_signature_parameter_count(call->signature);
    bool variadic = cconv_signature_is_variadic(call->signature);
    if (given == wanted || (variadic && given > wanted))
        return 0;
    complain("'%s' takes %s%zu value%s, not %zu: %s", call->name, variadic ? "at least " : "", wanted, wanted == 1 ? "" : "s",
             given, cconv_signature_declaration(call->signature));
    return EXIT_USAGE;
}

/* A value that could not be read. */
struct wrong_value {
    size_t index;
    struct value_error error;
};

/* The signature with the types of what is passed through `...`; `offsets` say where their values begin. */
static int vary(struct call *call, const char *const *texts, size_t count, size_t *offsets, struct wrong_value *wrong)
{
    size_t fixed = cconv_signature_parameter_count(call->signature);
    const cconv_type **types = take(NULL, (count + 1) * sizeof *types);
    cconv_error error = {0};
    const cconv_signature *varied = call->signature;
    int status = 0;
    for (size_t i = fixed; i < count && !status; i++) {
        wrong->index = i;
        if (!value_deduce(&call->values, texts[i], &types[i - fixed], &offsets[i], &wrong->error))
            status = EXIT_USAGE;
    }
    if (!status && cconv_signature_is_variadic(call->signature)
        && cconv_signature_vary(call->view.context, call->signature, types, count - fixed, &varied, &error)) {
        complain("'%s': %s", call->name, error.message);
        status = EXIT_ERROR;
    }
    call->signature = varied;
    free(types);
    return status;
}

static int read_values(struct call *call, const char *const *texts, size_t count, const size_t *offsets,
                       struct wrong_value *wrong)
{
    char name[128];
    for (size_t i = 0; i < count; i++) {
        const cconv_type *type = cconv_signature_parameter(call->signature, i)->type;
        call->arguments[i] = value_room(&call->values, cconv_type_size(type), cconv_type_align(type));
        call_argument_name(call, i, name, sizeof name);
        wrong->index = i;
        if (!value_read(&call->values, texts[i], offsets[i], name, type, call->arguments[i], &wrong->error))
            return EXIT_USAGE;
    }
    const cconv_placement *result = cconv_plan_result(call->plan);
    call->result = value_room(&call->values, result->size, result->align);
    return 0;
}

/* ------------------------------------------------------------------------ plan */

static int make_plan(struct call *call, const cconv_convention *convention)
{
    cconv_plan_options options = {.reading = call->settings.reading, .features = call->settings.feature_bits};
    cconv_error error = {0};
    const char *attribute = cconv_signature_convention(call->signature);
    if (!convention && !(convention = convention_of_attribute(attribute, call->view.target))) {
        complain("'%s' asks for the convention '%s', which is not supported on %s; choose one with --abi", call->name,
                 attribute, cconv_target_name(call->view.target));
        return EXIT_ERROR;
    }
    if (cconv_convention_syscall(convention))
        options.has_syscall_number = syscall_number(&call->settings, call->view.target, call->name, &options.syscall_number);
    if (!cconv_plan_new(convention, call->signature, &options, &call->plan, &error))
        return 0;
    complain("under %s, '%s': %s", cconv_convention_name(convention), call->name, error.message);
    return EXIT_ERROR;
}

/* Types, plan and memory from the values. EXIT_USAGE: `wrong` says which could not be read. */
static int take_values(struct call *call, const cconv_convention *convention, const char *const *texts, size_t count,
                       struct wrong_value *wrong)
{
    size_t *offsets = take(NULL, (count + 1) * sizeof *offsets);
    memset(offsets, 0, (count + 1) * sizeof *offsets);
    call->values = (struct values){.context = call->view.context, .unit = call->view.unit};
    call->arguments = take(call->arguments, (count + 1) * sizeof *call->arguments);
    int status = vary(call, texts, count, offsets, wrong);
    if (!status)
        status = make_plan(call, convention);
    if (!status)
        status = read_values(call, texts, count, offsets, wrong);
    free(offsets);
    return status;
}

/* Again with the macros of the headers expanded; what is wrong then is said of what was written. */
static int take_expanded(struct call *call, const cconv_convention *convention, const char *const *texts, size_t count,
                         const cconv_signature *prototype)
{
    struct wrong_value ignored;
    char **expanded = macros_expand(&call->settings, call->includes, texts, count);
    if (!expanded)
        return EXIT_USAGE;
    values_free(&call->values);
    cconv_plan_free(call->plan);
    call->plan = NULL;
    call->signature = prototype;
    int status = take_values(call, convention, (const char *const *)expanded, count, &ignored);
    for (size_t i = 0; i < count; i++)
        free(expanded[i]);
    free(expanded);
    return status;
}

static int prepare(struct call *call, const cconv_declaration *declaration, const cconv_convention *convention,
                   const char *const *texts, size_t count)
{
    cconv_error error = {0};
    struct messages messages = {0};
    struct wrong_value wrong;
    call->name = declaration->name;
    call->symbol = declaration->label ? declaration->label : declaration->name;
    if (cconv_signature_of(call->view.context, declaration->name, declaration->type, declaration, &call->signature, &error)) {
        report_error(&messages, call->view.input, declaration, "%s", error.message);
        free(messages.said);
        return EXIT_ERROR;
    }
    int status = check_count(call, count);
    if (status)
        return status;
    const cconv_signature *prototype = call->signature;
    status = take_values(call, convention, texts, count, &wrong);
    if (status == EXIT_USAGE && call->includes)
        status = take_expanded(call, convention, texts, count, prototype);
    return status == EXIT_USAGE ? say_wrong_value(wrong.index, texts[wrong.index], &wrong.error) : status;
}

/* --------------------------------------------------------------------- command */

static int check_settings(struct call *call)
{
    static const char *const engines[] = {"auto", "compiled", "code-free"};
    const struct settings *settings = &call->settings;
    if (settings->engine) {
        size_t i = 0;
        while (i < 3 && strcmp(settings->engine, engines[i]) != 0)
            i++;
        if (i == 3) {
            complain_unknown("engine", settings->engine, engines, 3);
            return EXIT_USAGE;
        }
        call->engine = (cconv_engine)i;
    }
    if (settings->time) {
        char *end;
        errno = 0;
        call->times = strtoul(settings->time, &end, 10);
        if (errno || *end || !isdigit((unsigned char)*settings->time) || !call->times) {
            complain("--time: '%s' is not a number of calls", settings->time);
            return EXIT_USAGE;
        }
    }
    if (settings->check && settings->keep_errno) {
        complain("--check and --errno do not go together: a checked call keeps no errno");
        return EXIT_USAGE;
    }
    return 0;
}

/* A system call has no library; the others have one before the prototype. */
static int check_operands(struct call *call, bool is_syscall, const char *const **rest, size_t *count)
{
    const struct list *operands = &call->settings.operands;
    size_t needed = is_syscall ? 1 : 2;
    if (operands->count < needed) {
        complain("call needs %s\nTry 'callconv call --help'.", is_syscall ? "a prototype" : "a library and a prototype");
        return EXIT_USAGE;
    }
    const char *library = is_syscall ? NULL : operands->at[0], *prototype = operands->at[needed - 1];
    bool is_self = library && (!strcmp(library, "-") || !strcmp(library, "self"));
    call->library = is_self ? NULL : library;
    if (is_name(prototype) && !call->settings.headers.count) {
        complain("'%s' is not a prototype; write it in C, or name its header with --header", prototype);
        return EXIT_USAGE;
    }
    *rest = operands->at + needed;
    *count = operands->count - needed;
    return 0;
}

static int call_function(struct call *call)
{
    bool wrong;
    const char *const *texts;
    size_t count;
    struct input input = {0};
    struct messages messages = {0};
    const cconv_convention *convention = convention_asked(&call->settings, &wrong);
    if (wrong)
        return EXIT_USAGE;
    int status = check_settings(call);
    if (!status)
        status = check_operands(call, convention && cconv_convention_syscall(convention), &texts, &count);
    if (status)
        return status;
    const char *prototype = texts[-1];
    struct string includes = {0};
    for (size_t i = 0; i < call->settings.headers.count; i++)
        add_include(&includes, call->settings.headers.at[i]);
    call->includes = includes.data;
    char *text = text_of(call, prototype);
    status = input_read(&input, text, &call->settings, cconv_target_host(), false);
    if (!status && (!view_parse(&call->view, &input, cconv_target_host(), &call->settings, &messages) || messages.failed))
        status = EXIT_ERROR;
    const cconv_declaration *declaration = status ? NULL : choose_function(call, prototype);
    if (!status)
        status = declaration ? prepare(call, declaration, convention, texts, count) : EXIT_ERROR;
    if (!status)
        status = call_run(call);
    free(input.text);
    free(text);
    free(includes.data);
    free(messages.said);
    return status;
}

int command_call(int count, char **arguments)
{
    static struct call call;
    call.settings.command = "call";
    int status = settings_read(&call.settings, call_options, count, arguments);
    if (status)
        return status;
    if (call.settings.help) {
        help_call();
        return fflush(stdout) ? EXIT_ERROR : EXIT_FINE;
    }
    call.output = (struct output){.path = call.settings.output, .descriptor = -1};
    status = call_function(&call);
    cconv_plan_free(call.plan);
    syscalls_free();
    values_free(&call.values);
    free(call.arguments);
    cconv_context_free(call.view.context);
    free(call.settings.headers.at);
    free(call.settings.cpp.at);
    free(call.settings.operands.at);
    return status;
}
