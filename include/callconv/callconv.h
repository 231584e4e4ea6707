/*
 * callconv: one executable model of calling conventions.
 *
 * A C prototype goes in; a plan comes out: where every byte of every argument
 * and result lives when control crosses the call.
 *
 *     text -parse-> unit -signature-> types with layouts -plan-> PLAN (immutable)
 *
 * A complete example (examples/explain.c is the same, and is tested):
 *
 *     #include <callconv/callconv.h>
 *     #include <stdio.h>
 *     int main(void)
 *     {
 *         static const char text[] = "struct p { double x, y; }; int f(int, struct p);";
 *         cconv_context *context = NULL; cconv_unit *unit = NULL; cconv_plan *plan = NULL;
 *         cconv_error error;
 *         if (cconv_context_new(NULL, &context, &error)
 *             || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
 *             || cconv_plan_new(cconv_convention_find("sysv", NULL),
 *                               cconv_unit_function(unit, 0), NULL, &plan, &error))
 *             return fprintf(stderr, "%s\n", error.message), 1;
 *         const cconv_placement *p = cconv_plan_argument(plan, 1);
 *         for (size_t i = 0; i < p->piece_count; i++)
 *             printf("%s\n", cconv_plan_register_name(plan, p->pieces[i].reg));
 *         cconv_plan_free(plan); cconv_context_free(context);
 *     }
 *
 * Ownership: a context owns every type, unit and signature made in it and is
 * freed whole. Plans outlive their context. Targets and conventions are static.
 * Nothing here touches the operating system, prints, or keeps global state;
 * different contexts may be used from different threads, a plan from any number.
 *
 * Sizes, offsets and alignments are in bytes unless a name says `bit`.
 */
#ifndef CCONV_CALLCONV_H
#define CCONV_CALLCONV_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define CCONV_API
#elif defined(__GNUC__)
#define CCONV_API __attribute__((visibility("default")))
#else
#define CCONV_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define CCONV_VERSION_MAJOR 0
#define CCONV_VERSION_MINOR 1
#define CCONV_VERSION_PATCH 0
#define CCONV_VERSION "0.1.0"

/* The version of the library in use, "MAJOR.MINOR.PATCH"; static. */
CCONV_API const char *cconv_version(void);

/* ------------------------------------------------------------------ errors */

typedef enum cconv_status {
    CCONV_OK = 0,
    CCONV_NO_MEMORY = 1,   /* an allocation failed; nothing was changed */
    CCONV_INVALID = 2,     /* an argument of the call makes no sense */
    CCONV_SYNTAX = 3,      /* a declaration could not be read */
    CCONV_UNSUPPORTED = 4, /* the convention or target cannot do this; the message names type and rule */
    CCONV_LIMIT = 5,       /* too deep, too large, too many */
    CCONV_NOT_FOUND = 6    /* no such name */
} cconv_status;

/* Owned by the caller; every function that takes one accepts NULL. Written only on failure. */
typedef struct cconv_error {
    cconv_status status;
    uint32_t line;         /* from 1; 0 where there is no source */
    uint32_t column;       /* from 1, in bytes; 0 where there is no source */
    char file[256];        /* as the line markers name it, truncated at the left with "..." */
    char message[512];     /* one sentence, no newline, no trailing stop */
} cconv_error;

/* The static English name of a status. */
CCONV_API const char *cconv_status_name(cconv_status status);

/* ------------------------------------------------------------ enumerations */
/* Enumerator values are permanent: bindings may hard-code them. */

typedef enum cconv_arch {
    CCONV_ARCH_X86_64 = 0,
    CCONV_ARCH_AARCH64 = 1,
    CCONV_ARCH_X86 = 2,    /* i386 */
    CCONV_ARCH_ARM = 3,
    CCONV_ARCH_RISCV64 = 4,
    CCONV_ARCH_RISCV32 = 5,
    CCONV_ARCH_PPC64 = 6,
    CCONV_ARCH_S390X = 7,
    CCONV_ARCH_LOONGARCH64 = 8,
    CCONV_ARCH_MIPS64 = 9
} cconv_arch;

typedef enum cconv_os {
    CCONV_OS_LINUX = 0,
    CCONV_OS_MACOS = 1,
    CCONV_OS_WINDOWS_MSVC = 2,
    CCONV_OS_WINDOWS_GNU = 3
} cconv_os;

/* Whose reading of an ABI is followed where they differ. */
typedef enum cconv_reading {
    CCONV_AS_DOCUMENT = 0, /* the document; where it is silent, the platform's own compiler */
    CCONV_AS_GCC = 1,
    CCONV_AS_CLANG = 2,
    CCONV_AS_MSVC = 3
} cconv_reading;

/* Instruction set extensions that change placement (bits). None is on by default, as in the compilers; 32-bit x86 is
   taken to have SSE2 and MMX unless it is said that it has not. */
#define CCONV_FEATURE_AVX 1u     /* x86: 32-byte vectors in ymm */
#define CCONV_FEATURE_AVX512 2u  /* x86: 64-byte vectors in zmm; implies AVX */
#define CCONV_FEATURE_NO_SSE 4u  /* i386: neither xmm nor mm registers; excludes the others */

/* ----------------------------------------------------------------- targets */

/* A data model: sizes, alignments, bit-field and long double rules. Static, immutable. */
typedef struct cconv_target cconv_target;
/* Placement rules. Static, immutable. */
typedef struct cconv_convention cconv_convention;

/* By canonical name or any usual spelling (LLVM triples, with or without vendor). NULL if unknown. */
CCONV_API const cconv_target *cconv_target_find(const char *name);
CCONV_API size_t cconv_target_count(void);
/* NULL past the end. */
CCONV_API const cconv_target *cconv_target_at(size_t index);
CCONV_API const char *cconv_target_name(const cconv_target *target);
CCONV_API const char *cconv_target_summary(const cconv_target *target);
CCONV_API cconv_arch cconv_target_arch(const cconv_target *target);
CCONV_API cconv_os cconv_target_os(const cconv_target *target);
/* The family's usual name: "x86_64", "i386", "riscv64" …; static, never NULL. */
CCONV_API const char *cconv_arch_name(cconv_arch arch);
/* Bytes of a pointer. */
CCONV_API uint32_t cconv_target_pointer_size(const cconv_target *target);
/* 1 if the least significant byte comes last. */
CCONV_API int cconv_target_is_big_endian(const cconv_target *target);
/* What the target's platform calls its default convention: `c`. */
CCONV_API const cconv_convention *cconv_target_convention(const cconv_target *target);
/* The target this library was compiled for; x86_64-linux-gnu if it is none of ours. */
CCONV_API const cconv_target *cconv_target_host(void);

/* ----------------------------------------------------------------- context */

/* `allocate(user, NULL, 0, n)` allocates, `(user, p, old, n)` resizes, `(user, p, old, 0)` frees. */
typedef struct cconv_allocator {
    void *(*allocate)(void *user, void *block, size_t old_size, size_t new_size);
    void *user;
} cconv_allocator;

typedef struct cconv_options {
    const cconv_target *target;   /* NULL: the host's */
    cconv_reading reading;        /* whose layouts where compilers differ */
    uint32_t features;            /* CCONV_FEATURE_… */
    cconv_allocator allocator;    /* allocate == NULL: the C library's */
    uint64_t reserved[4];         /* zero */
} cconv_options;

/* Owns types, units and signatures. */
typedef struct cconv_context cconv_context;

/* `options` NULL: all defaults. */
CCONV_API cconv_status cconv_context_new(const cconv_options *options, cconv_context **out, cconv_error *error);
/* NULL is ignored. */
CCONV_API void cconv_context_free(cconv_context *context);
CCONV_API const cconv_target *cconv_context_target(const cconv_context *context);

/* ------------------------------------------------------------------- types */

typedef enum cconv_type_kind {
    CCONV_VOID = 0,
    CCONV_BOOL = 1,
    CCONV_CHAR = 2,
    CCONV_SCHAR = 3,
    CCONV_UCHAR = 4,
    CCONV_SHORT = 5,
    CCONV_USHORT = 6,
    CCONV_INT = 7,
    CCONV_UINT = 8,
    CCONV_LONG = 9,
    CCONV_ULONG = 10,
    CCONV_LLONG = 11,
    CCONV_ULLONG = 12,
    CCONV_INT128 = 13,
    CCONV_UINT128 = 14,
    CCONV_FLOAT16 = 15,     /* _Float16, __fp16: IEEE binary16 */
    CCONV_BFLOAT16 = 16,    /* __bf16 */
    CCONV_FLOAT = 17,
    CCONV_DOUBLE = 18,
    CCONV_LDOUBLE = 19,     /* long double: format by target */
    CCONV_FLOAT128 = 20,    /* _Float128, __float128: IEEE binary128 */
    CCONV_DECIMAL32 = 21,
    CCONV_DECIMAL64 = 22,
    CCONV_DECIMAL128 = 23,
    /* Kinds above are basic: cconv_type_basic makes them. */
    CCONV_BITINT = 32,      /* _BitInt(n), unsigned or signed */
    CCONV_COMPLEX = 33,     /* of element */
    CCONV_POINTER = 34,
    CCONV_ARRAY = 35,
    CCONV_VECTOR = 36,
    CCONV_STRUCT = 37,
    CCONV_UNION = 38,
    CCONV_ENUM = 39,
    CCONV_FUNCTION = 40,
    CCONV_TYPEDEF = 41,     /* a name, or extra alignment, for another type */
    CCONV_SCALABLE = 42     /* Arm's SVE vectors, predicates and tuples of them: sizeless, so incomplete; see cconv_type_size */
} cconv_type_kind;

typedef struct cconv_type cconv_type;

#define CCONV_CONST 1u
#define CCONV_VOLATILE 2u
#define CCONV_RESTRICT 4u
#define CCONV_ATOMIC 8u

#define CCONV_FIELD_BIT_FIELD 1u  /* bit_offset and bit_width hold */
#define CCONV_FIELD_ANONYMOUS 2u  /* an unnamed struct or union member, or an unnamed bit-field */
#define CCONV_FIELD_FLEXIBLE 4u   /* a flexible array member */
#define CCONV_FIELD_PACKED 8u     /* carries `packed` itself */

/* A member of a struct or union, laid out. */
typedef struct cconv_field {
    const char *name;        /* NULL for an unnamed one */
    const cconv_type *type;
    uint32_t qualifiers;
    uint32_t flags;          /* CCONV_FIELD_… */
    uint32_t align;          /* explicit alignment (aligned, _Alignas) or 0 */
    uint32_t bit_width;
    uint64_t offset;         /* bytes from the start; for a bit-field, bit_offset / 8 */
    uint64_t bit_offset;     /* bit-fields only: bits from the start; of a byte the least significant comes first, on a
                                big-endian target the most significant */
} cconv_field;

/* Basic types (kinds below 32). Never NULL for a basic kind. */
CCONV_API const cconv_type *cconv_type_basic(cconv_context *context, cconv_type_kind kind);
/* These return NULL when memory runs out, or when the type cannot be (then `error` says why). */
CCONV_API const cconv_type *cconv_type_bitint(cconv_context *context, uint32_t bits, int is_signed, cconv_error *error);
CCONV_API const cconv_type *cconv_type_complex(cconv_context *context, const cconv_type *element, cconv_error *error);
CCONV_API const cconv_type *cconv_type_pointer(cconv_context *context, const cconv_type *to, uint32_t to_qualifiers,
                                               cconv_error *error);
CCONV_API const cconv_type *cconv_type_array(cconv_context *context, const cconv_type *element, uint64_t count,
                                             cconv_error *error);
CCONV_API const cconv_type *cconv_type_vector(cconv_context *context, const cconv_type *element, uint64_t size,
                                              cconv_error *error);
/* `name` is copied. `align` 0: that of `type`. */
CCONV_API const cconv_type *cconv_type_typedef(cconv_context *context, const char *name, const cconv_type *type,
                                               uint32_t align, cconv_error *error);

#define CCONV_RECORD_PACKED 1u    /* __attribute__((packed)) on the whole */
#define CCONV_RECORD_MS 2u        /* __attribute__((ms_struct)) */
#define CCONV_RECORD_GNU 4u       /* __attribute__((gcc_struct)) */
#define CCONV_RECORD_TRANSPARENT 8u /* transparent_union */

/* What a struct or union declaration says beside its members. */
typedef struct cconv_record {
    cconv_type_kind kind;         /* CCONV_STRUCT or CCONV_UNION */
    uint32_t flags;               /* CCONV_RECORD_… */
    uint32_t align;               /* aligned(n) on the whole, or 0 */
    uint32_t pack;                /* #pragma pack(n) in force, or 0 */
    const char *tag;              /* NULL for none; copied */
} cconv_record;

/* A complete struct or union. Of each field name, type, qualifiers, flags, align and bit_width are
   read; names are copied; offsets are computed. */
CCONV_API const cconv_type *cconv_type_record(cconv_context *context, const cconv_record *record,
                                              const cconv_field *fields, size_t count, cconv_error *error);

CCONV_API cconv_type_kind cconv_type_kind_of(const cconv_type *type);
/* Without typedefs. */
CCONV_API const cconv_type *cconv_type_canonical(const cconv_type *type);
/* 1 if the type has a size. */
CCONV_API int cconv_type_is_complete(const cconv_type *type);
CCONV_API uint64_t cconv_type_size(const cconv_type *type);
CCONV_API uint64_t cconv_type_align(const cconv_type *type);
/* Tag or typedef name; NULL for none. */
CCONV_API const char *cconv_type_name(const cconv_type *type);
/* Of a pointer, array, vector, complex, typedef, enum (its integer type), function (its result); else NULL. */
CCONV_API const cconv_type *cconv_type_element(const cconv_type *type);
/* Elements of an array or vector, bits of a _BitInt; else 0. */
CCONV_API uint64_t cconv_type_length(const cconv_type *type);
/* Members of a struct or union; parameters are asked of a signature. */
CCONV_API size_t cconv_type_field_count(const cconv_type *type);
CCONV_API const cconv_field *cconv_type_field(const cconv_type *type, size_t index);
/* Where compilers lay this type out differently: notes with versions; count 0 for most. Static strings. */
CCONV_API size_t cconv_type_note_count(const cconv_type *type);
CCONV_API const char *cconv_type_note(const cconv_type *type, size_t index);
/* Writes the type (or, with `name`, a declaration of it) as C into buffer, always terminated; returns
   the length that was needed, as snprintf does. */
CCONV_API size_t cconv_type_print(const cconv_type *type, uint32_t qualifiers, const char *name, char *buffer,
                                  size_t size);

/* ------------------------------------------------------------ declarations */

/* One message about the text. `source` is the line it is about, not terminated; valid during the call. */
typedef struct cconv_diagnostic {
    const char *file;
    uint32_t line, column;
    int is_warning;
    const char *message;
    const char *source;
    size_t source_length;
} cconv_diagnostic;

enum { CCONV_TEXT_PADDING = 16 };

typedef struct cconv_parse_options {
    const char *file;             /* name for messages until a line marker says otherwise; NULL: "<input>" */
    int well_known;               /* 1: size_t, FILE, uint8_t, __m128i, float32x4_t … need no declaration */
    int padded;                   /* 1: CCONV_TEXT_PADDING bytes after the text may be read: zeros spare a copy of it */
    void (*report)(void *user, const cconv_diagnostic *diagnostic); /* NULL: only the first goes to `error` */
    void *user;
    uint64_t reserved[4];         /* zero */
} cconv_parse_options;

/* The declarations of one text; owned by the context. */
typedef struct cconv_unit cconv_unit;
/* A function type ready to be planned; owned by the context. */
typedef struct cconv_signature cconv_signature;

typedef enum cconv_declaration_kind {
    CCONV_DECLARES_FUNCTION = 0,
    CCONV_DECLARES_VARIABLE = 1,
    CCONV_DECLARES_TYPEDEF = 2,
    CCONV_DECLARES_TAG = 3,       /* a struct, union or enum, complete or not */
    CCONV_DECLARES_CONSTANT = 4   /* an enumerator */
} cconv_declaration_kind;

typedef struct cconv_declaration {
    cconv_declaration_kind kind;
    const char *name;             /* NULL for an untagged struct */
    const cconv_type *type;
    uint32_t qualifiers;
    const char *file;
    uint32_t line, column;
    const char *label;            /* __asm__ label, or NULL */
    const char *convention;       /* what an attribute asks for: "ms_abi", "stdcall" …; NULL for none */
} cconv_declaration;

/* Reads preprocessed C. Goes on at the next declaration after an error; then returns CCONV_SYNTAX and
   `error` holds the first, and `*out` still holds all that could be read. `*out` is NULL only for
   CCONV_NO_MEMORY and CCONV_INVALID. Text is copied where needed. `options` NULL: defaults. */
CCONV_API cconv_status cconv_parse(cconv_context *context, const char *text, size_t length,
                                   const cconv_parse_options *options, cconv_unit **out, cconv_error *error);
/* Reads one type name, as in a cast: "struct s *", "unsigned long". Tags and typedefs of `unit` (may be
   NULL) are in scope. */
CCONV_API cconv_status cconv_parse_type(cconv_context *context, const cconv_unit *unit, const char *text,
                                        size_t length, const cconv_parse_options *options, const cconv_type **out,
                                        uint32_t *qualifiers, cconv_error *error);
/* Like cconv_parse_type for a comma-separated list: "int, double". `*out` is an array of `*count`. */
CCONV_API cconv_status cconv_parse_type_list(cconv_context *context, const cconv_unit *unit, const char *text,
                                             size_t length, const cconv_parse_options *options,
                                             const cconv_type *const **out, size_t *count, cconv_error *error);

/* Declarations in source order: functions (each name once), variables, typedefs, complete and incomplete tags. */
CCONV_API size_t cconv_unit_declaration_count(const cconv_unit *unit);
CCONV_API const cconv_declaration *cconv_unit_declaration(const cconv_unit *unit, size_t index);
/* The functions alone. Their signatures are made when first asked for. */
CCONV_API size_t cconv_unit_function_count(const cconv_unit *unit);
/* NULL past the end, when memory runs out, or for a function that cannot be called yet because a parameter has an
   incomplete type: cconv_signature_of says which. */
CCONV_API const cconv_signature *cconv_unit_function(const cconv_unit *unit, size_t index);

/* -------------------------------------------------------------- signatures */

typedef struct cconv_parameter {
    const char *name;             /* NULL for none */
    const cconv_type *type;       /* adjusted: arrays and functions are pointers */
    uint32_t qualifiers;
} cconv_parameter;

/* From types. Names are copied. `variadic` 1 for a prototype that ends in `...`. `result` is NULL for void. */
CCONV_API cconv_status cconv_signature_new(cconv_context *context, const char *name, const cconv_type *result,
                                           const cconv_parameter *parameters, size_t count, int variadic,
                                           const cconv_signature **out, cconv_error *error);
/* From a function type or a pointer to one, or a typedef of either. `declaration` may be NULL. */
CCONV_API cconv_status cconv_signature_of(cconv_context *context, const char *name, const cconv_type *type,
                                          const cconv_declaration *declaration, const cconv_signature **out,
                                          cconv_error *error);
/* The same with the types of the arguments passed through `...`, after C's default promotions: char becomes int, float
   double, an array a pointer, and cconv_signature_parameter says so. Calls at run time take no plan of a type that was so
   converted, but want the type that it becomes. CCONV_INVALID if the prototype has no `...`. */
CCONV_API cconv_status cconv_signature_vary(cconv_context *context, const cconv_signature *signature,
                                            const cconv_type *const *types, size_t count,
                                            const cconv_signature **out, cconv_error *error);

CCONV_API const char *cconv_signature_name(const cconv_signature *signature);
/* The prototype printed back in C, without the semicolon. */
CCONV_API const char *cconv_signature_declaration(const cconv_signature *signature);
/* Where it was declared; NULL for one made from types. */
CCONV_API const cconv_declaration *cconv_signature_source(const cconv_signature *signature);
CCONV_API const cconv_type *cconv_signature_result(const cconv_signature *signature);
CCONV_API size_t cconv_signature_parameter_count(const cconv_signature *signature);
CCONV_API const cconv_parameter *cconv_signature_parameter(const cconv_signature *signature, size_t index);
CCONV_API int cconv_signature_is_variadic(const cconv_signature *signature);
/* What an attribute or keyword asked for, or NULL. */
CCONV_API const char *cconv_signature_convention(const cconv_signature *signature);

/* ------------------------------------------------------------- conventions */

/* By canonical name or alias; "c" means the target's own. `target` may be NULL: the host's. NULL if unknown. */
CCONV_API const cconv_convention *cconv_convention_find(const char *name, const cconv_target *target);
CCONV_API size_t cconv_convention_count(void);
CCONV_API const cconv_convention *cconv_convention_at(size_t index);
/* This machine's own. */
CCONV_API const cconv_convention *cconv_convention_host(void);
CCONV_API const char *cconv_convention_name(const cconv_convention *convention);
CCONV_API const char *cconv_convention_summary(const cconv_convention *convention);
/* The document that defines it, with revision. */
CCONV_API const char *cconv_convention_document(const cconv_convention *convention);
/* NULL past the end. */
CCONV_API const char *cconv_convention_alias(const cconv_convention *convention, size_t index);
CCONV_API cconv_arch cconv_convention_arch(const cconv_convention *convention);
/* The target whose own it is (the first, where several). */
CCONV_API const cconv_target *cconv_convention_target(const cconv_convention *convention);
/* 1 for the C convention of a platform in wide use; those that `all` means where no target is named. */
CCONV_API int cconv_convention_is_common(const cconv_convention *convention);
/* 1 if its architecture is the target's; for one of system calls also its system. */
CCONV_API int cconv_convention_accepts(const cconv_convention *convention, const cconv_target *target);

/* What one register is for: a row of the table in the ABI document. */
typedef struct cconv_register_role {
    const char *reg;              /* "rdi" */
    const char *role;             /* "1st integer argument; result" … */
    uint32_t preserved_bytes;     /* low bytes that a callee must keep; 0: none */
    uint32_t bytes;               /* width of the register */
} cconv_register_role;

/* Rows in the document's order; NULL past the end. */
CCONV_API const cconv_register_role *cconv_convention_register(const cconv_convention *convention, size_t index);

typedef struct cconv_stack_rules {
    uint32_t alignment;           /* of the stack pointer at the call instruction */
    uint32_t slot;                /* smallest stack slot; 1 where arguments are packed at natural size */
    uint32_t shadow_space;        /* bytes the caller reserves below the first stack argument: homes of registers
                                     (Windows), a frame's header (Power), a save area (s390x) */
    uint32_t red_zone;            /* bytes below the stack pointer that a callee may use */
    uint32_t return_address;      /* bytes that the call instruction pushes */
    uint32_t callee_cleans;       /* 1 if the callee removes stack arguments */
} cconv_stack_rules;

CCONV_API const cconv_stack_rules *cconv_convention_stack(const cconv_convention *convention);
/* How many registers take integer arguments. */
CCONV_API uint32_t cconv_convention_integer_registers(const cconv_convention *convention);

/* How a convention of system calls says which call is meant, and that one failed. */
typedef struct cconv_syscall_rules {
    const char *number_register;  /* "rax" */
    const char *instruction;      /* "syscall" */
    int64_t lowest_error;         /* results from here … */
    int64_t highest_error;        /* … to here are errors: -errno */
} cconv_syscall_rules;

/* NULL for a convention of functions. */
CCONV_API const cconv_syscall_rules *cconv_convention_syscall(const cconv_convention *convention);

/* What a symbol's decoration tells: one way in which the target's linker names C functions like this. */
typedef struct cconv_symbol {
    const cconv_convention *convention;
    const char *name;             /* as declared: a part of the text that was read, not terminated */
    size_t name_length;
    int64_t argument_bytes;       /* the sizes of all arguments, each whole in words; -1 where it does not say */
} cconv_symbol;

/* The readings of an undecorated or decorated C symbol on the target, those that tell most first; the first `room` of
   them are written. Returns how many there are: 0 for what no C function is named (C++ names among them). */
CCONV_API size_t cconv_symbol_read(const cconv_target *target, const char *symbol, cconv_symbol *out, size_t room);

/* Further duties in one sentence each ("direction flag clear on entry and return"); NULL past the end. */
CCONV_API const char *cconv_convention_duty(const cconv_convention *convention, size_t index);

/* A disagreement between compilers, or between them and the document, kept as data. */
typedef struct cconv_divergence {
    const char *id;               /* stable, for example "sysv-int128-burns-register" */
    const char *scope;            /* conventions or targets it touches, for people */
    const char *subject;          /* what is placed or laid out, with an example in C */
    const char *document;         /* what the document says, with its section, or "silent" */
    const char *gcc;              /* what gcc does, with the version observed, or NULL */
    const char *clang;            /* what clang does, with the version observed, or NULL */
    const char *msvc;             /* what Microsoft's compiler is known to do, or NULL */
    cconv_reading followed;       /* whose answer the document's reading gives: GCC, CLANG or MSVC; DOCUMENT where
                                     none of them does what it says */
    const char *note;             /* one line for `explain` */
} cconv_divergence;

/* All recorded divergences, of placement and of layout; NULL past the end. */
CCONV_API const cconv_divergence *cconv_divergence_at(size_t index);

/* ------------------------------------------------------------------- plans */

typedef struct cconv_rule {
    const char *document;         /* "AMD64 psABI 1.0" */
    const char *section;          /* "3.2.3" */
    const char *reason;           /* "size > 16: MEMORY" */
} cconv_rule;

typedef enum cconv_where {
    CCONV_IN_REGISTER = 0,
    CCONV_ON_STACK = 1
} cconv_where;

#define CCONV_PIECE_DUPLICATE 1u  /* a second place holding the same bytes */
#define CCONV_PIECE_SCALABLE 2u   /* offset and size are multiples of VG, the 64-bit granules of a scalable vector */
#define CCONV_PIECE_AS_DOUBLE 4u  /* a float that the register holds converted to double: Power */

/* Bytes [offset, offset + size) of a value, or of the pointer to it, and their location. */
typedef struct cconv_piece {
    uint64_t offset;
    uint64_t size;
    uint64_t at;                  /* register: first byte used inside it, counted as memory would hold it (so on a
                                     big-endian target from the most significant); stack: from the stack pointer at entry */
    uint16_t reg;                 /* number for cconv_plan_register_name; 0xffff on the stack */
    uint8_t where;                /* cconv_where */
    uint8_t flags;                /* CCONV_PIECE_… */
    uint32_t reserved;
} cconv_piece;

#define CCONV_NO_REGISTER 0xffffu

typedef enum cconv_placement_kind {
    CCONV_PLACED_DIRECT = 0,      /* the pieces hold the value's bytes */
    CCONV_PLACED_INDIRECT = 1,    /* the pieces hold a pointer to a copy; of a result: where its address is at return */
    CCONV_PLACED_IGNORED = 2,     /* no location */
    CCONV_PLACED_VOID = 3         /* no value */
} cconv_placement_kind;

typedef enum cconv_extend {
    CCONV_EXTEND_NONE = 0,        /* bits above the value must not be relied upon */
    CCONV_EXTEND_SIGN = 1,
    CCONV_EXTEND_ZERO = 2
} cconv_extend;

/* Where one value is, and by which rule. Points into its plan. */
typedef struct cconv_placement {
    const char *name;             /* NULL for none */
    const char *type;             /* printed back in C */
    uint64_t size;
    uint64_t align;
    cconv_placement_kind kind;
    cconv_extend extend;
    uint32_t extended_to;         /* bytes from the start of the register or slot; 0 for none */
    uint32_t variadic;            /* 1 if passed through `...` */
    uint32_t scalable;            /* 1 if size is a multiple of VG (see CCONV_PIECE_SCALABLE) */
    cconv_extend widens;          /* how a wider integer of the same value is made; NONE for what is no integer */
    const cconv_piece *pieces;    /* by rising offset */
    size_t piece_count;
    const cconv_rule *rule;
    const char *const *notes;
    size_t note_count;
} cconv_placement;

typedef enum cconv_hidden_role {
    CCONV_HIDDEN_SRET = 0         /* the address for an indirect result */
} cconv_hidden_role;

typedef struct cconv_hidden {
    cconv_hidden_role role;
    uint32_t reserved;
    const cconv_piece *pieces;
    size_t piece_count;
    const cconv_rule *rule;
} cconv_hidden;

typedef struct cconv_plan_stack {
    uint64_t args_size;           /* pushed by the caller, rounded; shadow space not counted */
    uint32_t alignment;           /* of the stack pointer at the call instruction */
    uint32_t shadow_space;
    uint32_t red_zone;
    uint32_t return_address;      /* bytes of return address on the stack at entry */
    uint32_t callee_cleans;       /* 1: the callee removes the arguments */
    uint32_t reserved;
    uint64_t callee_pops;         /* bytes removed by `ret n` */
} cconv_plan_stack;

typedef struct cconv_plan_options {
    cconv_reading reading;
    uint32_t features;            /* CCONV_FEATURE_… ; added to those of the context */
    cconv_allocator allocator;    /* allocate == NULL: the C library's */
    uint64_t has_syscall_number;  /* 1: syscall_number is the call's; used by conventions of system calls alone */
    int64_t syscall_number;
    uint64_t is_method;           /* 1: of a C++ class, as Microsoft has them (COM): the first argument is the object's address, and a
                                     struct is returned in memory, whose address is the second. UNSUPPORTED by other conventions */
    uint64_t reserved[1];         /* zero */
} cconv_plan_options;

/* Immutable; one allocation. */
typedef struct cconv_plan cconv_plan;

/* CCONV_UNSUPPORTED names the argument, the type and the rule. */
CCONV_API cconv_status cconv_plan_new(const cconv_convention *convention, const cconv_signature *signature,
                                      const cconv_plan_options *options, cconv_plan **out, cconv_error *error);
/* NULL is ignored. */
CCONV_API void cconv_plan_free(cconv_plan *plan);

CCONV_API const char *cconv_plan_name(const cconv_plan *plan);
CCONV_API const char *cconv_plan_declaration(const cconv_plan *plan);
/* The linker-level name, or NULL for a signature without a name. */
CCONV_API const char *cconv_plan_symbol(const cconv_plan *plan);
CCONV_API const cconv_convention *cconv_plan_convention(const cconv_plan *plan);
CCONV_API const cconv_target *cconv_plan_target(const cconv_plan *plan);
CCONV_API cconv_reading cconv_plan_reading(const cconv_plan *plan);
CCONV_API size_t cconv_plan_argument_count(const cconv_plan *plan);
/* Source order; NULL past the end. */
CCONV_API const cconv_placement *cconv_plan_argument(const cconv_plan *plan, size_t index);
CCONV_API const cconv_placement *cconv_plan_result(const cconv_plan *plan);
CCONV_API size_t cconv_plan_hidden_count(const cconv_plan *plan);
CCONV_API const cconv_hidden *cconv_plan_hidden(const cconv_plan *plan, size_t index);
CCONV_API const cconv_plan_stack *cconv_plan_stack_of(const cconv_plan *plan);
/* 1 if the prototype is variadic. */
CCONV_API int cconv_plan_is_variadic(const cconv_plan *plan);
/* The register that counts vector registers in a call of a variadic function, or of one without a prototype ("rax");
   `*value` is the count. NULL for none (AMD64 psABI 3.2.3). */
CCONV_API const char *cconv_plan_vector_count(const cconv_plan *plan, uint32_t *value);
/* The number of the system call; 0 if it is not known, or the plan is of a function. */
CCONV_API int cconv_plan_syscall_number(const cconv_plan *plan, int64_t *number);
/* Registers a callee must preserve, or may change, as the contract names them; NULL past the end. */
CCONV_API const char *cconv_plan_preserved(const cconv_plan *plan, size_t index);
CCONV_API const char *cconv_plan_clobbered(const cconv_plan *plan, size_t index);
/* Static name of a register number of this plan's architecture. */
CCONV_API const char *cconv_plan_register_name(const cconv_plan *plan, uint16_t reg);

#ifdef __cplusplus
}
#endif

#endif
