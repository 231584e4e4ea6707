/* Findings as JSON: an object for each, in one array. */
#include "check.h"

#include <stdio.h>

void check_string(const char *text)
{
    putchar('"');
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            printf("\\%c", *at);
        else if (*at < 0x20)
            printf("\\u%04x", *at);
        else
            putchar(*at);
    }
    putchar('"');
}

static void member(const char *name, const char *value)
{
    printf(", \"%s\": ", name);
    check_string(value);
}

static void place(const struct walk *walk, const char *name, uint64_t address)
{
    char text[256];
    if (!address)
        return;
    check_place(walk, address, text, sizeof text);
    member(name, text);
}

void check_json(const struct walk *walk, const struct finding *finding, size_t index)
{
    const struct check_rule *rule = check_rule(finding->rule);
    const struct function *function = walk->function;
    printf("%s\n  {\"rule\": \"%s\", \"level\": \"%s\"", index ? "," : "", rule->name, rule->is_error ? "error" : "warning");
    member("file", walk->image->object->path);
    if (function->name)
        member("function", function->name);
    printf(", \"begin\": %llu, \"address\": %llu", (unsigned long long)function->begin, (unsigned long long)finding->address);
    if (finding->reg < FOLLOWED)
        member("register", instruction_register_name(walk->contract->arch, walk->contract->reg[finding->reg]));
    place(walk, "saved", finding->save);
    place(walk, "changed", finding->cause);
    place(walk, "seen", finding->address);
    member("expected", finding->expected);
    member("found", finding->found);
    member("document", cconv_convention_document(walk->contract->convention));
    member("section", rule->section);
    member("mend", rule->mend);
    putchar('}');
}
