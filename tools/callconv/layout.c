/* callconv layout: sizes, offsets, holes and bit positions of types, for several targets side by side. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

void help_layout(void)
{
    puts("Usage: callconv layout [OPTION...] TYPE|FILE|HEADER|-...\n"
         "\n"
         "Shows size, alignment, offsets, holes and bit positions of types, for several targets side by side.\n"
         "\n"
         "An operand is a type ('struct s { char c; long l; }', 'size_t'), a file, a header for the preprocessor\n"
         "('<sys/stat.h>'), or - for standard input. Of a file every struct, union and enum is shown.");
    options_print(layout_options);
}

struct layouts {
    struct settings settings;
    const cconv_target **targets;
    size_t target_count;
    struct messages messages;
    struct output output;
    cconv_renderer renderer;
    bool begun, failed;
    size_t shown;
    cconv_layout_view *row;      /* one view per target */
};

static void render(struct layouts *run, size_t count)
{
    if (!run->begun) {
        cconv_writer writer = {output_write, &run->output};
        cconv_render_options options = settings_render(&run->settings);
        cconv_render_layouts_begin(&run->renderer, &writer, &options);
        run->begun = true;
    }
    if (!count)
        return;
    cconv_render_layout(&run->renderer, run->row, count);
    run->shown++;
}

/* ------------------------------------------------------------------ of declarations */

static bool is_tag_kind(cconv_type_kind kind)
{
    return kind == CCONV_STRUCT || kind == CCONV_UNION || kind == CCONV_ENUM;
}

/* Complete tags; typedefs of untagged ones under their name; other typedefs where they were asked for. */
static bool is_shown(const struct layouts *run, const struct input *input, const cconv_declaration *declaration)
{
    if (declaration->kind != CCONV_DECLARES_TAG && declaration->kind != CCONV_DECLARES_TYPEDEF)
        return false;
    if (!cconv_type_is_complete(declaration->type) || !is_chosen(&run->settings, input, declaration))
        return false;
    const cconv_type *type = cconv_type_canonical(declaration->type);
    if (declaration->kind == CCONV_DECLARES_TAG)
        return declaration->name != NULL;
    bool names_untagged = is_tag_kind(cconv_type_kind_of(type)) && !cconv_type_name(type);
    return names_untagged || run->settings.only.count || input->is_declaration;
}

static void show_declaration(struct layouts *run, const struct view *views, size_t index)
{
    const cconv_declaration *first = cconv_unit_declaration(views[0].unit, index);
    size_t count = 0;
    for (size_t i = 0; i < run->target_count; i++) {
        const cconv_declaration *here = view_find(&views[i], index, first);
        if (here && cconv_type_is_complete(here->type))
            run->row[count++] = (cconv_layout_view){here->name, here->type, views[i].target};
    }
    render(run, count);
}

/* An untagged struct that no typedef names, as in "struct { int a; }", is the answer where there is no other. */
static bool is_untagged(const cconv_declaration *declaration)
{
    return declaration->kind == CCONV_DECLARES_TAG && !declaration->name && cconv_type_is_complete(declaration->type);
}

static void show_declarations(struct layouts *run, const struct input *input, const struct view *views)
{
    size_t count = cconv_unit_declaration_count(views[0].unit), before = run->shown;
    for (size_t i = 0; i < count && !run->output.error; i++)
        if (is_shown(run, input, cconv_unit_declaration(views[0].unit, i)))
            show_declaration(run, views, i);
    for (size_t i = 0; i < count && input->is_declaration && run->shown == before; i++)
        if (is_untagged(cconv_unit_declaration(views[0].unit, i)))
            show_declaration(run, views, i);
    if (input->is_declaration && !run->settings.only.count && run->shown == before && !run->messages.failed) {
        complain("%s: no complete type is declared", input->operand);
        run->failed = true;
    }
}

/* -------------------------------------------------------------------- of a type name */

/* True if the operand is declarations, not a type name alone. */
static bool is_declarations(const char *text)
{
    return strpbrk(text, ";{") || strncmp(text, "typedef ", 8) == 0;
}

/* `views` hold what -include brought, or nothing. */
static bool show_type(struct layouts *run, const struct input *input, const struct view *views)
{
    cconv_parse_options options = {.file = "<type>", .well_known = 1, .report = report_diagnostic,
                                   .user = &run->messages};
    size_t length = strlen(input->operand), count = 0;
    for (size_t i = 0; i < run->target_count; i++) {
        cconv_error error = {0};
        const cconv_type *type = NULL;
        uint32_t qualifiers;
        if (cconv_parse_type(views[i].context, views[i].unit, input->operand, length, &options, &type, &qualifiers,
                             &error)) {
            if (!run->messages.failed)
                complain("%s: %s", input->operand, error.message);
            return false;
        }
        if (!cconv_type_is_complete(type)) {
            complain("'%s' is incomplete: it has no layout", input->operand);
            return false;
        }
        run->row[count++] = (cconv_layout_view){cconv_type_name(type), type, views[i].target};
    }
    render(run, count);
    return true;
}

/* ----------------------------------------------------------------------------- run */

static void show_input(struct layouts *run, struct input *input)
{
    struct view *views = take(NULL, run->target_count * sizeof *views);
    size_t parsed = 0;
    bool is_type = input->is_declaration && !is_declarations(input->operand);
    if (is_type && !input->is_platform_text)
        input->length = 0; /* nothing to declare */
    while (parsed < run->target_count
           && view_parse(&views[parsed], input, run->targets[parsed], &run->settings, &run->messages))
        parsed++;
    if (parsed < run->target_count)
        run->failed = true;
    else if (is_type)
        run->failed |= !show_type(run, input, views);
    else
        show_declarations(run, input, views);
    for (size_t i = 0; i < parsed; i++)
        cconv_context_free(views[i].context);
    free(views);
}

static int read_input(struct layouts *run, struct input *input, const char *operand)
{
    const cconv_target *target = run->settings.target && run->target_count == 1 ? run->targets[0] : NULL;
    return input_read(input, operand, &run->settings, target, true);
}

static int read_inputs(struct layouts *run, struct input *inputs)
{
    for (size_t i = 0; i < run->settings.operands.count; i++) {
        int failed = read_input(run, &inputs[i], run->settings.operands.at[i]);
        if (failed)
            return failed;
    }
    return 0;
}

/* Ends the stream; JSON is a whole object even without types, unless an error is why there are none. */
static void end_all(struct layouts *run)
{
    if (!run->shown && !run->failed && run->settings.only.count) {
        complain("no type is named so: %s", run->settings.only.at[0]);
        run->failed = true;
    }
    if (!run->begun && !run->failed)
        render(run, 0);
    if (run->begun)
        cconv_render_layouts_end(&run->renderer);
}

static int layout(struct layouts *run)
{
    const struct settings *settings = &run->settings;
    size_t count = settings->operands.count;
    if (!count) {
        complain("layout needs a type, a file, a <header> or -\nTry 'callconv layout --help'.");
        return EXIT_USAGE;
    }
    run->targets = targets_named(settings->target ? settings->target : cconv_target_name(cconv_target_host()),
                                 &run->target_count);
    if (!run->targets)
        return EXIT_USAGE;
    run->row = take(NULL, run->target_count * sizeof *run->row);
    struct input *inputs = take(NULL, count * sizeof *inputs);
    memset(inputs, 0, count * sizeof *inputs);
    int failed = read_inputs(run, inputs);
    for (size_t i = 0; i < count; i++) {
        if (!failed)
            show_input(run, &inputs[i]);
        free(inputs[i].text);
    }
    free(inputs);
    if (failed)
        return failed;
    run->failed |= run->messages.failed;
    end_all(run);
    int closed = output_close(&run->output);
    return closed ? closed : run->failed ? EXIT_ERROR : EXIT_FINE;
}

int command_layout(int count, char **arguments)
{
    struct layouts run = {.settings.command = "layout", .output.descriptor = -1};
    int status = settings_read(&run.settings, layout_options, count, arguments);
    if (status)
        return status;
    if (run.settings.help) {
        help_layout();
        return fflush(stdout) ? EXIT_ERROR : EXIT_FINE;
    }
    run.output.path = run.settings.output;
    status = layout(&run);
    free(run.targets);
    free(run.row);
    free(run.messages.said);
    free(run.settings.only.at);
    free(run.settings.cpp.at);
    free(run.settings.operands.at);
    return status;
}
