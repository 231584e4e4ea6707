/*
 * Symbols: the name that the linker sees. An asm label as it stands; else the target's prefix ("_" on macOS and on
 * i386 Windows), or what the convention decorates with: "_f@8", "@f@8", "f@@16".
 *
 * Microsoft, "Decorated names: format of a C decorated name". Left out: C++ names, which are not made here.
 */
#include "plan/plan.h"

#include <string.h>

static const struct symbol_decoration *decoration_of(const struct cconv_convention *convention,
                                                     const struct cconv_target *target)
{
    static const struct symbol_decoration none;
    const struct symbol_decoration *decoration = convention->decoration;
    bool windows = target->os == CCONV_OS_WINDOWS_MSVC || target->os == CCONV_OS_WINDOWS_GNU;
    return decoration && (windows || decoration->everywhere) ? decoration : &none;
}

/* What the decoration counts: each argument by its type's size, whole in units of a pointer, wherever it is passed; the
   hidden result pointer is not one. */
static uint64_t argument_bytes(const struct cconv_target *target, const struct cconv_signature *signature)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < signature->count; i++)
        bytes += round_up(signature->parameters[i].type->size, target->pointer_size);
    return bytes;
}

void symbol_write(struct text *text, const struct cconv_convention *convention, const struct cconv_target *target,
                  const struct cconv_signature *signature)
{
    if (signature->label) {
        text_string(text, signature->label);
        return;
    }
    const struct symbol_decoration *decoration = decoration_of(convention, target);
    text_string(text, decoration->prefix ? decoration->prefix : target->symbol_prefix);
    text_string(text, signature->name);
    if (decoration->suffix) {
        text_string(text, decoration->suffix);
        text_number(text, argument_bytes(target, signature));
    }
}

size_t symbol_size(const struct cconv_convention *convention, const struct cconv_target *target,
                   const struct cconv_signature *signature)
{
    const struct symbol_decoration *decoration = decoration_of(convention, target);
    const char *prefix = decoration->prefix ? decoration->prefix : target->symbol_prefix;
    enum { DIGITS = 20 };
    if (convention->syscall)
        return 0;
    if (signature->label)
        return strlen(signature->label) + 1;
    if (!signature->name || (!prefix[0] && !decoration->suffix))
        return 0;
    return strlen(prefix) + strlen(signature->name) + 1 + (decoration->suffix ? strlen(decoration->suffix) + DIGITS : 0);
}
