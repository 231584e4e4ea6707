/* Findings as text. */
#include "check.h"

#include <stdio.h>
#include <string.h>

struct rule {
    const char *name, *section, *mend;
};

static const struct rule rules[] = {
    {"preserved-register", "registers", "save it before it is written, and load it again before every return"},
    {"stack-pointer", "stack", "let each way to the return take off what was pushed"},
    {"return-address", "stack", "keep stores off the word that the call pushed"},
    {"stack-misaligned", "stack", "keep the stack pointer a multiple of the alignment at every call"},
    {"shadow-space", "stack", "reserve the shadow space below what must stay, before the call"},
    {"below-stack", "stack", "move the stack pointer down before anything is stored there"},
    {"lost-register", "registers", "set it again after the call, or keep the value in a preserved register or on the stack"},
    {"direction-flag", "flags", "clear it (cld) before the function returns"},
};

bool check_is_error(const char *rule)
{
    return strcmp(rule, "stack-misaligned") != 0 && strcmp(rule, "lost-register") != 0;
}

static void print_place(const struct walk *walk, uint64_t address)
{
    const struct function *function = function_before(walk->functions, address);
    if (function && function->name)
        printf("%s+0x%llx", function->name, (unsigned long long)(address - function->begin));
    else
        printf("0x%llx", (unsigned long long)address);
}

void check_text(const struct walk *walk, const struct finding *finding)
{
    const char *reg = finding->reg < FOLLOWED ? instruction_register_name(walk->contract->arch, walk->contract->reg[finding->reg]) : NULL;
    const struct rule *rule = NULL;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!strcmp(rules[i].name, finding->rule))
            rule = &rules[i];
    printf("%s: ", walk->image->object->path);
    print_place(walk, finding->address);
    printf(" (0x%llx): %s: %s: ", (unsigned long long)finding->address, check_is_error(finding->rule) ? "error" : "warning", finding->rule);
    if (!strcmp(finding->rule, "preserved-register"))
        printf("%s is not preserved\n", reg ? reg : "a register");
    else
        printf("%s: %s\n", reg ? reg : "the word at sp", finding->found);
    if (finding->save) {
        printf("    saved     ");
        print_place(walk, finding->save);
        putchar('\n');
    }
    if (finding->cause) {
        printf("    changed   ");
        print_place(walk, finding->cause);
        putchar('\n');
    }
    printf("    seen at   ");
    print_place(walk, finding->address);
    printf("\n    expected  %s\n    found     %s\n", finding->expected, finding->found);
    if (rule)
        printf("    rule      %s, %s\n    mend      %s\n", cconv_convention_document(walk->contract->convention), rule->section, rule->mend);
}
