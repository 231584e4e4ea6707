/* callconv explain: plans of functions, for one convention or several side by side. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BRIEF_ABOVE = 20, PROGRESS_STEP = 1000 };

void help_explain(void)
{
    puts("Usage: callconv explain [OPTION...] DECLARATION|FILE|HEADER|-...\n"
         "\n"
         "Says where every argument and result of a C function goes, how it is extended, and by which rule.\n"
         "\n"
         "An operand is a declaration ('int f(long);', with the structs it needs before it), a file, a header for the\n"
         "preprocessor ('<zlib.h>'), or - for standard input. Files with directives are preprocessed.");
    options_print(explain_options);
    puts("\n"
         "Conventions: see 'callconv list'. Without --abi it is the one that the declaration asks for (ms_abi, sysv_abi),\n"
         "or else the target's own. Without --target each convention takes its own target for a declaration; text of a\n"
         "header is read for the platform of its preprocessor, and for the other architecture with the same data model.\n"
         "Function pointers are explained when --only names them, or when a declaration declares nothing else.");
}

/* What the run works on: inputs, each parsed for every target that is needed. */
struct explain {
    struct settings settings;
    char *prototype;                         /* of --symbol; NULL for none */
    const cconv_target *target;              /* --target, or NULL */
    const cconv_convention **conventions;    /* --abi, or NULL */
    size_t convention_count;
    struct source {
        struct input input;
        struct view *views;                  /* one per distinct target */
        size_t view_count;
        size_t *view_of;                     /* per convention asked: index in views */
    } *sources;
    struct chosen {
        const struct source *source;
        size_t declaration;                  /* index in the first view */
    } *chosen;
    size_t chosen_count, chosen_room;
    bool failed;
    struct messages messages;
    struct output output;
    cconv_renderer renderer;
    bool begun;
};

/* --------------------------------------------------------------------- targets */

static const cconv_target *target_for(const struct explain *run, const struct input *input,
                                      const cconv_convention *convention)
{
    if (run->target)
        return run->target;
    if (input->is_platform_text)
        return convention ? target_like(input->platform, convention) : input->platform;
    return convention ? cconv_convention_target(convention) : cconv_target_host();
}

static void add_view(struct explain *run, struct source *source, size_t slot, const cconv_convention *convention)
{
    const cconv_target *target = target_for(run, &source->input, convention);
    for (size_t i = 0; i < source->view_count; i++)
        if (source->views[i].target == target) {
            source->view_of[slot] = i;
            return;
        }
    source->view_of[slot] = source->view_count;
    struct view *view = &source->views[source->view_count++];
    if (!view_parse(view, &source->input, target, &run->settings, &run->messages))
        run->failed = true;
}

static void parse_source(struct explain *run, struct source *source)
{
    size_t count = run->conventions ? run->convention_count : 1;
    source->views = take(NULL, count * sizeof *source->views);
    source->view_of = take(NULL, count * sizeof *source->view_of);
    source->view_count = 0;
    for (size_t i = 0; i < count; i++)
        add_view(run, source, i, run->conventions ? run->conventions[i] : NULL);
}

/* -------------------------------------------------------------------- selection */

static bool is_function_pointer(const cconv_declaration *declaration)
{
    const cconv_type *type = cconv_type_canonical(declaration->type);
    if (cconv_type_kind_of(type) == CCONV_POINTER)
        type = cconv_type_canonical(cconv_type_element(type));
    return cconv_type_kind_of(type) == CCONV_FUNCTION;
}

static void choose(struct explain *run, const struct source *source, size_t index)
{
    if (run->chosen_count == run->chosen_room) {
        run->chosen_room = 2 * run->chosen_room + 64;
        run->chosen = take(run->chosen, run->chosen_room * sizeof *run->chosen);
    }
    run->chosen[run->chosen_count++] = (struct chosen){source, index};
}

static void choose_from(struct explain *run, const struct source *source)
{
    const cconv_unit *unit = source->views[0].unit;
    size_t count = cconv_unit_declaration_count(unit), functions = 0;
    for (size_t i = 0; i < count; i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
        if (declaration->kind == CCONV_DECLARES_FUNCTION && is_chosen(&run->settings, &source->input, declaration)) {
            choose(run, source, i);
            functions++;
        }
    }
    if (!run->settings.only.count && (functions || !source->input.is_declaration))
        return;
    for (size_t i = 0; i < count; i++) {
        const cconv_declaration *declaration = cconv_unit_declaration(unit, i);
        bool has_type = declaration->kind == CCONV_DECLARES_VARIABLE || declaration->kind == CCONV_DECLARES_TYPEDEF;
        if (has_type && is_function_pointer(declaration) && is_chosen(&run->settings, &source->input, declaration))
            choose(run, source, i);
    }
}

/* ------------------------------------------------------------------------ plans */

/* The signature of a declaration in one view, with the types of --varargs; NULL after a message. */
static const cconv_signature *signature_of(struct explain *run, const struct view *view,
                                           const cconv_declaration *declaration)
{
    const cconv_signature *signature = NULL, *varied = NULL;
    const cconv_type *const *types = NULL;
    size_t count = 0;
    cconv_error error = {0};
    if (cconv_signature_of(view->context, declaration->name, declaration->type, declaration, &signature, &error)) {
        report_error(&run->messages, view->input, declaration, "%s", error.message);
        return NULL;
    }
    if (!run->settings.varargs)
        return signature;
    if (!cconv_signature_is_variadic(signature)) {
        report_error(&run->messages, view->input, declaration, "--varargs: the prototype of '%s' has no '...'", declaration->name);
        return NULL;
    }
    cconv_parse_options options = {.file = "--varargs", .well_known = 1, .report = report_diagnostic,
                                   .user = &run->messages};
    const char *text = run->settings.varargs;
    if (text[strspn(text, " \t")] == '\0')
        return signature;
    cconv_status status = cconv_parse_type_list(view->context, view->unit, text, strlen(text), &options, &types,
                                                &count, &error);
    if (status) {
        if (!run->messages.failed)
            complain("--varargs: %s", error.message);
        return NULL;
    }
    if (cconv_signature_vary(view->context, signature, types, count, &varied, &error)) {
        report_error(&run->messages, view->input, declaration, "%s", error.message);
        return NULL;
    }
    return varied;
}

static cconv_plan *plan_under(struct explain *run, const struct view *view, const cconv_convention *convention,
                              const cconv_declaration *declaration, const cconv_signature *signature)
{
    cconv_plan_options options = {.reading = run->settings.reading, .features = run->settings.feature_bits};
    cconv_error error = {0};
    cconv_plan *plan = NULL;
    if (cconv_convention_syscall(convention))
        options.has_syscall_number = syscall_number(&run->settings, view->target,
                                                    cconv_signature_name(signature), &options.syscall_number);
    if (cconv_plan_new(convention, signature, &options, &plan, &error) == CCONV_OK)
        return plan;
    run->failed = true;
    report_error(&run->messages, view->input, declaration, "under %s, '%s': %s", cconv_convention_name(convention),
                 declaration->name ? declaration->name : "(no name)", error.message);
    return NULL;
}

static const cconv_convention *convention_for(struct explain *run, size_t slot, const cconv_signature *signature,
                                              const struct view *view, const cconv_declaration *declaration)
{
    if (run->conventions)
        return run->conventions[slot];
    const char *attribute = cconv_signature_convention(signature);
    const cconv_convention *convention = convention_of_attribute(attribute, view->target);
    if (!convention) {
        run->failed = true;
        report_error(&run->messages, view->input, declaration, "'%s' asks for the convention '%s', which is not supported on %s; choose one with --abi",
                     declaration->name ? declaration->name : "(no name)", attribute, cconv_target_name(view->target));
    }
    return convention;
}

static void render(struct explain *run, const cconv_plan *const *plans, size_t count)
{
    if (!run->begun) {
        cconv_writer writer = {output_write, &run->output};
        cconv_render_options options = settings_render(&run->settings);
        if (run->chosen_count > BRIEF_ABOVE && !run->settings.full)
            options.flags |= CCONV_RENDER_BRIEF;
        cconv_render_begin(&run->renderer, &writer, &options);
        run->begun = true;
    }
    if (count)
        cconv_render_plans(&run->renderer, plans, count);
}

static void explain_one(struct explain *run, const struct chosen *chosen)
{
    const struct source *source = chosen->source;
    const cconv_declaration *first = cconv_unit_declaration(source->views[0].unit, chosen->declaration);
    size_t slots = run->conventions ? run->convention_count : 1, count = 0;
    cconv_plan **plans = take(NULL, slots * sizeof *plans);
    const cconv_signature **signatures = take(NULL, source->view_count * sizeof *signatures);
    memset(signatures, 0, source->view_count * sizeof *signatures);
    for (size_t i = 0; i < slots; i++) {
        size_t which = source->view_of[i];
        const struct view *view = &source->views[which];
        const cconv_declaration *declaration = view_find(view, chosen->declaration, first);
        if (!declaration)
            continue; /* its error was reported when that target's text was parsed */
        if (!signatures[which] && !(signatures[which] = signature_of(run, view, declaration))) {
            run->failed = true;
            continue;
        }
        const cconv_convention *convention = convention_for(run, i, signatures[which], view, declaration);
        cconv_plan *plan = convention ? plan_under(run, view, convention, declaration, signatures[which]) : NULL;
        if (plan)
            plans[count++] = plan;
    }
    if (count)
        render(run, (const cconv_plan *const *)plans, count);
    for (size_t i = 0; i < count; i++)
        cconv_plan_free(plans[i]);
    free(plans);
    free(signatures);
}

/* -------------------------------------------------------------------------- run */

/* --varargs must fit every function chosen, and a picture shows one: said before anything is written. */
static bool check_choice(struct explain *run)
{
    if (run->settings.how == CCONV_FORMAT_SVG && run->chosen_count > 1) {
        complain("--format svg draws one function, and %zu are chosen; choose one with --only", run->chosen_count);
        return false;
    }
    for (size_t i = 0; run->settings.varargs && i < run->chosen_count; i++) {
        const struct view *view = &run->chosen[i].source->views[0];
        const cconv_declaration *declaration = cconv_unit_declaration(view->unit, run->chosen[i].declaration);
        if (!signature_of(run, view, declaration))
            return false;
    }
    if (run->chosen_count || run->failed || run->messages.failed)
        return true;
    if (run->settings.only.count) {
        struct nearest nearest = {.count = 0};
        fprintf(stderr, "callconv: no function is named so: %s%s", run->settings.only.at[0],
                run->settings.only.count > 1 ? ", ..." : "");
        for (size_t i = 0; i < run->settings.operands.count; i++)
            nearest_look_in(&nearest, run->settings.only.at[0], run->sources[i].views[0].unit, true);
        nearest_tell(&nearest);
        return false;
    }
    if (run->sources[0].input.is_declaration && run->settings.operands.count == 1) {
        complain("no function is declared");
        return false;
    }
    return true;
}

static void show_progress(const struct explain *run, size_t done)
{
    if (done == run->chosen_count)
        fputs("\r\033[K", stderr);
    else
        fprintf(stderr, "\rexplained %zu of %zu functions", done, run->chosen_count);
}

static void explain_all(struct explain *run)
{
    bool progress = run->chosen_count > PROGRESS_STEP && isatty(STDERR_FILENO)
                    && (run->settings.output || !isatty(STDOUT_FILENO));
    for (size_t i = 0; i < run->chosen_count && !run->output.error; i++) {
        explain_one(run, &run->chosen[i]);
        if (progress && ((i + 1) % PROGRESS_STEP == 0 || i + 1 == run->chosen_count))
            show_progress(run, i + 1);
    }
    /* JSON is a whole object even without functions, unless an error is why there are none. */
    if (!run->begun && !run->failed && !run->messages.failed)
        render(run, NULL, 0);
    if (run->begun)
        cconv_render_end(&run->renderer);
}

static int read_sources(struct explain *run)
{
    size_t count = run->settings.operands.count;
    run->sources = take(NULL, count * sizeof *run->sources);
    memset(run->sources, 0, count * sizeof *run->sources);
    for (size_t i = 0; i < count; i++) {
        int failed = input_read(&run->sources[i].input, run->settings.operands.at[i], &run->settings, run->target, false);
        if (failed)
            return failed;
    }
    for (size_t i = 0; i < count; i++)
        parse_source(run, &run->sources[i]);
    for (size_t i = 0; i < count && !run->failed; i++)
        choose_from(run, &run->sources[i]);
    return run->failed ? EXIT_ERROR : 0;
}

static void release(struct explain *run)
{
    for (size_t i = 0; run->sources && i < run->settings.operands.count; i++) {
        for (size_t j = 0; j < run->sources[i].view_count; j++)
            cconv_context_free(run->sources[i].views[j].context);
        free(run->sources[i].views);
        free(run->sources[i].view_of);
        free(run->sources[i].input.text);
    }
    syscalls_free();
    free(run->sources);
    free(run->chosen);
    free(run->conventions);
    free(run->messages.said);
    free(run->settings.only.at);
    free(run->settings.cpp.at);
    free(run->settings.operands.at);
    free(run->prototype);
}

/* --symbol: what it tells, and the prototype to explain in the place of an operand. */
static int read_symbol(struct explain *run, bool *done)
{
    struct settings *settings = &run->settings;
    if (settings->operands.count) {
        complain("explain takes a declaration or --symbol, not both\nTry 'callconv explain --help'.");
        return EXIT_USAGE;
    }
    const cconv_target *target = settings->target ? target_named(settings->target) : NULL;
    if (settings->target && !target)
        return EXIT_USAGE;
    int status = symbol_explain(settings, target, &run->prototype);
    *done = !run->prototype;
    if (run->prototype)
        list_add(&settings->operands, run->prototype);
    return status;
}

static int explain(struct explain *run)
{
    const struct settings *settings = &run->settings;
    bool done = false;
    int read = settings->symbol ? read_symbol(run, &done) : 0;
    if (read || done)
        return read;
    if (!settings->operands.count) {
        complain("explain needs a declaration, a file, a <header> or -\nTry 'callconv explain --help'.");
        return EXIT_USAGE;
    }
    if (settings->target && !(run->target = target_named(settings->target)))
        return EXIT_USAGE;
    if (settings->abi) {
        run->conventions = conventions_named(settings->abi, run->target, &run->convention_count);
        if (!run->conventions)
            return EXIT_USAGE;
    }
    int failed = read_sources(run);
    if (failed)
        return failed;
    if (!check_choice(run))
        return EXIT_ERROR;
    explain_all(run);
    int closed = output_close(&run->output);
    return closed ? closed : run->failed || run->messages.failed ? EXIT_ERROR : EXIT_FINE;
}

int command_explain(int count, char **arguments)
{
    static struct explain run; /* large: the renderer and the messages */
    run.settings.command = "explain";
    run.output.descriptor = -1;
    int status = settings_read(&run.settings, explain_options, count, arguments);
    if (status)
        return status;
    if (run.settings.help) {
        help_explain();
        return fflush(stdout) ? EXIT_ERROR : EXIT_FINE;
    }
    run.output.path = run.settings.output;
    status = explain(&run);
    release(&run);
    return status;
}
