/*
 * The data models, as data, and the reading of their names.
 *
 * Every number was asked of the compilers (clang 19 `--target=… -dM -E`, gcc 12 and its cross compilers), and is the
 * one of the platform's document: AMD64 psABI 3.1.2, AAPCS64 5.1 and 10.1, AAPCS32 5.1 and 8.1,
 * Microsoft's "x64 software conventions:
 * types and storage", Apple's "Writing ARM64 code", OpenPOWER ELFv2 2.1, the s390x supplement 1.1,
 * LoongArch's ELF psABI, the MIPSpro 64-bit handbook and RISC-V's "C/C++ Type Details".
 */
#include "type/target.h"

#include <string.h>

#define LP64 .pointer_size = 8, .long_size = 8, .long_long_align = 8, .double_align = 8
#define LLP64 .pointer_size = 8, .long_size = 4, .long_long_align = 8, .double_align = 8
/* clang 19 takes no atomic object of these processors as larger than 8 bytes. */
#define ILP32 .pointer_size = 4, .long_size = 4, .clang_atomic_size = 8
#define WCHAR_UTF16 .wchar_size = 2, .wchar_signed = 0
#define X87_16 .long_double_format = LONG_DOUBLE_X87, .long_double_size = 16, .long_double_align = 16
#define X87_12 .long_double_format = LONG_DOUBLE_X87, .long_double_size = 12, .long_double_align = 4
#define BINARY64 .long_double_format = LONG_DOUBLE_BINARY64, .long_double_size = 8, .long_double_align = 8
#define BINARY128 .long_double_format = LONG_DOUBLE_BINARY128, .long_double_size = 16, .long_double_align = 16
/* psABI 3.1.2: limbs of 64 bits; AAPCS64 5.1.1: of 128 bits beyond 64. */
#define BITINT_X86 .bitint_limb = 8, .bitint_max_align = 8
#define BITINT_ARM .bitint_limb = 16, .bitint_max_align = 16
/* clang 19 on i386: limbs are aligned as long long is in a struct. */
#define BITINT_X86_4 .bitint_limb = 4, .bitint_max_align = 4
/* AAPCS32 8.1.1: an array of double-words beyond 64. */
#define BITINT_ARM32 .bitint_limb = 8, .bitint_max_align = 8
#define ARM32 .arch = CCONV_ARCH_ARM, ILP32, .long_long_align = 8, .double_align = 8, BINARY64, \
    .gcc_atomic_align = 8, .has_float16 = 1, .has_bfloat16 = 1, .max_vector_align = 8, \
    .largest_align = 8, BITINT_ARM32, .symbol_prefix = ""
/* The old ABI: nothing is aligned to more than 4. */
#define ARM32_OLD .arch = CCONV_ARCH_ARM, ILP32, .long_long_align = 4, .double_align = 4, \
    .long_double_format = LONG_DOUBLE_BINARY64, .long_double_size = 8, .long_double_align = 4, \
    .gcc_atomic_align = 4, .has_float16 = 1, .has_bfloat16 = 1, \
    .clang_max_vector_align = 8, .largest_align = 4, BITINT_X86_4, .symbol_prefix = ""
#define BINARY128_AT_8 .long_double_format = LONG_DOUBLE_BINARY128, .long_double_size = 16, .long_double_align = 8
#define IBM128 .long_double_format = LONG_DOUBLE_IBM128, .long_double_size = 16, .long_double_align = 16
/* As clang 19 has them, up to 128 bits; no document speaks of them. */
#define BITINT_PLAIN .bitint_limb = 16, .bitint_max_align = 8
/* As clang 19 has them, up to 128 bits. The document of 2026 aligns more than 64 bits to 16 under LP64. */
#define BITINT_RV64 .bitint_limb = 16, .bitint_max_align = 8
#define BITINT_RV32 .bitint_limb = 8, .bitint_max_align = 8
#define HALF_FLOATS .has_int128 = 1, .has_float16 = 1, .has_bfloat16 = 1
#define MSVC .bit_fields = BIT_FIELDS_MICROSOFT, .microsoft = 1, .empty_struct_size = 4

static const struct cconv_target targets[] = {
    {
        .name = "x86_64-linux-gnu", .summary = "LP64, long double x87 80-bit, System V bit-fields",
        .convention = "x86_64_sysv", .arch = CCONV_ARCH_X86_64, .os = CCONV_OS_LINUX, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, X87_16, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_SYSV_AMD64, HALF_FLOATS, .has_float128 = 1, .has_decimal = 1, BITINT_X86,
        .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "x86_64-windows-msvc", .summary = "LLP64, long double binary64, Microsoft bit-fields and records",
        .convention = "x86_64_win", .arch = CCONV_ARCH_X86_64, .os = CCONV_OS_WINDOWS_MSVC, LLP64, WCHAR_UTF16,
        .char_signed = 1, BINARY64, MSVC, .va_list_kind = VA_LIST_CHAR_POINTER, HALF_FLOATS, BITINT_X86,
        .symbol_prefix = "", .default_reading = "msvc",
    },
    {
        .name = "x86_64-windows-gnu", .summary = "LLP64, long double x87 80-bit, Microsoft bit-fields",
        .convention = "x86_64_win", .arch = CCONV_ARCH_X86_64, .os = CCONV_OS_WINDOWS_GNU, LLP64, WCHAR_UTF16,
        .char_signed = 1, X87_16, .bit_fields = BIT_FIELDS_MICROSOFT, .va_list_kind = VA_LIST_CHAR_POINTER,
        HALF_FLOATS, .has_float128 = 1, .has_decimal = 1, BITINT_X86,
        .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "x86_64-macos", .summary = "LP64, long double x87 80-bit, System V bit-fields",
        .convention = "x86_64_sysv", .arch = CCONV_ARCH_X86_64, .os = CCONV_OS_MACOS, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, X87_16, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_SYSV_AMD64, HALF_FLOATS, .max_vector_align = 16, BITINT_X86,
        .symbol_prefix = "_", .default_reading = "clang",
    },
    {
        .name = "aarch64-linux-gnu", .summary = "LP64, long double binary128, AAPCS64 bit-fields",
        .convention = "aarch64_aapcs", .arch = CCONV_ARCH_AARCH64, .os = CCONV_OS_LINUX, LP64,
        .wchar_size = 4, .wchar_signed = 0, .char_signed = 0, BINARY128, .bit_fields = BIT_FIELDS_SYSV,
        .unnamed_bit_fields_align = 1, .va_list_kind = VA_LIST_AAPCS64, HALF_FLOATS, .has_float128 = 1,
        .has_decimal = 1, .max_vector_align = 16, BITINT_ARM, .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "aarch64-macos", .summary = "LP64, long double binary64, System V bit-fields",
        .convention = "aarch64_aapcs_darwin", .arch = CCONV_ARCH_AARCH64, .os = CCONV_OS_MACOS, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, BINARY64, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_CHAR_POINTER, HALF_FLOATS, .max_vector_align = 16, BITINT_ARM,
        .symbol_prefix = "_", .default_reading = "clang",
    },
    {
        .name = "aarch64-windows-msvc", .summary = "LLP64, long double binary64, Microsoft bit-fields and records",
        .convention = "aarch64_aapcs_win", .arch = CCONV_ARCH_AARCH64, .os = CCONV_OS_WINDOWS_MSVC, LLP64,
        WCHAR_UTF16, .char_signed = 1, BINARY64, MSVC, .va_list_kind = VA_LIST_CHAR_POINTER, HALF_FLOATS,
        .max_vector_align = 16, BITINT_ARM, .symbol_prefix = "", .default_reading = "msvc",
    },
    {
        .name = "arm64ec-windows-msvc", .environment = "arm64ec", .summary = "LLP64, long double binary64, Microsoft bit-fields and records",
        .convention = "aarch64_arm64ec", .arch = CCONV_ARCH_AARCH64, .os = CCONV_OS_WINDOWS_MSVC, LLP64,
        WCHAR_UTF16, .char_signed = 1, BINARY64, MSVC, .va_list_kind = VA_LIST_CHAR_POINTER, HALF_FLOATS,
        .max_vector_align = 16, BITINT_ARM, .symbol_prefix = "#", .labels_prefixed = 1, .default_reading = "msvc",
    },
    {
        .name = "i686-linux-gnu", .summary = "ILP32, long double x87 80-bit in 12 bytes, 8-byte types aligned to 4",
        .convention = "x86_sysv", .arch = CCONV_ARCH_X86, .os = CCONV_OS_LINUX, ILP32, .long_long_align = 4,
        .double_align = 4, .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, X87_12,
        .bit_fields = BIT_FIELDS_SYSV, .va_list_kind = VA_LIST_CHAR_POINTER, .has_float16 = 1, .has_bfloat16 = 1,
        .has_float128 = 1, .has_decimal = 1, BITINT_X86_4, .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "i686-windows-msvc", .summary = "ILP32, long double binary64, Microsoft bit-fields and records",
        .convention = "x86_win", .arch = CCONV_ARCH_X86, .os = CCONV_OS_WINDOWS_MSVC, ILP32, .long_long_align = 8,
        .double_align = 8, WCHAR_UTF16, .char_signed = 1, BINARY64, MSVC, .va_list_kind = VA_LIST_CHAR_POINTER,
        .has_float16 = 1, .has_bfloat16 = 1, BITINT_X86, .symbol_prefix = "_", .default_reading = "msvc",
    },
    {
        .name = "i686-windows-gnu", .summary = "ILP32, long double x87 80-bit in 12 bytes, Microsoft bit-fields",
        .convention = "x86_win", .arch = CCONV_ARCH_X86, .os = CCONV_OS_WINDOWS_GNU, ILP32, .long_long_align = 8,
        .double_align = 8, WCHAR_UTF16, .char_signed = 1, X87_12, .bit_fields = BIT_FIELDS_MICROSOFT,
        .va_list_kind = VA_LIST_CHAR_POINTER, .has_float16 = 1, .has_bfloat16 = 1, .has_float128 = 1,
        .has_decimal = 1, BITINT_X86, .symbol_prefix = "_", .default_reading = "gcc",
    },
    {
        .name = "i686-macos", .summary = "ILP32, long double x87 80-bit in 16 bytes, 8-byte types aligned to 4",
        .convention = "x86_sysv", .arch = CCONV_ARCH_X86, .os = CCONV_OS_MACOS, ILP32, .long_long_align = 4,
        .double_align = 4, .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, X87_16,
        .bit_fields = BIT_FIELDS_SYSV, .va_list_kind = VA_LIST_CHAR_POINTER, .has_float16 = 1, .has_bfloat16 = 1,
        .max_vector_align = 16, BITINT_X86_4, .symbol_prefix = "_", .default_reading = "clang",
    },
    {
        .name = "x86_64-linux-gnux32", .summary = "ILP32, long double x87 80-bit, System V bit-fields",
        .convention = "x86_64_x32", .arch = CCONV_ARCH_X86_64, .os = CCONV_OS_LINUX, .environment = "gnux32",
        .pointer_size = 4, .long_size = 4, .long_long_align = 8, .double_align = 8,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, X87_16, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_SYSV_AMD64, HALF_FLOATS, .has_float128 = 1, .has_decimal = 1, BITINT_X86,
        .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "arm-linux-gnueabihf", .summary = "ILP32, long double binary64, AAPCS32 bit-fields; VFP registers",
        .convention = "arm_aapcs_vfp", ARM32, .os = CCONV_OS_LINUX, .environment = "gnueabihf",
        .wchar_size = 4, .wchar_signed = 0, .char_signed = 0, .bit_fields = BIT_FIELDS_SYSV,
        .unnamed_bit_fields_align = 1, .va_list_kind = VA_LIST_AAPCS32, .default_reading = "gcc",
    },
    {
        .name = "arm-linux-gnueabi", .summary = "ILP32, long double binary64, AAPCS32 bit-fields; core registers",
        .convention = "arm_aapcs", ARM32, .os = CCONV_OS_LINUX, .environment = "gnueabi",
        .wchar_size = 4, .wchar_signed = 0, .char_signed = 0, .bit_fields = BIT_FIELDS_SYSV,
        .unnamed_bit_fields_align = 1, .va_list_kind = VA_LIST_AAPCS32, .default_reading = "gcc",
    },
    {
        .name = "arm-linux-gnu", .summary = "ILP32, the old ABI of Arm: 8-byte types and small records aligned to 4",
        .convention = "arm_apcs_gnu", ARM32_OLD, .os = CCONV_OS_LINUX, .environment = "gnu",
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 0, .bit_fields = BIT_FIELDS_SYSV,
        .clang_untyped_bit_fields = 1, .gcc_structure_boundary = 4, .va_list_kind = VA_LIST_VOID_POINTER,
        .default_reading = "gcc",
    },
    {
        .name = "armv7-windows-msvc", .summary = "ILP32, long double binary64, Microsoft bit-fields and records",
        .convention = "arm_aapcs_vfp_win", ARM32, .os = CCONV_OS_WINDOWS_MSVC, WCHAR_UTF16, .char_signed = 1, MSVC,
        .va_list_kind = VA_LIST_CHAR_POINTER, .default_reading = "msvc",
    },
    {
        .name = "powerpc64le-linux-gnu", .summary = "LP64, long double of two doubles, System V bit-fields",
        .convention = "powerpc64le_elfv2", .arch = CCONV_ARCH_PPC64, .os = CCONV_OS_LINUX, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 0, IBM128, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_CHAR_POINTER, .has_int128 = 1, .has_float128 = 1, .has_decimal = 1, BITINT_PLAIN,
        .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "s390x-linux-gnu", .summary = "LP64, big-endian, long double binary128, System V bit-fields",
        .convention = "s390x_elf", .arch = CCONV_ARCH_S390X, .os = CCONV_OS_LINUX, .big_endian = 1, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 0, BINARY128_AT_8, .largest_align = 8,
        .gcc_atomic_align = 8,
        .bit_fields = BIT_FIELDS_SYSV, .va_list_kind = VA_LIST_S390, .has_int128 = 1, .has_float128 = 1,
        .has_decimal = 1, BITINT_PLAIN, .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "loongarch64-linux-gnu", .clang_atomic_size = 8, .summary = "LP64, long double binary128, System V bit-fields",
        .convention = "loongarch64_lp64d", .arch = CCONV_ARCH_LOONGARCH64, .os = CCONV_OS_LINUX, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, BINARY128, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_CHAR_POINTER, .has_int128 = 1, .has_float128 = 1, BITINT_PLAIN,
        .symbol_prefix = "", .default_reading = "clang",
    },
    {
        .name = "riscv64-linux-gnu", .summary = "LP64, long double binary128, System V bit-fields",
        .convention = "riscv64_lp64d", .arch = CCONV_ARCH_RISCV64, .os = CCONV_OS_LINUX, LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 0, BINARY128, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_VOID_POINTER, HALF_FLOATS, .has_float128 = 1, BITINT_RV64, .symbol_prefix = "",
        .default_reading = "gcc",
    },
    {
        .name = "riscv32-linux-gnu", .summary = "ILP32, long double binary128, System V bit-fields",
        .convention = "riscv32_ilp32d", .arch = CCONV_ARCH_RISCV32, .os = CCONV_OS_LINUX,
        .pointer_size = 4, .long_size = 4, .long_long_align = 8, .double_align = 8,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 0, BINARY128, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_VOID_POINTER, .has_float16 = 1, .has_bfloat16 = 1, .has_float128 = 1, BITINT_RV32,
        .symbol_prefix = "", .default_reading = "gcc",
    },
    {
        .name = "mips64el-linux-gnuabi64", .clang_atomic_size = 8, .summary = "LP64, long double binary128, System V bit-fields",
        .convention = "mips64_n64", .arch = CCONV_ARCH_MIPS64, .os = CCONV_OS_LINUX, .environment = "gnuabi64", LP64,
        .wchar_size = 4, .wchar_signed = 1, .char_signed = 1, BINARY128, .bit_fields = BIT_FIELDS_SYSV,
        .va_list_kind = VA_LIST_CHAR_POINTER, .has_int128 = 1, .has_float128 = 1, BITINT_PLAIN,
        .symbol_prefix = "", .default_reading = "gcc",
    },
};

/* One component of a triple, between hyphens; not terminated. */
struct component {
    const char *text;
    size_t length;
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool equals(struct component c, const char *word)
{
    size_t i = 0;
    while (i < c.length && word[i] && lower(c.text[i]) == word[i])
        i++;
    return i == c.length && !word[i];
}

/* The word, perhaps with a version behind it: macos14.2, darwin23. */
static bool equals_versioned(struct component c, const char *word)
{
    while (c.length && (c.text[c.length - 1] == '.' || (c.text[c.length - 1] >= '0' && c.text[c.length - 1] <= '9')))
        c.length--;
    return equals(c, word);
}

static int arch_of(struct component c)
{
    static const struct { const char *word; cconv_arch arch; } words[] = {
        {"x86_64", CCONV_ARCH_X86_64}, {"x86-64", CCONV_ARCH_X86_64}, {"amd64", CCONV_ARCH_X86_64},
        {"x64", CCONV_ARCH_X86_64}, {"x86_64h", CCONV_ARCH_X86_64},
        {"i386", CCONV_ARCH_X86}, {"i486", CCONV_ARCH_X86}, {"i586", CCONV_ARCH_X86}, {"i686", CCONV_ARCH_X86},
        {"x86", CCONV_ARCH_X86},
        {"aarch64", CCONV_ARCH_AARCH64}, {"arm64", CCONV_ARCH_AARCH64}, {"arm64e", CCONV_ARCH_AARCH64},
        {"arm", CCONV_ARCH_ARM}, {"arm32", CCONV_ARCH_ARM}, {"armv6", CCONV_ARCH_ARM}, {"armv7", CCONV_ARCH_ARM},
        {"armv7a", CCONV_ARCH_ARM}, {"armv7l", CCONV_ARCH_ARM}, {"armv8l", CCONV_ARCH_ARM}, {"thumb", CCONV_ARCH_ARM},
        {"thumbv7", CCONV_ARCH_ARM}, {"thumbv7a", CCONV_ARCH_ARM},
        {"arm64ec", CCONV_ARCH_AARCH64},
        {"powerpc64le", CCONV_ARCH_PPC64}, {"ppc64le", CCONV_ARCH_PPC64}, {"ppc64el", CCONV_ARCH_PPC64},
        {"s390x", CCONV_ARCH_S390X}, {"loongarch64", CCONV_ARCH_LOONGARCH64}, {"loong64", CCONV_ARCH_LOONGARCH64},
        {"riscv64", CCONV_ARCH_RISCV64}, {"rv64", CCONV_ARCH_RISCV64},
        {"riscv32", CCONV_ARCH_RISCV32}, {"rv32", CCONV_ARCH_RISCV32},
        {"mips64el", CCONV_ARCH_MIPS64},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (equals(c, words[i].word))
            return (int)words[i].arch;
    return -1;
}

/* What is known of the operating system and its environment after each component. */
enum system { SYSTEM_NONE, SYSTEM_LINUX, SYSTEM_MACOS, SYSTEM_WINDOWS };
enum environment { ENVIRONMENT_NONE, ENVIRONMENT_GNU, ENVIRONMENT_MSVC };
struct platform {
    enum system system;
    enum environment environment;
    struct component special;    /* gnux32, gnueabihf …; empty for none */
    struct component plain;      /* gnu: on most systems the usual one, on Arm one of several */
    bool vendor_seen;
};

static bool read_system(struct component c, struct platform *platform)
{
    static const struct { const char *word; enum system system; enum environment environment; } words[] = {
        {"linux", SYSTEM_LINUX, ENVIRONMENT_NONE}, {"macos", SYSTEM_MACOS, ENVIRONMENT_NONE},
        {"macosx", SYSTEM_MACOS, ENVIRONMENT_NONE}, {"darwin", SYSTEM_MACOS, ENVIRONMENT_NONE},
        {"windows", SYSTEM_WINDOWS, ENVIRONMENT_NONE}, {"win", SYSTEM_WINDOWS, ENVIRONMENT_NONE},
        {"mingw", SYSTEM_WINDOWS, ENVIRONMENT_GNU}, {"elf", SYSTEM_LINUX, ENVIRONMENT_NONE}, /* bare metal: as Linux */
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!equals_versioned(c, words[i].word))
            continue;
        if (platform->system != SYSTEM_NONE)
            return false;
        platform->system = words[i].system;
        platform->environment = words[i].environment;
        return true;
    }
    return false;
}

/* A name that some target has as its environment. */
static bool is_special_environment(struct component c)
{
    for (size_t i = 0; i < COUNT_OF(targets); i++)
        if (targets[i].environment && equals(c, targets[i].environment))
            return true;
    return false;
}

static bool read_environment(struct component c, struct platform *platform)
{
    if (platform->environment != ENVIRONMENT_NONE)
        return false;
    if (equals_versioned(c, "gnu"))
        platform->environment = ENVIRONMENT_GNU, platform->plain = c;
    else if (equals_versioned(c, "msvc"))
        platform->environment = ENVIRONMENT_MSVC;
    else if (is_special_environment(c))
        platform->environment = ENVIRONMENT_GNU, platform->special = c;
    else
        return false;
    return true;
}

static bool read_vendor(struct component c, struct platform *platform)
{
    static const char *const words[] = {"unknown", "pc", "apple", "none", "w64", "uwp", "redhat", "suse", "linux"};
    if (platform->vendor_seen || platform->system != SYSTEM_NONE)
        return false;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (equals(c, words[i]))
            return platform->vendor_seen = true;
    return false;
}

static const struct cconv_target *find_platform(int arch, const struct platform *platform)
{
    cconv_os os = CCONV_OS_LINUX;
    if (platform->system == SYSTEM_MACOS)
        os = CCONV_OS_MACOS;
    else if (platform->system == SYSTEM_WINDOWS)
        os = platform->environment == ENVIRONMENT_GNU ? CCONV_OS_WINDOWS_GNU : CCONV_OS_WINDOWS_MSVC;
    if (platform->system == SYSTEM_NONE || (os <= CCONV_OS_MACOS && platform->environment == ENVIRONMENT_MSVC) ||
        (os == CCONV_OS_MACOS && platform->environment != ENVIRONMENT_NONE))
        return NULL;
    const struct cconv_target *found = NULL;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const char *environment = targets[i].environment;
        if ((int)targets[i].arch != arch || targets[i].os != os)
            continue;
        struct component named = platform->special.length ? platform->special : platform->plain;
        if (environment ? equals(named, environment) : !platform->special.length)
            return &targets[i];
        if (!found && !platform->special.length)
            found = &targets[i]; /* arm-linux: the first of those that must say more */
    }
    return found;
}

/* <arch>[-<vendor>]-<system>[version][-<environment>], in any case. */
const cconv_target *cconv_target_find(const char *name)
{
    if (!name)
        return NULL;
    struct platform platform = {0};
    int arch = -1;
    for (size_t start = 0, index = 0;; index++) {
        /* "x86-64" is the one component with a hyphen inside. */
        size_t end = start;
        if (index == 0 && strlen(name) > 6 && equals((struct component){name, 6}, "x86-64"))
            end = 6;
        while (name[end] && name[end] != '-')
            end++;
        struct component c = {name + start, end - start};
        if (index == 0) {
            if ((arch = arch_of(c)) < 0)
                return NULL;
            if (is_special_environment(c)) /* arm64ec */
                platform.special = c;
        } else if (!read_system(c, &platform) && !read_environment(c, &platform) && !read_vendor(c, &platform)) {
            return NULL;
        }
        if (!name[end])
            break;
        start = end + 1;
    }
    return find_platform(arch, &platform);
}

const char *cconv_arch_name(cconv_arch arch)
{
    switch (arch) {
    case CCONV_ARCH_X86_64: return "x86_64";
    case CCONV_ARCH_AARCH64: return "aarch64";
    case CCONV_ARCH_X86: return "i386";
    case CCONV_ARCH_ARM: return "arm";
    case CCONV_ARCH_RISCV64: return "riscv64";
    case CCONV_ARCH_RISCV32: return "riscv32";
    case CCONV_ARCH_PPC64: return "powerpc64";
    case CCONV_ARCH_S390X: return "s390x";
    case CCONV_ARCH_LOONGARCH64: return "loongarch64";
    case CCONV_ARCH_MIPS64: return "mips64";
    }
    return "unknown";
}

uint32_t cconv_target_pointer_size(const cconv_target *target) { return target->pointer_size; }
int cconv_target_is_big_endian(const cconv_target *target) { return target->big_endian; }

size_t cconv_target_count(void) { return COUNT_OF(targets); }
const cconv_target *cconv_target_at(size_t index) { return index < COUNT_OF(targets) ? &targets[index] : NULL; }
const char *cconv_target_name(const cconv_target *target) { return target ? target->name : NULL; }
const char *cconv_target_summary(const cconv_target *target) { return target ? target->summary : NULL; }
cconv_arch cconv_target_arch(const cconv_target *target) { return target->arch; }
cconv_os cconv_target_os(const cconv_target *target) { return target->os; }

const cconv_target *cconv_target_host(void)
{
#if defined(_WIN32) && (defined(__aarch64__) || defined(_M_ARM64))
    return cconv_target_find("aarch64-windows-msvc");
#elif defined(_WIN32) && defined(__MINGW32__) && defined(__i386__)
    return cconv_target_find("i686-windows-gnu");
#elif defined(_WIN32) && defined(_M_IX86)
    return cconv_target_find("i686-windows-msvc");
#elif defined(_WIN32) && (defined(__arm__) || defined(_M_ARM))
    return cconv_target_find("armv7-windows-msvc");
#elif defined(_WIN32) && defined(__MINGW32__)
    return cconv_target_find("x86_64-windows-gnu");
#elif defined(_WIN32)
    return cconv_target_find("x86_64-windows-msvc");
#elif defined(__APPLE__) && defined(__aarch64__)
    return cconv_target_find("aarch64-macos");
#elif defined(__APPLE__)
    return cconv_target_find("x86_64-macos");
#elif defined(__arm__) && defined(__ARM_PCS_VFP)
    return cconv_target_find("arm-linux-gnueabihf");
#elif defined(__arm__)
    return cconv_target_find("arm-linux-gnueabi");
#elif defined(__aarch64__)
    return cconv_target_find("aarch64-linux-gnu");
#elif defined(__i386__)
    return cconv_target_find("i686-linux-gnu");
#elif defined(__riscv) && __riscv_xlen == 32
    return cconv_target_find("riscv32-linux-gnu");
#elif defined(__riscv)
    return cconv_target_find("riscv64-linux-gnu");
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
    return cconv_target_find("powerpc64le-linux-gnu");
#elif defined(__s390x__)
    return cconv_target_find("s390x-linux-gnu");
#elif defined(__loongarch64)
    return cconv_target_find("loongarch64-linux-gnu");
#elif defined(__mips64) && defined(__MIPSEL__)
    return cconv_target_find("mips64el-linux-gnuabi64");
#elif defined(__x86_64__) && defined(__ILP32__)
    return cconv_target_find("x86_64-linux-gnux32");
#else
    return cconv_target_find("x86_64-linux-gnu");
#endif
}

cconv_reading target_own_reading(const struct cconv_target *target)
{
    switch (target->default_reading[0]) {
    case 'g': return CCONV_AS_GCC;
    case 'm': return CCONV_AS_MSVC;
    default: return CCONV_AS_CLANG;
    }
}
