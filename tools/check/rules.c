/* The rules by name: how grave they are, where the convention says it, how to mend what breaks them. */
#include "check.h"

#include <stdio.h>
#include <string.h>

static const struct check_rule rules[] = {
    {"preserved-register", true, "registers", "save it before it is written, and load it again before every return"},
    {"stack-pointer", true, "stack", "let each way to the return take off what was pushed"},
    {"return-address", true, "stack", "keep stores off the return address"},
    {"direction-flag", true, "flags", "clear it (cld) before the function returns"},
    {"shadow-space", true, "stack", "reserve the shadow space below what must stay, before the call"},
    {"below-stack", true, "stack", "move the stack pointer down before anything is stored there"},
    {"stack-misaligned", false, "stack", "keep the stack pointer a multiple of the alignment at every call"},
    {"lost-register", false, "registers", "set it again after the call, or keep the value in a preserved register or on the stack"},
};

const struct check_rule *check_rule(const char *name)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!strcmp(rules[i].name, name))
            return &rules[i];
    return NULL;
}

const struct check_rule *check_rule_at(size_t index)
{
    return index < sizeof rules / sizeof *rules ? &rules[index] : NULL;
}

void check_place(const struct walk *walk, uint64_t address, char *out, size_t size)
{
    const struct function *function = function_before(walk->functions, address);
    if (function && function->name)
        snprintf(out, size, "%s+0x%llx", function->name, (unsigned long long)(address - function->begin));
    else
        snprintf(out, size, "0x%llx", (unsigned long long)address);
}
