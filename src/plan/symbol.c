/*
 * Symbols: the name that the linker sees. An asm label as it stands; else the target's prefix ("_" on macOS and on
 * i386 Windows), or what the convention decorates with: "_f@8", "@f@8", "f@@16".
 *
 * Microsoft, "Decorated names: format of a C decorated name". The same table is read backwards by cconv_symbol_read. Left
 * out: C++ names, which are neither made nor read here.
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

static const char *stem_of(const struct symbol_decoration *decoration)
{
    return decoration->stem ? decoration->stem : "";
}

/* What the decoration counts: each argument by its type's size, whole in units of a pointer, wherever it is passed; the
   hidden result pointer is not one. */
static uint64_t argument_bytes(const struct cconv_target *target, const struct cconv_signature *signature)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < signature->count; i++)
        bytes += round_up(type_size_of(signature->parameters[i].type), target->pointer_size);
    return bytes;
}

void symbol_write(struct text *text, const struct cconv_convention *convention, const struct cconv_target *target,
                  const struct cconv_signature *signature)
{
    if (signature->label) {
        text_string(text, target->labels_prefixed ? target->symbol_prefix : "");
        text_string(text, signature->label);
        return;
    }
    const struct symbol_decoration *decoration = decoration_of(convention, target);
    text_string(text, decoration->prefix ? decoration->prefix : target->symbol_prefix);
    text_string(text, stem_of(decoration));
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
        return strlen(signature->label) + 1 + (target->labels_prefixed ? strlen(target->symbol_prefix) : 0);
    if (!signature->name || (!prefix[0] && !decoration->stem && !decoration->suffix))
        return 0;
    return strlen(prefix) + strlen(stem_of(decoration)) + strlen(signature->name) + 1
           + (decoration->suffix ? strlen(decoration->suffix) + DIGITS : 0);
}

/* ------------------------------------------------------------------ backwards */

static bool is_identifier(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || (c & 0x80);
        if (!letter && !(i && c >= '0' && c <= '9'))
            return false;
    }
    return length > 0;
}

/* Takes "@8" off the end; false if the text does not end so. */
static bool take_bytes(const char *text, size_t *length, const char *suffix, int64_t *bytes)
{
    size_t digits = 0, suffix_length = strlen(suffix);
    while (digits < *length && digits < 9 && text[*length - digits - 1] >= '0' && text[*length - digits - 1] <= '9')
        digits++;
    if (!digits || *length < digits + suffix_length
        || memcmp(text + *length - digits - suffix_length, suffix, suffix_length) != 0)
        return false;
    *bytes = 0;
    for (size_t i = *length - digits; i < *length; i++)
        *bytes = 10 * *bytes + (text[i] - '0');
    *length -= digits + suffix_length;
    return true;
}

static bool read_as(const struct cconv_convention *convention, const struct cconv_target *target, const char *symbol,
                    cconv_symbol *out)
{
    const struct symbol_decoration *decoration = decoration_of(convention, target);
    const char *prefix = decoration->prefix ? decoration->prefix : target->symbol_prefix;
    size_t prefix_length = strlen(prefix), length = strlen(symbol);
    bool decorated = decoration->prefix || decoration->stem || decoration->suffix;
    if (convention->syscall || (!decorated && cconv_target_convention(target) != convention)
        || strncmp(symbol, prefix, prefix_length) != 0)
        return false;
    size_t stem_length = strlen(stem_of(decoration));
    if (strncmp(symbol + prefix_length, stem_of(decoration), stem_length) != 0)
        return false;
    prefix_length += stem_length;
    *out = (cconv_symbol){convention, symbol + prefix_length, length - prefix_length, -1};
    if (decoration->suffix && !take_bytes(out->name, &out->name_length, decoration->suffix, &out->argument_bytes))
        return false;
    return is_identifier(out->name, out->name_length);
}

size_t cconv_symbol_read(const struct cconv_target *target, const char *symbol, cconv_symbol *out, size_t room)
{
    size_t count = 0;
    if (!target || !symbol)
        return 0;
    for (int undecorated = 0; undecorated < 2; undecorated++)
        for (size_t i = 0; i < cconv_convention_count(); i++) {
            const struct cconv_convention *convention = cconv_convention_at(i);
            cconv_symbol reading;
            bool is_own = cconv_target_convention(target) == convention;
            if (is_own != undecorated || !cconv_convention_accepts(convention, target)
                || !read_as(convention, target, symbol, &reading))
                continue;
            if (count < room && out)
                out[count] = reading;
            count++;
        }
    return count;
}
