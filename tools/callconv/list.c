/* callconv list: conventions, targets, one convention's table, the recorded divergences. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

void help_list(void)
{
    puts("Usage: callconv list [OPTION...] [CONVENTION|conventions|targets|divergences]\n"
         "\n"
         "Lists the conventions and targets; of one convention its registers, their roles, what a callee must preserve\n"
         "and the rules of the stack; or where compilers, or a compiler and the document, disagree.");
    options_print(list_options);
}

/* A name that is no list and no convention. */
static int unknown(const char *name)
{
    struct list names = {0};
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const char *alias;
        list_add(&names, cconv_convention_name(cconv_convention_at(i)));
        for (size_t j = 0; (alias = cconv_convention_alias(cconv_convention_at(i), j)); j++)
            list_add(&names, alias);
    }
    list_add(&names, "conventions");
    list_add(&names, "targets");
    list_add(&names, "divergences");
    complain_unknown("convention", name, names.at, names.count);
    free(names.at);
    return EXIT_USAGE;
}

static int list(const struct settings *settings)
{
    struct output output = {.path = settings->output, .descriptor = -1};
    cconv_writer writer = {output_write, &output};
    cconv_render_options options = settings_render(settings);
    const char *what = settings->operands.count ? settings->operands.at[0] : "";
    const cconv_convention *convention;
    if (settings->operands.count > 1) {
        complain("list takes one name, not %zu", settings->operands.count);
        return EXIT_USAGE;
    }
    if (!*what)
        cconv_render_list(CCONV_LIST_CONVENTIONS | CCONV_LIST_TARGETS, &writer, &options);
    else if (strcmp(what, "conventions") == 0)
        cconv_render_list(CCONV_LIST_CONVENTIONS, &writer, &options);
    else if (strcmp(what, "targets") == 0)
        cconv_render_list(CCONV_LIST_TARGETS, &writer, &options);
    else if (strcmp(what, "divergences") == 0)
        cconv_render_divergences(&writer, &options);
    else if ((convention = cconv_convention_find(what, NULL)))
        cconv_render_convention(convention, &writer, &options);
    else
        return unknown(what);
    return output_close(&output);
}

int command_list(int count, char **arguments)
{
    struct settings settings = {.command = "list"};
    int status = settings_read(&settings, list_options, count, arguments);
    if (status)
        return status;
    if (settings.help) {
        help_list();
        return fflush(stdout) ? EXIT_ERROR : EXIT_FINE;
    }
    status = list(&settings);
    free(settings.operands.at);
    return status;
}
