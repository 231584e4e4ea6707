/*
 * explain --symbol: what a linker's name tells. A C symbol's decoration gives convention and bytes; a C++ name is
 * demangled, and read as the C prototype that is called alike, which is then explained as any other.
 */
#include "cxx.h"

#include <stdlib.h>
#include <string.h>

/* -------------------------------------------------------------------- C symbols */

/* One meaning, and the targets on which the symbol has it. */
struct meaning {
    cconv_symbol symbol;
    struct list targets;
};

enum { MOST_MEANINGS = 64, MOST_READINGS = 16 };

static bool same_meaning(const cconv_symbol *a, const cconv_symbol *b)
{
    return a->convention == b->convention && a->name == b->name && a->name_length == b->name_length;
}

static size_t gather(const char *symbol, const cconv_target *only, struct meaning *meanings)
{
    size_t count = 0;
    for (size_t t = 0; t < cconv_target_count(); t++) {
        const cconv_target *target = cconv_target_at(t);
        cconv_symbol readings[MOST_READINGS];
        if (only && target != only)
            continue;
        size_t found = cconv_symbol_read(target, symbol, readings, MOST_READINGS);
        for (size_t i = 0; i < found && i < MOST_READINGS; i++) {
            size_t m = 0;
            while (m < count && !same_meaning(&meanings[m].symbol, &readings[i]))
                m++;
            if (m == MOST_MEANINGS)
                continue;
            if (m == count)
                meanings[count++] = (struct meaning){.symbol = readings[i]};
            list_add(&meanings[m].targets, cconv_target_name(target));
        }
    }
    return count;
}

/* Those that say most first: bytes, then a decoration, then the plain name of each platform. */
static int rank(const cconv_symbol *symbol, const char *text)
{
    return symbol->argument_bytes >= 0 ? 0 : symbol->name != text ? 1 : 2;
}

/* Bytes that the callee may remove: all that is counted, less what its registers can take. */
static int64_t least_popped(const cconv_symbol *symbol)
{
    uint32_t word = cconv_target_pointer_size(cconv_convention_target(symbol->convention));
    int64_t in_registers = (int64_t)word * cconv_convention_integer_registers(symbol->convention);
    return symbol->argument_bytes > in_registers ? symbol->argument_bytes - in_registers : 0;
}

static void print_meaning(const struct meaning *meaning)
{
    const cconv_symbol *symbol = &meaning->symbol;
    printf("  %s: the function %.*s\n    on ", cconv_convention_name(symbol->convention), (int)symbol->name_length,
           symbol->name);
    for (size_t i = 0; i < meaning->targets.count; i++)
        printf("%s%s", i ? ", " : "", meaning->targets.at[i]);
    if (symbol->argument_bytes < 0) {
        puts("\n    the name tells nothing of its arguments");
        return;
    }
    printf("\n    arguments of %lld bytes in all, each whole in words; a hidden result pointer is not counted\n",
           (long long)symbol->argument_bytes);
    if (!cconv_convention_stack(symbol->convention)->callee_cleans)
        puts("    the caller removes what is on the stack");
    else if (least_popped(symbol) == symbol->argument_bytes)
        printf("    the callee removes %lld bytes from the stack, ret %lld, and a hidden result pointer's with them\n",
               (long long)symbol->argument_bytes, (long long)symbol->argument_bytes);
    else
        printf("    the callee removes %lld to %lld bytes from the stack: what is not in registers\n",
               (long long)least_popped(symbol), (long long)symbol->argument_bytes);
}

static void print_meanings(const char *symbol, struct meaning *meanings, size_t count)
{
    printf("%s\n", symbol);
    for (int wanted = 0; wanted < 3; wanted++)
        for (size_t i = 0; i < count; i++)
            if (rank(&meanings[i].symbol, symbol) == wanted)
                print_meaning(&meanings[i]);
}

/* ------------------------------------------------------------------------- JSON */

static void json_text(const char *text, size_t length)
{
    putchar('"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 0x20)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void json_field(const char *key, const char *text)
{
    printf(", \"%s\": ", key);
    json_text(text, strlen(text));
}

static void json_start(const char *symbol)
{
    printf("{\n  \"schema\": 1,\n  \"symbol\": ");
    json_text(symbol, strlen(symbol));
}

static void json_meanings(const char *symbol, struct meaning *meanings, size_t count)
{
    json_start(symbol);
    printf(",\n  \"readings\": [");
    bool first = true;
    for (int wanted = 0; wanted < 3; wanted++)
        for (size_t i = 0; i < count; i++) {
            const cconv_symbol *reading = &meanings[i].symbol;
            if (rank(reading, symbol) != wanted)
                continue;
            printf("%s\n    {\"abi\": \"%s\", \"name\": ", first ? "" : ",", cconv_convention_name(reading->convention));
            json_text(reading->name, reading->name_length);
            if (reading->argument_bytes >= 0) {
                printf(", \"argument_bytes\": %lld", (long long)reading->argument_bytes);
                bool cleans = cconv_convention_stack(reading->convention)->callee_cleans;
                printf(", \"callee_pops\": [%lld, %lld]", cleans ? (long long)least_popped(reading) : 0,
                       cleans ? (long long)reading->argument_bytes : 0);
            }
            printf(", \"targets\": [");
            for (size_t t = 0; t < meanings[i].targets.count; t++)
                printf("%s\"%s\"", t ? ", " : "", meanings[i].targets.at[t]);
            printf("]}");
            first = false;
        }
    puts("\n  ]\n}");
}

static int explain_c(const struct settings *settings, const cconv_target *target)
{
    static struct meaning meanings[MOST_MEANINGS];
    size_t count = gather(settings->symbol, target, meanings);
    if (!count) {
        complain("no C function is named '%s'%s%s", settings->symbol, target ? " on " : " on any target",
                 target ? cconv_target_name(target) : "");
        return EXIT_ERROR;
    }
    if (settings->how == CCONV_FORMAT_JSON)
        json_meanings(settings->symbol, meanings, count);
    else
        print_meanings(settings->symbol, meanings, count);
    for (size_t i = 0; i < count; i++)
        free(meanings[i].targets.at);
    return fflush(stdout) ? EXIT_ERROR : EXIT_FINE;
}

/* ------------------------------------------------------------------- C++ symbols */

/* Microsoft's 32-bit keywords mean i386; nothing else in a name tells the width of a pointer. */
static const char *target_of_name(const struct cxx_function *function, const char *symbol)
{
    static const char *const i386_only[] = {"__thiscall", "__stdcall", "__fastcall"};
    if (!function->microsoft)
        return symbol[0] == '_' && symbol[1] == '_' ? "x86_64-macos" : cconv_target_name(cconv_target_host());
    if (strstr(symbol, "$$h"))
        return "arm64ec-windows-msvc";
    for (size_t i = 0; function->convention && i < sizeof i386_only / sizeof *i386_only; i++)
        if (!strcmp(function->convention, i386_only[i]))
            return "i686-windows-msvc";
    return "x86_64-windows-msvc";
}

/* What the prototype leaves out, each in a sentence. */
static void gather_notes(const struct cxx_function *function, struct list *notes)
{
    static char parameter[512];
    if (function->is_member)
        list_add(notes, "'this' is the first argument.");
    if (function->perhaps_member)
        list_add(notes, "The name does not tell a member function from a function of a namespace or a static one; a member "
                        "function has 'this' as its first argument, and all others move by one.");
    if (!function->has_result)
        list_add(notes, "The name does not tell the result; one in memory takes a hidden pointer before the arguments.");
    else if (function->result_unknown && function->is_member && function->microsoft)
        list_add(notes, "The result is a class: a member function returns it in memory, whose address is 'result'.");
    else if (function->result_unknown)
        list_add(notes, "The result is of a class whose size the name does not tell; if it is in memory, its hidden "
                        "address comes before the arguments.");
    if (function->unknown) {
        snprintf(parameter, sizeof parameter,
                 "Parameter %zu, '%.300s', and those behind it are unknown: the name does not tell its size, nor whether "
                 "it is copied by a constructor.",
                 function->unknown_index, function->unknown);
        list_add(notes, parameter);
    }
}

static void print_function(const char *symbol, const char *demangled, const struct cxx_function *function,
                           const struct list *notes)
{
    printf("%s\n  demangled  %s\n  read as    %s\n", symbol, demangled, function->prototype);
    for (size_t i = 0; i < notes->count; i++)
        printf("  - %s\n", notes->at[i]);
    puts("");
}

static void json_function(const char *symbol, const char *demangled, const struct cxx_function *function,
                          const struct list *notes, const cconv_target *target)
{
    json_start(symbol);
    json_field("demangled", demangled);
    json_field("prototype", function->prototype);
    json_field("target", cconv_target_name(target));
    printf(",\n  \"notes\": [");
    for (size_t i = 0; i < notes->count; i++) {
        fputs(i ? ", " : "", stdout);
        json_text(notes->at[i], strlen(notes->at[i]));
    }
    puts("]\n}");
}

static int explain_cxx(struct settings *settings, const char *demangled, char **prototype)
{
    struct cxx_function function;
    struct list notes = {0};
    const char *symbol = settings->symbol;
    if (!cxx_read(&function, demangled, symbol[0] == '?')) {
        complain("'%s' is no function: %s", symbol, demangled);
        cxx_free(&function);
        return EXIT_ERROR;
    }
    if (!settings->target)
        settings->target = target_of_name(&function, symbol);
    const cconv_target *target = target_named(settings->target);
    if (target) {
        gather_notes(&function, &notes);
        if (settings->how == CCONV_FORMAT_JSON)
            json_function(symbol, demangled, &function, &notes, target);
        else
            print_function(symbol, demangled, &function, &notes);
        if (settings->how != CCONV_FORMAT_JSON)
            *prototype = take_text(function.prototype, strlen(function.prototype));
        free(notes.at);
    }
    cxx_free(&function);
    return fflush(stdout) || !target ? EXIT_ERROR : EXIT_FINE;
}

/* The Itanium name without what the object format puts before it. */
static const char *itanium_name(const char *symbol)
{
    return strncmp(symbol, "__Z", 3) == 0 ? symbol + 1 : strncmp(symbol, "_Z", 2) == 0 ? symbol : NULL;
}

int symbol_explain(struct settings *settings, const cconv_target *target, char **prototype)
{
    const char *symbol = settings->symbol, *itanium = itanium_name(symbol);
    *prototype = NULL;
    if (symbol[0] != '?' && !itanium)
        return explain_c(settings, target);
    char *demangled = demangle(itanium ? itanium : symbol);
    if (!demangled) {
        complain("cannot demangle '%s'%s", symbol, symbol[0] == '?' ? " (by llvm-undname)" : "");
        return EXIT_ERROR;
    }
    int status = explain_cxx(settings, demangled, prototype);
    free(demangled);
    return status;
}
