/* Where gcc and clang lay a record out differently, as data. In the order of enum layout_divergence (layout.h);
   found and held by tests/layout, which compares both compilers with both readings. */
#include "type/layout.h"

#define GNU_WINDOWS "layout under Microsoft's bit-field rules in a GNU environment: x86_64-windows-gnu, ms_struct"
#define SYSTEM_V "layout under System V rules: Linux, macOS, gcc_struct"

const cconv_divergence layout_divergences[] = {
    [DIVERGES_MS_UNION_BIT_FIELD] = {
        .id = "ms-union-bit-field", .scope = GNU_WINDOWS,
        .subject = "a bit-field in a union: union { int a : 3; }",
        .document = "silent",
        .gcc = "gcc 12: the union is aligned as the declared type (size 4, align 4 in the example)",
        .clang = "clang 19: the union is not aligned by bit-fields, the whole unit is allocated (size 4, align 1)",
        .followed = CCONV_AS_GCC,
        .note = "gcc aligns a union by its bit-fields under Microsoft's rules, clang does not",
    },
    [DIVERGES_MS_PACKED_BIT_FIELD] = {
        .id = "ms-packed-bit-field", .scope = GNU_WINDOWS,
        .subject = "packed bit-fields: struct __attribute__((packed)) { char c; int a : 3; }",
        .document = "silent",
        .gcc = "gcc 12: packed drops the alignment of a bit-field's unit (size 5, align 1 in the example)",
        .clang = "clang 19: packed is ignored for bit-fields (size 8, align 4 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc packs bit-field units under Microsoft's rules, clang ignores packed for them",
    },
    [DIVERGES_MS_ALIGNED_BIT_FIELD] = {
        .id = "ms-aligned-bit-field", .scope = GNU_WINDOWS,
        .subject = "a bit-field of a typedef with another alignment: typedef int wide __attribute__((aligned(16))); "
                   "struct { char c; wide b : 3; }",
        .document = "silent",
        .gcc = "gcc 12: a unit is aligned as the typedef says (size 32, align 16 in the example)",
        .clang = "clang 19: a unit is aligned to its size (size 8, align 4 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc honours aligned on a bit-field or its typedef under Microsoft's rules where clang does not",
    },
    [DIVERGES_MS_LOW_ALIGN] = {
        .id = "ms-lowered-typedef", .scope = GNU_WINDOWS,
        .subject = "a member whose typedef lowers its alignment: typedef int low __attribute__((aligned(1))); "
                   "struct { char c; low b; }",
        .document = "silent",
        .gcc = "gcc 12: aligned as the typedef says (size 5, align 1 in the example)",
        .clang = "clang 19: aligned to its size at least (size 8, align 4 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "clang ignores a typedef's lowered alignment under Microsoft's rules, gcc does not",
    },
    [DIVERGES_GCC_STRUCT] = {
        .id = "gcc-struct-ignored", .scope = "layout on x86_64-windows-gnu",
        .subject = "struct __attribute__((gcc_struct)) { char c; int a : 3; }",
        .document = "silent",
        .gcc = "gcc 12: System V bit-fields",
        .clang = "clang 19: the attribute is unknown and ignored",
        .followed = CCONV_AS_GCC,
        .note = "clang 19 ignores gcc_struct",
    },
    [DIVERGES_MS_STRUCT] = {
        .id = "ms-struct-ignored", .scope = "layout on every architecture but x86 and Power",
        .subject = "struct __attribute__((ms_struct)) { char c; int a : 3; }",
        .document = "silent",
        .gcc = "gcc 12: the attribute is ignored outside x86 and Power",
        .clang = "clang 19: Microsoft's bit-fields",
        .followed = CCONV_AS_GCC,
        .note = "gcc ignores ms_struct outside x86 and Power",
    },
    [DIVERGES_ALIGNED_BIT_FIELD] = {
        .id = "aligned-bit-field", .scope = SYSTEM_V,
        .subject = "aligned(n) on a bit-field: struct { int a : 17; int b : 15 __attribute__((aligned(1))); }",
        .document = "silent",
        .gcc = "gcc 12: aligned first, then moved to its type's next unit if it would cross one (bit 32 in the example)",
        .clang = "clang 19: aligned, and may then cross the unit of its type (bit 24 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc and clang place an aligned bit-field differently",
    },
    [DIVERGES_PACK_ALIGNED_BIT_FIELD] = {
        .id = "pack-aligned-bit-field", .scope = SYSTEM_V,
        .subject = "aligned(n) above #pragma pack: #pragma pack(2) struct { int a : 3; int b : 3 __attribute__((aligned(4))); }",
        .document = "silent",
        .gcc = "gcc 12: aligned to what the pragma leaves (bit 16, size 4 in the example)",
        .clang = "clang 19: not aligned at all (bit 3, size 2 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc and clang place an aligned bit-field under #pragma pack differently",
    },
    [DIVERGES_BIT_FIELD_TYPEDEF] = {
        .id = "bit-field-typedef", .scope = SYSTEM_V,
        .subject = "a bit-field of a typedef with another alignment: typedef int wide __attribute__((aligned(16))); "
                   "struct { int a : 3; wide b : 3; }",
        .document = "silent",
        .gcc = "gcc 12: shares no unit if the typedef's alignment exceeds its size (size 32 in the example)",
        .clang = "clang 19: may share a unit (size 16 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc and clang place a bit-field of an aligned typedef differently",
    },
    [DIVERGES_MS_MEMBERS] = {
        .id = "ms-anonymous-member", .scope = "layout on x86_64-windows-gnu",
        .subject = "an anonymous member by tag or typedef name: struct { struct tagged { int a; }; int b; }",
        .document = "silent",
        .gcc = "gcc 12: a member, as with Microsoft's extensions, which are on (size 8 in the example)",
        .clang = "clang 19: declares nothing unless given -fms-extensions (size 4 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "clang 19 leaves out an anonymous member by tag or typedef name unless given -fms-extensions",
    },
    [DIVERGES_ALIGNED_TWICE] = {
        .id = "aligned-twice", .scope = "layout on every target",
        .subject = "several `aligned` on one record or typedef: struct __attribute__((aligned(32), aligned(8))) { int a; }",
        .document = "silent",
        .gcc = "gcc 12: the last one holds (align 8 in the example); of a typedef the declarator's come first",
        .clang = "clang 19: the largest holds (align 32 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "of several aligned attributes gcc takes the last, clang the largest",
    },
    [DIVERGES_ENUM_ALIGNED] = {
        .id = "aligned-enum", .scope = "layout on every target",
        .subject = "enum __attribute__((aligned(16))) e { A };",
        .document = "silent",
        .gcc = "gcc 12: ignored (align 4 in the example)",
        .clang = "clang 19: the enum has the alignment (16 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc ignores aligned on an enum, clang does not",
    },
    [DIVERGES_PACK_IN_BODY] = {
        .id = "pack-in-body", .scope = "layout on every target",
        .subject = "#pragma pack(1) inside the braces: struct { char c; _Pragma(\"pack(1)\") int a; }",
        .document = "silent",
        .gcc = "gcc 12: what holds at the closing brace is for all members (size 5 in the example)",
        .clang = "clang 19: what holds at the opening brace is (size 8 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "a #pragma pack inside the braces counts from there for gcc's whole record, not for clang's",
    },
    [DIVERGES_ATOMIC] = {
        .id = "atomic-struct", .scope = "layout on every target",
        .subject = "_Atomic struct of 0, 3, 5 to 7, or 9 to 15 bytes, and arrays of any _Atomic struct: _Atomic struct { char c[3]; }; "
                   "any type of 16 bytes on s390x, MIPS64, LoongArch64, i386 and 32-bit Arm",
        .document = "silent",
        .gcc = "gcc 12: size and alignment of the struct itself (3 and 1 in the example); in arrays, of any struct; 16 bytes "
               "align to 8 on s390x and 32-bit Arm",
        .clang = "clang 19: both grow to the next power of two (4 and 4 in the example); 16 bytes keep the "
                 "type's own alignment on MIPS64, LoongArch64, i386 and 32-bit Arm",
        .followed = CCONV_AS_GCC,
        .note = "gcc and clang give this _Atomic type another size or alignment: clang grows structs to a power of two; "
                "16 bytes are aligned differently on s390x, MIPS64, LoongArch64, i386 and 32-bit Arm",
    },
    [DIVERGES_MEMBER_MODE] = {
        .id = "i386-member-mode", .scope = "layout on i686-linux-gnu",
        .subject = "a member of an 8-aligned type of 8 bytes: struct one { _Atomic double x; }; struct { int a; struct one b; }; "
                   "and _Complex double in an ms_struct",
        .document = "silent",
        .gcc = "gcc 12: aligned to 4 if its machine mode is that of an integer, double or _Complex double (size 12 in the example); "
               "to 8 in an ms_struct",
        .clang = "clang 19: aligned as its type is (size 16 in the example)",
        .followed = CCONV_AS_GCC,
        .note = "gcc aligns a member by its machine mode, clang by its type",
    },
    [DIVERGES_UNTYPED_BIT_FIELD] = {
        .id = "arm-untyped-bit-field", .scope = "layout on arm-linux-gnu",
        .subject = "a bit-field across two units of its declared type: struct { int a : 3; char b : 8; }",
        .document = "silent",
        .gcc = "gcc 12: in the next unit, and the record is aligned as the type (b at bit 8 in the example)",
        .clang = "clang 19: at the next bit, without alignment (b at bit 3); width zero aligns to 32 bits",
        .followed = CCONV_AS_GCC,
        .note = "the declared type of a bit-field matters to gcc under the old ABI of Arm, not to clang",
    },
    [DIVERGES_VECTOR_ALIGN] = {
        .id = "arm-vector-align", .scope = "layout on arm-linux-gnu",
        .subject = "a vector of more than 8 bytes",
        .document = "silent",
        .gcc = "gcc 12: aligned to its size", .clang = "clang 19: aligned to 8",
        .followed = CCONV_AS_GCC,
        .note = "gcc aligns a vector to its size under the old ABI of Arm, clang to 8 at most",
    },
    [DIVERGES_STRUCTURE_BOUNDARY] = {
        .id = "arm-structure-boundary", .scope = "layout on arm-linux-gnu",
        .subject = "a record of small members: struct { char c; }",
        .document = "silent",
        .gcc = "gcc 12: every record that is not packed is aligned to 4 (size 4 in the example)",
        .clang = "clang 19: aligned as its members (size 1)",
        .followed = CCONV_AS_GCC,
        .note = "gcc aligns every record to 4 under the old ABI of Arm, clang as its members",
    },
    [DIVERGES_COUNT] = {.id = NULL},
};
