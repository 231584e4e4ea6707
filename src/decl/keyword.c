/* Keywords and attribute names: constant tables in strcmp order. A name is looked up once, when it is first interned. */
#include "decl/parser.h"

#include <string.h>

struct named {
    const char *name;
    uint16_t value;
};

static const struct named keywords[] = {
    {"L", KEYWORD_PREFIX},
    {"U", KEYWORD_PREFIX},
    {"_Alignas", KEYWORD_ALIGNAS},
    {"_Alignof", KEYWORD_ALIGNOF},
    {"_Atomic", KEYWORD_ATOMIC},
    {"_BitInt", KEYWORD_BITINT},
    {"_Bool", KEYWORD_BOOL},
    {"_Complex", KEYWORD_COMPLEX},
    {"_Decimal128", KEYWORD_DECIMAL128},
    {"_Decimal32", KEYWORD_DECIMAL32},
    {"_Decimal64", KEYWORD_DECIMAL64},
    {"_ExtInt", KEYWORD_BITINT},
    {"_Float128", KEYWORD_FLOAT128},
    {"_Float16", KEYWORD_FLOAT16},
    {"_Float32", KEYWORD_FLOAT32},
    {"_Float32x", KEYWORD_FLOAT32X},
    {"_Float64", KEYWORD_FLOAT64},
    {"_Float64x", KEYWORD_FLOAT64X},
    {"_Generic", KEYWORD_GENERIC},
    {"_Nonnull", KEYWORD_IGNORED},
    {"_Noreturn", KEYWORD_IGNORED},
    {"_Null_unspecified", KEYWORD_IGNORED},
    {"_Nullable", KEYWORD_IGNORED},
    {"_Nullable_result", KEYWORD_IGNORED},
    {"_Pragma", KEYWORD_PRAGMA},
    {"_Static_assert", KEYWORD_STATIC_ASSERT},
    {"_Thread_local", KEYWORD_THREAD_LOCAL},
    {"__alignof", KEYWORD_ALIGNOF},
    {"__alignof__", KEYWORD_ALIGNOF},
    {"__asm", KEYWORD_ASM},
    {"__asm__", KEYWORD_ASM},
    {"__attribute", KEYWORD_ATTRIBUTE},
    {"__attribute__", KEYWORD_ATTRIBUTE},
    {"__auto_type", KEYWORD_AUTO_TYPE},
    {"__bf16", KEYWORD_BF16},
    {"__builtin_choose_expr", KEYWORD_CHOOSE_EXPR},
    {"__builtin_constant_p", KEYWORD_CONSTANT_P},
    {"__builtin_offsetof", KEYWORD_OFFSETOF},
    {"__builtin_types_compatible_p", KEYWORD_TYPES_COMPATIBLE},
    {"__builtin_va_arg", KEYWORD_BUILTIN_VA_ARG},
    {"__cdecl", KEYWORD_CONVENTION},
    {"__complex", KEYWORD_COMPLEX},
    {"__complex__", KEYWORD_COMPLEX},
    {"__const", KEYWORD_CONST},
    {"__const__", KEYWORD_CONST},
    {"__declspec", KEYWORD_DECLSPEC},
    {"__extension__", KEYWORD_IGNORED},
    {"__fastcall", KEYWORD_CONVENTION},
    {"__float128", KEYWORD_FLOAT128},
    {"__float80", KEYWORD_FLOAT80},
    {"__forceinline", KEYWORD_IGNORED},
    {"__fp16", KEYWORD_FP16},
    {"__ieee128", KEYWORD_FLOAT128},
    {"__imag", KEYWORD_REAL},
    {"__imag__", KEYWORD_REAL},
    {"__inline", KEYWORD_IGNORED},
    {"__inline__", KEYWORD_IGNORED},
    {"__int128", KEYWORD_INT128},
    {"__int16", KEYWORD_INT16},
    {"__int32", KEYWORD_INT32},
    {"__int64", KEYWORD_INT64},
    {"__int8", KEYWORD_INT8},
    {"__pascal", KEYWORD_CONVENTION},
    {"__pragma", KEYWORD_MS_PRAGMA},
    {"__ptr32", KEYWORD_IGNORED},
    {"__ptr64", KEYWORD_IGNORED},
    {"__ptrauth", KEYWORD_PTRAUTH},
    {"__real", KEYWORD_REAL},
    {"__real__", KEYWORD_REAL},
    {"__regcall", KEYWORD_CONVENTION},
    {"__restrict", KEYWORD_RESTRICT},
    {"__restrict__", KEYWORD_RESTRICT},
    {"__signed", KEYWORD_SIGNED},
    {"__signed__", KEYWORD_SIGNED},
    {"__sptr", KEYWORD_IGNORED},
    {"__stdcall", KEYWORD_CONVENTION},
    {"__thiscall", KEYWORD_CONVENTION},
    {"__thread", KEYWORD_THREAD_LOCAL},
    {"__typeof", KEYWORD_TYPEOF},
    {"__typeof__", KEYWORD_TYPEOF},
    {"__typeof_unqual", KEYWORD_TYPEOF_UNQUAL},
    {"__typeof_unqual__", KEYWORD_TYPEOF_UNQUAL},
    {"__unaligned", KEYWORD_IGNORED},
    {"__uptr", KEYWORD_IGNORED},
    {"__vectorcall", KEYWORD_CONVENTION},
    {"__volatile", KEYWORD_VOLATILE},
    {"__volatile__", KEYWORD_VOLATILE},
    {"__w64", KEYWORD_IGNORED},
    {"_cdecl", KEYWORD_CONVENTION},
    {"_declspec", KEYWORD_DECLSPEC},
    {"_fastcall", KEYWORD_CONVENTION},
    {"_int16", KEYWORD_INT16},
    {"_int32", KEYWORD_INT32},
    {"_int64", KEYWORD_INT64},
    {"_int8", KEYWORD_INT8},
    {"_pascal", KEYWORD_CONVENTION},
    {"_stdcall", KEYWORD_CONVENTION},
    {"_vectorcall", KEYWORD_CONVENTION},
    {"alignas", KEYWORD_ALIGNAS},
    {"alignof", KEYWORD_ALIGNOF},
    {"asm", KEYWORD_ASM},
    {"auto", KEYWORD_AUTO},
    {"break", KEYWORD_STATEMENT},
    {"case", KEYWORD_STATEMENT},
    {"char", KEYWORD_CHAR},
    {"const", KEYWORD_CONST},
    {"constexpr", KEYWORD_CONSTEXPR},
    {"continue", KEYWORD_STATEMENT},
    {"default", KEYWORD_STATEMENT},
    {"do", KEYWORD_STATEMENT},
    {"double", KEYWORD_DOUBLE},
    {"else", KEYWORD_STATEMENT},
    {"enum", KEYWORD_ENUM},
    {"extern", KEYWORD_EXTERN},
    {"float", KEYWORD_FLOAT},
    {"for", KEYWORD_STATEMENT},
    {"goto", KEYWORD_STATEMENT},
    {"if", KEYWORD_STATEMENT},
    {"inline", KEYWORD_IGNORED},
    {"int", KEYWORD_INT},
    {"long", KEYWORD_LONG},
    {"offsetof", KEYWORD_OFFSETOF},
    {"register", KEYWORD_REGISTER},
    {"restrict", KEYWORD_RESTRICT},
    {"return", KEYWORD_STATEMENT},
    {"short", KEYWORD_SHORT},
    {"signed", KEYWORD_SIGNED},
    {"sizeof", KEYWORD_SIZEOF},
    {"static", KEYWORD_STATIC},
    {"static_assert", KEYWORD_STATIC_ASSERT},
    {"struct", KEYWORD_STRUCT},
    {"switch", KEYWORD_STATEMENT},
    {"thread_local", KEYWORD_THREAD_LOCAL},
    {"typedef", KEYWORD_TYPEDEF},
    {"typeof", KEYWORD_TYPEOF},
    {"typeof_unqual", KEYWORD_TYPEOF_UNQUAL},
    {"u", KEYWORD_PREFIX},
    {"u8", KEYWORD_PREFIX},
    {"union", KEYWORD_UNION},
    {"unsigned", KEYWORD_UNSIGNED},
    {"void", KEYWORD_VOID},
    {"volatile", KEYWORD_VOLATILE},
    {"while", KEYWORD_STATEMENT},
};

static const struct named attribute_names[] = {
    {"aarch64_sve_pcs", ATTRIBUTE_CONVENTION},
    {"aarch64_vector_pcs", ATTRIBUTE_CONVENTION},
    {"align", ATTRIBUTE_ALIGNED},
    {"aligned", ATTRIBUTE_ALIGNED},
    {"cdecl", ATTRIBUTE_CONVENTION},
    {"ext_vector_type", ATTRIBUTE_VECTOR_COUNT},
    {"fastcall", ATTRIBUTE_CONVENTION},
    {"gcc_struct", ATTRIBUTE_GCC_STRUCT},
    {"mode", ATTRIBUTE_MODE},
    {"ms_abi", ATTRIBUTE_CONVENTION},
    {"ms_struct", ATTRIBUTE_MS_STRUCT},
    {"neon_polyvector_type", ATTRIBUTE_VECTOR_COUNT},
    {"neon_vector_type", ATTRIBUTE_VECTOR_COUNT},
    {"overloadable", ATTRIBUTE_OVERLOADABLE},
    {"packed", ATTRIBUTE_PACKED},
    {"pascal", ATTRIBUTE_CONVENTION},
    {"pcs", ATTRIBUTE_PCS},
    {"preserve_all", ATTRIBUTE_CONVENTION},
    {"preserve_most", ATTRIBUTE_CONVENTION},
    {"preserve_none", ATTRIBUTE_CONVENTION},
    {"regcall", ATTRIBUTE_CONVENTION},
    {"regparm", ATTRIBUTE_REGPARM},
    {"stdcall", ATTRIBUTE_CONVENTION},
    {"swiftasynccall", ATTRIBUTE_CONVENTION},
    {"swiftcall", ATTRIBUTE_CONVENTION},
    {"sysv_abi", ATTRIBUTE_CONVENTION},
    {"thiscall", ATTRIBUTE_CONVENTION},
    {"transparent_union", ATTRIBUTE_TRANSPARENT_UNION},
    {"vector_size", ATTRIBUTE_VECTOR_SIZE},
    {"vectorcall", ATTRIBUTE_CONVENTION},
};

/* Lengths of the keywords that begin with a letter, as bits: most identifiers are told apart by these alone. */
static const uint32_t keyword_lengths[128] = {
    ['L'] = 0x2u,
    ['U'] = 0x2u,
    ['_'] = 0x36fe0u, /* with one underscore */
    ['a'] = 0x98u,
    ['b'] = 0x20u,
    ['c'] = 0x330u,
    ['d'] = 0xc4u,
    ['e'] = 0x50u,
    ['f'] = 0x28u,
    ['g'] = 0x10u,
    ['i'] = 0x4cu,
    ['l'] = 0x10u,
    ['o'] = 0x100u,
    ['r'] = 0x140u,
    ['s'] = 0x2060u,
    ['t'] = 0x30c0u,
    ['u'] = 0x126u,
    ['v'] = 0x110u,
    ['w'] = 0x20u,
};

/* The same of those that begin with two underscores, as parameters in system headers do, by the letter after these. */
static const uint32_t underscored_lengths[128] = {
    ['a'] = 0x2aa0u,
    ['b'] = 0x10350040u,
    ['c'] = 0xa80u,
    ['d'] = 0x400u,
    ['e'] = 0x2000u,
    ['f'] = 0x2640u,
    ['i'] = 0x7c0u,
    ['p'] = 0x380u,
    ['r'] = 0x1740u,
    ['s'] = 0x740u,
    ['t'] = 0x28500u,
    ['u'] = 0x840u,
    ['v'] = 0x1400u,
    ['w'] = 0x20u,
};

static const struct named *find(const struct named *table, size_t count, const char *text, size_t length)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(table[middle].name, text, length);
        if (order == 0) { /* the text is not terminated, and a file's name may hold a NUL */
            size_t own = strlen(table[middle].name);
            order = own > length ? 1 : own < length ? -1 : 0;
        }
        if (order == 0)
            return &table[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

uint16_t keyword_find(const char *text, size_t length)
{
    bool underscored = length > 2 && text[0] == '_' && text[1] == '_';
    unsigned char letter = (unsigned char)text[underscored ? 2 : 0];
    if (length >= 32 || letter >= 128 || !((underscored ? underscored_lengths : keyword_lengths)[letter] >> length & 1))
        return TOKEN_IDENTIFIER;
    const struct named *found = find(keywords, COUNT_OF(keywords), text, length);
    return found ? found->value : TOKEN_IDENTIFIER;
}

const char *keyword_of_types(size_t index)
{
    static const char *const names[] = {
        "_Bool", "_BitInt", "_Complex", "_Float128", "_Float16", "__bf16", "__int128", "bool", "char", "const",
        "double", "enum", "extern", "float", "int", "long", "short", "signed", "static", "struct", "typedef", "union",
        "unsigned", "void", "volatile",
    };
    return index < COUNT_OF(names) ? names[index] : NULL;
}

static void strip_underscores(const char **text, size_t *length)
{
    while (*length && **text == '_') {
        ++*text;
        --*length;
    }
    while (*length && (*text)[*length - 1] == '_')
        --*length;
}

enum attribute_id attribute_find(const char *text, size_t length)
{
    strip_underscores(&text, &length);
    const struct named *found = find(attribute_names, COUNT_OF(attribute_names), text, length);
    return found ? (enum attribute_id)found->value : ATTRIBUTE_UNKNOWN;
}

const char *convention_find_name(const char *text, size_t length)
{
    strip_underscores(&text, &length);
    const struct named *found = find(attribute_names, COUNT_OF(attribute_names), text, length);
    return found && found->value == ATTRIBUTE_CONVENTION ? found->name : NULL;
}
