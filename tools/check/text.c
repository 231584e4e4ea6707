/* Findings as text. */
#include "check.h"

#include <stdio.h>
#include <string.h>

static void print_place(const struct walk *walk, uint64_t address)
{
    char place[256];
    check_place(walk, address, place, sizeof place);
    fputs(place, stdout);
}

void check_text(const struct walk *walk, const struct finding *finding)
{
    const char *reg = finding->reg < FOLLOWED ? instruction_register_name(walk->contract->arch, walk->contract->reg[finding->reg]) : NULL;
    const struct check_rule *rule = check_rule(finding->rule);
    printf("%s: ", walk->image->object->path);
    print_place(walk, finding->address);
    printf(" (0x%llx): %s: %s: ", (unsigned long long)finding->address, rule->is_error ? "error" : "warning", finding->rule);
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
    printf("    rule      %s, %s\n    mend      %s\n", cconv_convention_document(walk->contract->convention), rule->section, rule->mend);
}
