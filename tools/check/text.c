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
    {"direction-flag", "flags", "clear it (cld) before the function returns"},
};

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
    printf(" (0x%llx): error: %s: ", (unsigned long long)finding->address, finding->rule);
    if (!strcmp(finding->rule, "preserved-register"))
        printf("%s is not preserved\n", reg ? reg : "a register");
    else
        printf("at exit %s is %s\n", reg ? reg : "the word at sp", finding->found);
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
    printf("    exit      ");
    print_place(walk, finding->address);
    printf("\n    expected  %s\n    found     %s\n", finding->expected, finding->found);
    if (rule)
        printf("    rule      %s, %s\n    mend      %s\n", cconv_convention_document(walk->contract->convention), rule->section, rule->mend);
}
