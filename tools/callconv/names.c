/* Conventions and targets by name, with suggestions. */
#include "tool.h"

#include <stdlib.h>
#include <string.h>

const cconv_target *target_named(const char *name)
{
    const cconv_target *target = cconv_target_find(name);
    if (target)
        return target;
    struct list names = {0};
    for (size_t i = 0; i < cconv_target_count(); i++)
        list_add(&names, cconv_target_name(cconv_target_at(i)));
    complain_unknown("target", name, names.at, names.count);
    free(names.at);
    return NULL;
}

static const cconv_convention *convention_named(const char *name, const cconv_target *target)
{
    const cconv_convention *convention = cconv_convention_find(name, target);
    if (convention)
        return convention;
    struct list names = {0};
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *known = cconv_convention_at(i);
        const char *alias;
        list_add(&names, cconv_convention_name(known));
        for (size_t j = 0; (alias = cconv_convention_alias(known, j)); j++)
            list_add(&names, alias);
    }
    complain_unknown("convention", name, names.at, names.count);
    free(names.at);
    return NULL;
}

/* The next name of a list "a,b"; NULL at its end. */
static char *next_name(const char **rest)
{
    const char *start = *rest;
    if (!start)
        return NULL;
    const char *comma = strchr(start, ',');
    *rest = comma ? comma + 1 : NULL;
    size_t length = comma ? (size_t)(comma - start) : strlen(start);
    while (length && *start == ' ') {
        start++;
        length--;
    }
    while (length && start[length - 1] == ' ')
        length--;
    return take_text(start, length);
}

static void add_once(const cconv_convention **list, size_t *count, const cconv_convention *convention)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i] == convention)
            return;
    list[(*count)++] = convention;
}

/* Several at once: `all` (those of the target; without one, those of the platforms in wide use), `every`, and the name
   of an architecture. System calls are no functions, and asked for by name. Returns how many the word means. */
static size_t add_group(const cconv_convention **list, size_t *count, const char *name, const cconv_target *target)
{
    bool all = !strcmp(name, "all"), every = !strcmp(name, "every");
    size_t meant = 0;
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *known = cconv_convention_at(i);
        bool is_one = every || (all && (target || cconv_convention_is_common(known)))
                      || !strcmp(name, cconv_arch_name(cconv_convention_arch(known)));
        if (!is_one || cconv_convention_syscall(known) || (target && !cconv_convention_accepts(known, target)))
            continue;
        add_once(list, count, known);
        meant++;
    }
    return meant;
}

static bool add_convention(const cconv_convention **list, size_t *count, const char *name, const cconv_target *target)
{
    if (add_group(list, count, name, target))
        return true;
    const cconv_convention *convention = convention_named(name, target);
    if (!convention)
        return false;
    if (target && !cconv_convention_accepts(convention, target)) {
        complain("%s is a convention of %s, but %s is a target of %s", cconv_convention_name(convention),
                 cconv_arch_name(cconv_convention_arch(convention)), cconv_target_name(target),
                 cconv_arch_name(cconv_target_arch(target)));
        return false;
    }
    add_once(list, count, convention);
    return true;
}

const cconv_convention **conventions_named(const char *names, const cconv_target *target, size_t *count)
{
    const cconv_convention **list = take(NULL, cconv_convention_count() * sizeof *list);
    const char *rest = names;
    char *name;
    bool good = true;
    *count = 0;
    while (good && (name = next_name(&rest))) {
        good = add_convention(list, count, name, target);
        free(name);
    }
    if (good)
        return list;
    free(list);
    return NULL;
}

const cconv_target **targets_named(const char *names, size_t *count)
{
    *count = 0;
    if (strcmp(names, "all") == 0) {
        const cconv_target **all = take(NULL, (cconv_target_count() + 1) * sizeof *all);
        while (*count < cconv_target_count()) {
            all[*count] = cconv_target_at(*count);
            ++*count;
        }
        return all;
    }
    const cconv_target **list = take(NULL, (strlen(names) + 1) * sizeof *list);
    const char *rest = names;
    char *name;
    while ((name = next_name(&rest))) {
        const cconv_target *target = target_named(name);
        free(name);
        if (!target) {
            free(list);
            return NULL;
        }
        bool seen = false;
        for (size_t i = 0; i < *count; i++)
            seen |= list[i] == target;
        if (!seen)
            list[(*count)++] = target;
    }
    return list;
}

/* Keywords of 32-bit x86 that compilers accept and ignore elsewhere; regparm with its number. */
static bool is_ignored(const char *attribute)
{
    static const char *const ignored[] = {"cdecl", "stdcall", "fastcall", "thiscall", "pascal", "regparm", "clrcall"};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        if (strcmp(attribute, ignored[i]) == 0)
            return true;
    return strncmp(attribute, "regparm(", 8) == 0;
}

const cconv_convention *convention_of_attribute(const char *attribute, const cconv_target *target)
{
    const cconv_convention *own = cconv_target_convention(target);
    if (!attribute || (cconv_target_arch(target) != CCONV_ARCH_X86 && is_ignored(attribute)))
        return own;
    bool on_x86_64 = cconv_target_arch(target) == CCONV_ARCH_X86_64;
    /* Elsewhere ms_abi and sysv_abi are ignored, with a warning, as compilers do. */
    if (strcmp(attribute, "ms_abi") == 0)
        return on_x86_64 ? cconv_convention_find("x86_64_win", target) : own;
    if (strcmp(attribute, "sysv_abi") == 0)
        return on_x86_64 ? cconv_convention_find("x86_64_sysv", target) : own;
    const cconv_convention *found = cconv_convention_find(attribute, target);
    return found && cconv_convention_accepts(found, target) ? found : NULL;
}

const cconv_target *target_like(const cconv_target *platform, const cconv_convention *convention)
{
    const cconv_target *near = NULL;
    if (cconv_convention_accepts(convention, platform))
        return platform;
    bool windows = cconv_target_os(platform) >= CCONV_OS_WINDOWS_MSVC;
    for (size_t i = 0; i < cconv_target_count(); i++) {
        const cconv_target *target = cconv_target_at(i);
        if (!cconv_convention_accepts(convention, target))
            continue;
        if (cconv_target_os(target) == cconv_target_os(platform))
            return target;
        if (windows && cconv_target_os(target) >= CCONV_OS_WINDOWS_MSVC)
            near = target;
    }
    return near ? near : cconv_convention_target(convention);
}
