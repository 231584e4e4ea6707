/*
 * The conventions and the divergences, as lists: finding by name, and the public readers of their tables. All of it
 * is static data; nothing here places anything.
 */
#include "convention/list.h"

#include <string.h>

const struct cconv_convention *const convention_list[] = {
    &convention_x86_64_sysv,        &convention_x86_64_win,       &convention_aarch64_aapcs,
    &convention_aarch64_aapcs_darwin, &convention_aarch64_aapcs_win,
    &convention_aarch64_arm64ec, &convention_aarch64_vector_pcs, &convention_aarch64_sve_pcs,
    &convention_x86_64_linux_syscall, &convention_aarch64_linux_svc, &convention_x86_linux_int80, &convention_arm_linux_svc, &convention_riscv64_linux_ecall,
    &convention_arm_aapcs_vfp, &convention_arm_aapcs, &convention_arm_aapcs_vfp_win, &convention_arm_apcs_gnu,
    &convention_x86_sysv,           &convention_x86_win,          &convention_x86_stdcall,
    &convention_x86_regparm1,       &convention_x86_regparm2,     &convention_x86_regparm3,
    &convention_x86_fastcall,       &convention_x86_thiscall,     &convention_x86_thiscall_mingw,
    &convention_x86_vectorcall,     &convention_x86_regcall,
    &convention_x86_64_vectorcall,  &convention_x86_64_x32,
    &convention_x86_64_preserve_most, &convention_x86_64_preserve_most_win,
    &convention_x86_64_preserve_all, &convention_x86_64_preserve_all_win,
    &convention_powerpc64le_elfv2,  &convention_s390x_elf,       &convention_loongarch64_lp64d,
    &convention_mips64_n64,
    &convention_x86_64_regcall,     &convention_x86_64_regcall_win,
    &convention_x86_64_preserve_none,
    &convention_riscv64_lp64d,      &convention_riscv64_lp64f,    &convention_riscv64_lp64,
    &convention_riscv64_lp64e,      &convention_riscv32_ilp32d,   &convention_riscv32_ilp32f,
    &convention_riscv32_ilp32,      &convention_riscv32_ilp32e,
    &convention_x86_64_swift,
};
const size_t convention_list_count = COUNT_OF(convention_list);

static const cconv_divergence *const divergence_tables[] = {
    x86_64_sysv_divergences,
    x86_64_win_divergences,
    x86_64_vectorcall_divergences,
    aarch64_aapcs_divergences,
    i386_divergences,
    arm_aapcs_divergences,
    powerpc64le_elfv2_divergences,
    s390x_elf_divergences,
    loongarch64_lp64d_divergences,
    riscv_divergences,
    mips64_n64_divergences,
    layout_divergences,
};

/* Names are ASCII; the C library's tolower would ask the locale. */
static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(const char *a, const char *b)
{
    for (; *a && lower(*a) == lower(*b); a++, b++)
        continue;
    return lower(*a) == lower(*b);
}

static const struct cconv_convention *find_canonical(const char *name)
{
    for (size_t i = 0; i < convention_list_count; i++)
        if (same_name(convention_list[i]->name, name))
            return convention_list[i];
    return NULL;
}

static bool has_alias(const struct cconv_convention *convention, const char *name)
{
    for (const char *const *alias = convention->aliases; alias && *alias; alias++)
        if (same_name(*alias, name))
            return true;
    return false;
}

static bool is_windows(const struct cconv_target *target)
{
    return target->os == CCONV_OS_WINDOWS_MSVC || target->os == CCONV_OS_WINDOWS_GNU;
}

/* How near a convention's own target is: another architecture's 1, the same system on the same one 4. */
static unsigned nearness(const struct cconv_convention *convention, const struct cconv_target *target)
{
    const struct cconv_target *own = cconv_target_find(convention->own_target);
    if (!own || convention->arch != target->arch)
        return 1;
    return own->os == target->os ? 4 : is_windows(own) == is_windows(target) ? 3 : 2;
}

/* What C itself is called with: __cdecl is accepted everywhere, and what Rust calls "system" and Microsoft WINAPI is
   something else on i386 Windows alone. */
static bool means_own(const char *name, const struct cconv_target *target)
{
    bool has_stdcall = target->arch == CCONV_ARCH_X86 && is_windows(target);
    return same_name(name, "c") || same_name(name, "cdecl") || same_name(name, "default")
           || (!has_stdcall && (same_name(name, "system") || same_name(name, "winapi")));
}

enum { LONGEST_NAME = 64 };

/* Rust has a second name for each that may unwind: "stdcall-unwind". Returns the first name. */
static const char *without_unwind(const char *name, char room[LONGEST_NAME])
{
    static const char suffix[] = "-unwind";
    size_t length = strlen(name), stem = length - (sizeof suffix - 1);
    if (length >= LONGEST_NAME || length <= sizeof suffix - 1 || !same_name(name + stem, suffix))
        return name;
    memcpy(room, name, stem);
    room[stem] = '\0';
    return room;
}

const struct cconv_convention *cconv_convention_find(const char *name, const struct cconv_target *target)
{
    if (!name)
        return NULL;
    if (!target)
        target = cconv_target_host();
    char room[LONGEST_NAME];
    name = without_unwind(name, room);
    if (means_own(name, target))
        return cconv_target_convention(target);
    const struct cconv_convention *found = find_canonical(name);
    if (found)
        return found;
    /* An alias may belong to several ("windows", "regcall"): the nearest to the target, then the order of the list. */
    unsigned nearest = 0;
    for (size_t i = 0; i < convention_list_count; i++) {
        unsigned near = has_alias(convention_list[i], name) ? nearness(convention_list[i], target) : 0;
        if (near > nearest) {
            nearest = near;
            found = convention_list[i];
        }
    }
    return found;
}

size_t cconv_convention_count(void)
{
    return convention_list_count;
}

const struct cconv_convention *cconv_convention_at(size_t index)
{
    return index < convention_list_count ? convention_list[index] : NULL;
}

const struct cconv_convention *cconv_convention_host(void)
{
#if defined(__riscv) && __riscv_xlen == 64 && defined(__riscv_float_abi_soft)
    return cconv_convention_find("riscv64_lp64", NULL);
#elif defined(__riscv) && __riscv_xlen == 64 && defined(__riscv_float_abi_single)
    return cconv_convention_find("riscv64_lp64f", NULL);
#elif defined(__riscv) && defined(__riscv_float_abi_soft)
    return cconv_convention_find("riscv32_ilp32", NULL);
#elif defined(__riscv) && defined(__riscv_float_abi_single)
    return cconv_convention_find("riscv32_ilp32f", NULL);
#endif
    return cconv_target_convention(cconv_target_host());
}

/* Declared with the targets, and answered here: a target knows its convention by name alone. */
const struct cconv_convention *cconv_target_convention(const struct cconv_target *target)
{
    return target && target->convention ? find_canonical(target->convention) : NULL;
}

const char *cconv_convention_name(const struct cconv_convention *convention)
{
    return convention ? convention->name : NULL;
}

const char *cconv_convention_summary(const struct cconv_convention *convention)
{
    return convention ? convention->summary : NULL;
}

const char *cconv_convention_document(const struct cconv_convention *convention)
{
    return convention ? convention->document : NULL;
}

/* The entry of a NULL-terminated array; NULL past its end. */
static const char *entry_at(const char *const *list, size_t index)
{
    for (; list && *list; list++)
        if (index-- == 0)
            return *list;
    return NULL;
}

const char *cconv_convention_alias(const struct cconv_convention *convention, size_t index)
{
    return convention ? entry_at(convention->aliases, index) : NULL;
}

cconv_arch cconv_convention_arch(const struct cconv_convention *convention)
{
    return convention ? convention->arch : CCONV_ARCH_X86_64;
}

const struct cconv_target *cconv_convention_target(const struct cconv_convention *convention)
{
    return convention ? cconv_target_find(convention->own_target) : NULL;
}

int cconv_convention_is_common(const struct cconv_convention *convention)
{
    return convention && convention->common;
}

int cconv_convention_accepts(const struct cconv_convention *convention, const struct cconv_target *target)
{
    return convention && target && convention->arch == target->arch
           && (!convention->syscall || target->os == CCONV_OS_LINUX);
}

const cconv_register_role *cconv_convention_register(const struct cconv_convention *convention, size_t index)
{
    if (!convention)
        return NULL;
    for (const cconv_register_role *role = convention->roles; role && role->reg; role++)
        if (index-- == 0)
            return role;
    return NULL;
}

const cconv_stack_rules *cconv_convention_stack(const struct cconv_convention *convention)
{
    return convention ? &convention->stack : NULL;
}

uint32_t cconv_convention_integer_registers(const struct cconv_convention *convention)
{
    return convention ? convention->integer_args.count : 0;
}

const cconv_syscall_rules *cconv_convention_syscall(const struct cconv_convention *convention)
{
    return convention ? convention->syscall : NULL;
}

const char *cconv_convention_duty(const struct cconv_convention *convention, size_t index)
{
    return convention ? entry_at(convention->duties, index) : NULL;
}

const cconv_divergence *cconv_divergence_at(size_t index)
{
    for (size_t i = 0; i < COUNT_OF(divergence_tables); i++)
        for (const cconv_divergence *entry = divergence_tables[i]; entry->id; entry++)
            if (index-- == 0)
                return entry;
    return NULL;
}
