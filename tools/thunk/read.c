/* From declarations to plans of both sides, and to listings of them. */
#include "thunk.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

/* -------------------------------------------------------------------- choices */

static enum container container_of(const cconv_target *target)
{
    switch (cconv_target_os(target)) {
    case CCONV_OS_WINDOWS_MSVC:
    case CCONV_OS_WINDOWS_GNU: return CONTAINER_COFF;
    case CCONV_OS_MACOS: return CONTAINER_MACHO;
    default: return CONTAINER_ELF;
    }
}

static bool is_x86(cconv_arch arch)
{
    return arch == CCONV_ARCH_X86_64 || arch == CCONV_ARCH_X86;
}

static bool accepts_both(const cconv_target *target, const cconv_convention *a, const cconv_convention *b)
{
    return (!a || cconv_convention_accepts(a, target)) && (!b || cconv_convention_accepts(b, target));
}

/* The platform that the text is for: --target, or the own one of a convention that the other goes with as well. NULL after a
   message. */
static const cconv_target *target_for(const struct request *request, const struct input *input)
{
    const cconv_convention *from = request->from, *to = request->to;
    const cconv_target *target = request->target;
    if (!target && input && input->is_platform_text)
        target = from ? target_like(input->platform, from) : to ? target_like(input->platform, to) : input->platform;
    if (!target && from)
        target = cconv_convention_target(from);
    if (!target && to)
        target = cconv_convention_target(to);
    if (!target)
        target = cconv_target_host();
    if (!request->target && to && !cconv_convention_accepts(to, target))
        target = cconv_convention_target(to);
    if (accepts_both(target, from, to))
        return target;
    const cconv_convention *bad = from && !cconv_convention_accepts(from, target) ? from : to;
    if (from && to && cconv_convention_arch(from) != cconv_convention_arch(to))
        complain("%s is a convention of %s, but %s is one of %s", cconv_convention_name(from),
                 cconv_arch_name(cconv_convention_arch(from)), cconv_convention_name(to), cconv_arch_name(cconv_convention_arch(to)));
    else
        complain("%s does not go with the target %s", cconv_convention_name(bad), cconv_target_name(target));
    return NULL;
}

/* The disassembler. False after a message. */
static bool open_text(struct sheet *sheet)
{
    enum text_syntax syntax = sheet->syntax == SYNTAX_ATT ? TEXT_ATT : sheet->syntax == SYNTAX_NASM ? TEXT_NASM : TEXT_INTEL;
    const struct text_style style = {{.arch = sheet->arch}, syntax, true};
    const char *why;
    sheet->instructions = instruction_text_new(&style, &why);
    if (!sheet->instructions)
        complain("no assembly of %s: this callconv-thunk was %s", cconv_arch_name(sheet->arch), why);
    return sheet->instructions != NULL;
}

/* False after a message. */
static bool open_sheet(struct sheet *sheet, const struct request *request, const cconv_target *target)
{
    cconv_arch arch = cconv_target_arch(target);
    sheet->kind = request->kind;
    sheet->arch = arch;
    sheet->container = container_of(target);
    sheet->syntax = !is_x86(arch) ? SYNTAX_GNU : request->syntax < 0 ? SYNTAX_ATT : (enum syntax)request->syntax;
    if (!is_x86(arch) && request->syntax >= 0) {
        complain("--syntax is for x86; %s has GNU as's alone", cconv_arch_name(arch));
        return false;
    }
    if (sheet->syntax == SYNTAX_MASM && sheet->container != CONTAINER_COFF) {
        complain("MASM writes objects for Windows, not for %s; add --target %s", cconv_target_name(target),
                 arch == CCONV_ARCH_X86 ? "i686-windows-msvc" : "x86_64-windows-msvc");
        return false;
    }
    if (arch != CCONV_ARCH_X86_64 && arch != CCONV_ARCH_X86 && arch != CCONV_ARCH_AARCH64 && arch != CCONV_ARCH_ARM
        && arch != CCONV_ARCH_RISCV64) {
        complain("no assembly is written for %s", cconv_arch_name(arch));
        return false;
    }
    sheet->is_c = request->settings->naked || request->kind == KIND_CHECK;
    sheet->dialect = dialect_of(sheet);
    return open_text(sheet);
}

/* ---------------------------------------------------------------------- plans */

/* The work on one input. */
struct work {
    const struct request *request;
    struct messages *messages;
    const struct view *view;
    const cconv_declaration *declaration;
    struct sheet *sheet;
};

static void complain_at(const struct work *work, const char *message)
{
    report_error(work->messages, work->view->input, work->declaration, "%s", message);
}

/* The types of --varargs in the place of "...". NULL after a message. */
static const cconv_signature *vary(const struct work *work, const cconv_signature *signature)
{
    const char *text = work->request->settings->varargs;
    const cconv_signature *varied = NULL;
    const cconv_type *const *types = NULL;
    size_t count = 0;
    cconv_error error = {0};
    bool is_variadic = cconv_signature_is_variadic(signature);
    if (text && !is_variadic) {
        report_error(work->messages, work->view->input, work->declaration, "--varargs: the prototype of '%s' has no '...'",
                     cconv_signature_name(signature));
        return NULL;
    }
    if (is_variadic && !text && work->request->kind != KIND_CALLEE) {
        report_error(work->messages, work->view->input, work->declaration,
                     "'%s' takes '...': what is passed there must be known; give its types with --varargs 'int, double', or --varargs '' for none",
                     cconv_signature_name(signature));
        return NULL;
    }
    if (!text || !text[strspn(text, " \t")])
        return signature;
    cconv_parse_options options = {.file = "--varargs", .well_known = 1, .report = report_diagnostic, .user = work->messages};
    if (cconv_parse_type_list(work->view->context, work->view->unit, text, strlen(text), &options, &types, &count, &error)) {
        if (!work->messages->failed)
            complain("--varargs: %s", error.message);
        return NULL;
    }
    if (cconv_signature_vary(work->view->context, signature, types, count, &varied, &error)) {
        complain_at(work, error.message);
        return NULL;
    }
    return varied;
}

static const cconv_signature *signature_named(const struct work *work, const char *name)
{
    const cconv_signature *signature = NULL;
    cconv_error error = {0};
    if (cconv_signature_of(work->view->context, name, work->declaration->type, work->declaration, &signature, &error)) {
        complain_at(work, error.message);
        return NULL;
    }
    return vary(work, signature);
}

/* NULL after a message. */
static cconv_plan *plan_under(const struct work *work, const cconv_convention *convention, const cconv_signature *signature, bool is_method)
{
    const struct settings *settings = work->request->settings;
    cconv_plan_options options = {.reading = settings->reading, .features = settings->feature_bits, .is_method = is_method};
    cconv_error error = {0};
    cconv_plan *plan = NULL;
    if (cconv_convention_syscall(convention)) {
        options.has_syscall_number = syscall_number(settings, work->view->target, work->declaration->name, &options.syscall_number);
        if (!options.has_syscall_number) {
            report_error(work->messages, work->view->input, work->declaration, "the kernel's headers have no number of '%s'",
                         work->declaration->name);
            return NULL;
        }
    }
    if (!cconv_plan_new(convention, signature, &options, &plan, &error))
        return plan;
    report_error(work->messages, work->view->input, work->declaration, "under %s, '%s': %s", cconv_convention_name(convention),
                 work->declaration->name, error.message);
    return NULL;
}

static const cconv_convention *own_convention(const struct work *work)
{
    const char *attribute = work->declaration->convention;
    const cconv_convention *convention = convention_of_attribute(attribute, work->view->target);
    if (!convention)
        report_error(work->messages, work->view->input, work->declaration,
                     "'%s' asks for the convention '%s', which is not supported on %s; choose one with --abi", work->declaration->name,
                     attribute, cconv_target_name(work->view->target));
    return convention;
}

/* ------------------------------------------------------------------- listings */

static cconv_status list_code(const struct work *work, struct function *function, cconv_listing **listing, cconv_error *error)
{
    const cconv_listing_options options = {.save = work->request->settings->save, .locals = work->request->locals};
    switch (work->request->kind) {
    case KIND_BRIDGE: return cconv_listing_of_bridge(function->from, function->to, &options, listing, error);
    case KIND_CALL: return cconv_listing_of_call(function->to, &options, listing, error);
    default: return cconv_listing_of_callee(function->from, &options, listing, error);
    }
}

static const char *symbol_of(const cconv_plan *plan, const char *name)
{
    const char *symbol = cconv_plan_symbol(plan);
    return symbol ? symbol : name;
}

/* The listing of one function, and its text. False after a message. */
static bool write_plans(const struct work *work, struct function *function)
{
    cconv_listing *listing = NULL;
    cconv_error error = {0};
    if (work->request->kind == KIND_CHECK)
        return write_function(work->sheet, function);
    if (list_code(work, function, &listing, &error)) {
        complain_at(work, error.message);
        return false;
    }
    function->listing = listing;
    bool good = write_function(work->sheet, function);
    cconv_listing_free(listing);
    return good;
}

/* The symbol of a call, whose own arguments are two pointers; owned by the caller. */
static char *entry_symbol(const cconv_target *target, const cconv_convention *convention, const char *name)
{
    const cconv_options options = {.target = target};
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_plan *plan = NULL;
    struct string text = {0};
    char *symbol = NULL;
    if (cconv_convention_syscall(convention))
        convention = cconv_target_convention(target);
    string_add(&text, "void ");
    string_add(&text, name);
    string_add(&text, "(const void *, void *);");
    if (!cconv_context_new(&options, &context, NULL) && !cconv_parse(context, text.data, text.length, NULL, &unit, NULL)
        && !cconv_plan_new(convention, cconv_unit_function(unit, 0), NULL, &plan, NULL))
        symbol = take_text(symbol_of(plan, name), strlen(symbol_of(plan, name)));
    cconv_plan_free(plan);
    cconv_context_free(context);
    free(text.data);
    return symbol;
}

/* The code's own symbol is decorated as a function of its name and convention is. A call's own prototype is another. */
static bool write_declaration(const struct work *work)
{
    static const char *const suffixes[] = {"_bridge", "_call", "", "_checked"};
    const struct request *request = work->request;
    const struct settings *settings = request->settings;
    const char *declared = work->declaration->name;
    struct string own = {0};
    string_add(&own, settings->name ? settings->name : declared);
    string_add(&own, settings->name ? "" : suffixes[request->kind]);
    const cconv_convention *from = request->from ? request->from : own_convention(work), *to = request->to ? request->to : from;
    const cconv_signature *theirs = signature_named(work, declared), *ours = theirs ? signature_named(work, own.data) : NULL;
    cconv_plan *a = from && ours ? plan_under(work, from, ours, request->methods & METHOD_FROM) : NULL,
               *b = a ? plan_under(work, to, theirs, request->methods & METHOD_TO) : NULL;
    bool good = false;
    if (a && b) {
        struct function function = {.signature = theirs, .from = a, .to = b, .name = own.data, .declaration = cconv_plan_declaration(a), .symbol = symbol_of(a, own.data),
                                    .methods = request->methods};
        char *entry = request->kind == KIND_CALL ? entry_symbol(work->view->target, to, own.data) : NULL;
        if (entry)
            function.symbol = entry;
        if (request->kind != KIND_BRIDGE)
            function.from = b;
        if (request->kind == KIND_CALLEE) {
            function.from = function.to = a;
            function.signature = ours;
        } else if (!cconv_convention_syscall(to)) {
            function.target = settings->target_symbol ? settings->target_symbol : symbol_of(b, declared);
        }
        good = write_plans(work, &function);
        free(entry);
    }
    cconv_plan_free(a);
    cconv_plan_free(b);
    free(own.data);
    return good;
}

/* ----------------------------------------------------------------------- runs */

static const cconv_declaration *chosen_at(const struct request *request, const struct view *view, size_t index)
{
    const cconv_declaration *declaration = cconv_unit_declaration(view->unit, index);
    bool is_one = declaration->kind == CCONV_DECLARES_FUNCTION && declaration->name
                  && is_chosen(request->settings, view->input, declaration);
    return is_one ? declaration : NULL;
}

static size_t count_chosen(const struct request *request, const struct view *view)
{
    size_t count = 0;
    for (size_t i = 0; i < cconv_unit_declaration_count(view->unit); i++)
        count += chosen_at(request, view, i) != NULL;
    return count;
}

static bool check_chosen(const struct request *request, const struct view *view)
{
    size_t count = count_chosen(request, view);
    const struct settings *settings = request->settings;
    if (!count && settings->only.count) {
        struct list names = {0};
        for (size_t i = 0; i < cconv_unit_declaration_count(view->unit); i++) {
            const cconv_declaration *declaration = cconv_unit_declaration(view->unit, i);
            if (declaration->kind == CCONV_DECLARES_FUNCTION && declaration->name)
                list_add(&names, declaration->name);
        }
        complain_unknown("function", settings->only.at[0], names.at, names.count);
        free(names.at);
    } else if (!count) {
        complain("no function is declared");
    } else if (count > 1 && (settings->name || settings->target_symbol)) {
        complain("%s names one function, and %zu are chosen; choose one with --only",
                 settings->name ? "--name" : "--target-symbol", count);
        return false;
    }
    return count != 0;
}

static bool write_view(const struct request *request, const struct view *view, struct messages *messages, struct sheet *sheet)
{
    struct work work = {request, messages, view, NULL, sheet};
    bool good = check_chosen(request, view);
    if (good && sheet->is_c && count_chosen(request, view) > 1) {
        complain("%s writes one function, and %zu are chosen; choose one with --only", request->kind == KIND_CHECK ? "check-wrapper" : "--naked",
                 count_chosen(request, view));
        return false;
    }
    for (size_t i = 0; good && sheet->is_c && i < cconv_unit_declaration_count(view->unit); i++)
        if (chosen_at(request, view, i))
            naked_begin_file(sheet, view->input, chosen_at(request, view, i)->name);
    for (size_t i = 0; good && i < cconv_unit_declaration_count(view->unit); i++)
        if ((work.declaration = chosen_at(request, view, i)))
            good = write_declaration(&work);
    return good;
}

static void close_sheet(struct sheet *sheet)
{
    instruction_text_free(sheet->instructions);
    for (size_t i = 0; i < sheet->externs.count; i++)
        free((void *)(uintptr_t)sheet->externs.at[i]);
    free(sheet->externs.at);
    free(sheet->text.data);
}

int write_request(const struct request *request, struct output *output)
{
    struct input input = {0};
    struct view view = {0};
    struct sheet sheet = {0};
    static struct messages messages;
    if (request->from && request->to && !target_for(request, NULL))
        return EXIT_USAGE;
    if (input_read(&input, request->settings->operands.at[0], request->settings, request->target, false))
        return EXIT_ERROR;
    const cconv_target *target = target_for(request, &input);
    int status = EXIT_ERROR;
    if (!target || !open_sheet(&sheet, request, target)) {
        status = EXIT_USAGE;
    } else if (view_parse(&view, &input, target, request->settings, &messages) && !messages.failed) {
        if (!sheet.is_c)
            sheet.dialect->begin_file(&sheet);
        if (write_view(request, &view, &messages, &sheet) && !messages.failed) {
            if (!sheet.is_c)
                sheet.dialect->end_file(&sheet);
            output_write(output, sheet.text.data, sheet.text.length);
            status = output_close(output);
        }
    }
    close_sheet(&sheet);
    cconv_context_free(view.context);
    syscalls_free();
    free(input.text);
    free(messages.said);
    return status;
}
