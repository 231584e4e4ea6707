/* A callee as C: a naked function, whose body is one statement of assembly. */
#include "thunk.h"

#include <stdlib.h>
#include <string.h>

/* What C calls the convention on the target: empty for the target's own. NULL if it has no word for it. */
const char *attribute_of(const cconv_plan *plan)
{
    static const char *const words[] = {"ms_abi", "sysv_abi", "stdcall", "fastcall", "thiscall", "vectorcall", "regcall", "regparm(1)",
                                        "regparm(2)", "regparm(3)", "preserve_most", "preserve_all", "preserve_none",
                                        "aarch64_vector_pcs"};
    const cconv_convention *convention = cconv_plan_convention(plan);
    const cconv_target *target = cconv_plan_target(plan);
    if (convention == cconv_target_convention(target))
        return "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (convention_of_attribute(words[i], target) == convention)
            return words[i];
    if (cconv_target_arch(target) == CCONV_ARCH_ARM)
        return convention == cconv_convention_find("arm_aapcs_vfp", target) ? "pcs(\"aapcs-vfp\")" : "pcs(\"aapcs\")";
    return NULL;
}

void naked_begin_file(struct sheet *sheet, const struct input *input, const char *name)
{
    if (sheet->arch == CCONV_ARCH_AARCH64 && sheet->kind == KIND_CALLEE)
        put(sheet, "#if !defined(__clang__)\n#error gcc has no naked functions for AArch64\n#endif\n");
    if (sheet->kind == KIND_CALLEE)
        put(sheet, "#if defined(__GCC_HAVE_DWARF2_CFI_ASM)\n#define CFI(text) \"\\t\" text \"\\n\"\n#else\n#define CFI(text)\n#endif\n\n");
    if (!input->is_declaration) {
        bool is_header = input->operand[0] == '<' || input->operand[0] == '"';
        put(sheet, is_header ? "#include %s\n" : "#include \"%s\"\n", input->operand);
        return;
    }
    /* For its types; the function itself may get an attribute that the declaration lacks. */
    put(sheet, "#define %s %s_declared\n", name, name);
    string_put(&sheet->text, input->text, input->length);
    put(sheet, "%s\n#undef %s\n", input->length && strchr(";}\n", input->text[input->length - 1]) ? "" : ";", name);
}

/* One line of assembly, without its note, as a part of the string; the note behind it. */
static void put_line(struct sheet *sheet, const char *line, size_t length, const char *comment)
{
    const char *end = line + length, *note = NULL;
    size_t width = strlen(comment);
    while (line < end && *line == '\t')
        line++;
    for (const char *at = line; at + width < end && !note; at++)
        if (memcmp(at, comment, width) == 0 && at[width] == ' ' && (at == line || at[-1] == ' '))
            note = at;
    const char *stop = note ? note : end;
    while (stop > line && stop[-1] == ' ')
        stop--;
    if (stop == line) {
        put(sheet, note ? "\t\t// %.*s\n" : "\n", note ? (int)(end - note - (int)width - 1) : 0, note ? note + width + 1 : "");
        return;
    }
    bool is_cfi = strncmp(line, ".cfi", 4) == 0, is_label = stop[-1] == ':';
    int written = (int)(stop - line);
    put(sheet, is_cfi ? "\t\tCFI(\"%.*s\")" : is_label ? "\t\t\"%.*s\\n\"" : "\t\t\"\\t%.*s\\n\"", written, line);
    if (note)
        put(sheet, "%*s // %.*s", written < 32 ? 32 - written : 0, "", (int)(end - note - (int)width - 1), note + width + 1);
    put(sheet, "\n");
}

bool naked_write(struct sheet *sheet, const struct function *function)
{
    const char *attribute = attribute_of(function->from), *comment = comment_of(sheet);
    struct sheet code = *sheet;
    if (!attribute) {
        complain("C has no attribute for %s", cconv_convention_name(cconv_plan_convention(function->from)));
        return false;
    }
    code.text = (struct string){0};
    code.is_c = false;
    code.is_naked = true;
    string_add(&code.text, "");
    bool good = write_code(&code, function);
    const char *state = sheet->arch == CCONV_ARCH_ARM ? ", target(\"arm\")" : ""; /* not Thumb */
    put(sheet, "\n__attribute__((naked%s%s%s)) %s\n{\n\t__asm__(\n", state, *attribute ? ", " : "", attribute,
        function->declaration);
    const char *end = code.text.data + code.text.length;
    for (const char *line = code.text.data; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((stop ? stop : end) - line);
        put_line(sheet, line, length, comment);
        line += length + 1;
    }
    put(sheet, "\t);\n}\n");
    free(code.text.data);
    return good;
}
