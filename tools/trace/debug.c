/* Source lines and variables, from DWARF by libdw. Variables are those at one place of the frame. */
#include "trace.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

struct function_variables {
    uint64_t low, high;
    struct variable *at;
    size_t count;
};

struct debug {
    const struct placed *placed;
    Dwfl *dwfl;                  /* ELF */
    Dwfl_Module *module;
    uint8_t *file;               /* others: an ELF file made of theirs */
    Elf *elf;
    Dwarf *dwarf;
    Dwarf_Die *units;
    size_t unit_count, last_unit;
    struct function_variables *functions;
    size_t function_count;
};

static const Dwfl_Callbacks callbacks = {.find_debuginfo = dwfl_standard_find_debuginfo, .section_address = dwfl_offline_section_address};

static void open_elf(struct debug *debug)
{
    Dwarf_Addr bias;
    debug->dwfl = dwfl_begin(&callbacks);
    if (debug->dwfl) {
        dwfl_report_begin(debug->dwfl);
        debug->module = dwfl_report_offline(debug->dwfl, "traced", debug->placed->object->path, -1);
        dwfl_report_end(debug->dwfl, NULL, NULL);
    }
    debug->dwarf = debug->module ? dwfl_module_getdwarf(debug->module, &bias) : NULL;
}

static void open_memory(struct debug *debug)
{
    size_t size;
    debug->file = debug_memory(debug->placed, &size);
    elf_version(EV_CURRENT);
    debug->elf = debug->file ? elf_memory((char *)debug->file, size) : NULL;
    debug->dwarf = debug->elf ? dwarf_begin_elf(debug->elf, DWARF_C_READ, NULL) : NULL;
}

static void find_units(struct debug *debug)
{
    Dwarf_Off at = 0, next;
    size_t header;
    for (; dwarf_nextcu(debug->dwarf, at, &next, &header, NULL, NULL, NULL) == 0; at = next) {
        Dwarf_Die unit;
        if (!dwarf_offdie(debug->dwarf, at + header, &unit))
            continue;
        debug->units = take(debug->units, debug->unit_count * sizeof unit, (debug->unit_count + 1) * sizeof unit);
        debug->units[debug->unit_count++] = unit;
    }
}

struct debug *debug_open(const struct placed *placed)
{
    struct debug *debug = take(NULL, 0, sizeof *debug);
    debug->placed = placed;
    if (placed->object->format == OBJECT_ELF)
        open_elf(debug);
    else
        open_memory(debug);
    if (debug->dwarf)
        find_units(debug);
    if (debug->unit_count)
        return debug;
    debug_close(debug);
    return NULL;
}

void debug_close(struct debug *debug)
{
    if (!debug)
        return;
    for (size_t i = 0; i < debug->function_count; i++) {
        for (size_t j = 0; j < debug->functions[i].count; j++)
            free((char *)(uintptr_t)debug->functions[i].at[j].type);
        free(debug->functions[i].at);
    }
    free(debug->functions);
    free(debug->units);
    if (debug->dwfl)
        dwfl_end(debug->dwfl);
    else if (debug->dwarf)
        dwarf_end(debug->dwarf);
    if (debug->elf)
        elf_end(debug->elf);
    free(debug->file);
    free(debug);
}

/* The address as the DWARF has it: libdwfl lays out the sections of a relocatable ELF object as it likes; others are placed already. */
static Dwarf_Addr to_dwarf(const struct debug *debug, uint64_t address)
{
    const struct placed *placed = debug->placed;
    Dwarf_Addr bias = 0;
    if (placed->object->kind != OBJECT_RELOCATABLE)
        return address - placed->slide;
    if (!debug->module)
        return address;
    Elf *elf = dwfl_module_getelf(debug->module, &bias);
    for (size_t i = 0; elf && i < placed->object->section_count; i++) {
        GElf_Shdr header;
        uint64_t at = placed->section_at[i];
        if (at && address >= at && address - at < placed->object->sections[i].size && gelf_getshdr(elf_getscn(elf, i), &header))
            return address - at + header.sh_addr;
    }
    return 0;
}

/* The unit of code there; `*at` is its address in the DWARF. NULL for none. */
static Dwarf_Die *unit_of(struct debug *debug, uint64_t address, Dwarf_Addr *at)
{
    *at = debug ? to_dwarf(debug, address) : 0;
    for (size_t i = 0; debug && *at && i < debug->unit_count; i++) {
        size_t index = (debug->last_unit + i) % debug->unit_count; /* mostly that of the last step */
        if (dwarf_haspc(&debug->units[index], *at) != 1)
            continue;
        debug->last_unit = index;
        return &debug->units[index];
    }
    return NULL;
}

bool debug_is_assembly(struct debug *debug, uint64_t address)
{
    Dwarf_Addr at;
    Dwarf_Die *unit = unit_of(debug, address, &at);
    return unit && dwarf_srclang(unit) == DW_LANG_Mips_Assembler;
}

bool debug_line(struct debug *debug, uint64_t address, const char **file, int *line)
{
    Dwarf_Addr at;
    Dwarf_Die *unit = unit_of(debug, address, &at);
    Dwarf_Line *found = unit ? dwarf_getsrc_die(unit, at) : NULL;
    *file = found && dwarf_lineno(found, line) == 0 ? dwarf_linesrc(found, NULL, NULL) : NULL;
    return *file != NULL;
}

void source_text(const char *file, int line, char *buffer, size_t size)
{
    FILE *in = fopen(file, "r");
    *buffer = '\0';
    for (int i = 0; in && i < line && fgets(buffer, (int)size, in); i++)
        ;
    if (in)
        fclose(in);
    buffer[strcspn(buffer, "\r\n")] = '\0';
    size_t space = strspn(buffer, " \t");
    memmove(buffer, buffer + space, strlen(buffer + space) + 1);
}

/* ----------------------------------------------------------------- variables */

static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attribute), type) != NULL;
}

/* The type as C has it, in short. */
static void type_text(Dwarf_Die *type, char *buffer, size_t size)
{
    Dwarf_Die inner;
    bool has_inner = type_of(type, &inner);
    const char *name = dwarf_diename(type);
    char text[80] = "void";
    if (has_inner && !name)
        type_text(&inner, text, sizeof text);
    switch (dwarf_tag(type)) {
    case DW_TAG_pointer_type: snprintf(buffer, size, "%s%s", text, text[strlen(text) - 1] == '*' ? "*" : " *"); break;
    case DW_TAG_const_type: snprintf(buffer, size, "const %s", text); break;
    case DW_TAG_volatile_type: snprintf(buffer, size, "volatile %s", text); break;
    case DW_TAG_restrict_type: snprintf(buffer, size, "%s restrict", text); break;
    case DW_TAG_array_type: snprintf(buffer, size, "%s[]", text); break;
    case DW_TAG_structure_type: snprintf(buffer, size, "struct %s", name ? name : "{…}"); break;
    case DW_TAG_union_type: snprintf(buffer, size, "union %s", name ? name : "{…}"); break;
    case DW_TAG_enumeration_type: snprintf(buffer, size, "enum %s", name ? name : "{…}"); break;
    case DW_TAG_subroutine_type: snprintf(buffer, size, "%s ()", text); break;
    default: snprintf(buffer, size, "%s", name ? name : text);
    }
}

/* Size and encoding, through typedefs and qualifiers. */
static void measure(Dwarf_Die *type, struct variable *variable)
{
    Dwarf_Die peeled;
    Dwarf_Attribute attribute;
    Dwarf_Word size = 0, encoding = 0;
    if (dwarf_peel_type(type, &peeled) != 0 || dwarf_aggregate_size(&peeled, &size) != 0)
        size = 0;
    if (dwarf_tag(&peeled) == DW_TAG_base_type)
        dwarf_formudata(dwarf_attr(&peeled, DW_AT_encoding, &attribute), &encoding);
    else if (dwarf_tag(&peeled) == DW_TAG_pointer_type)
        encoding = DW_ATE_address;
    else if (dwarf_tag(&peeled) == DW_TAG_enumeration_type)
        encoding = DW_ATE_signed;
    variable->size = size;
    variable->encoding = (unsigned)encoding;
}

/* What the function's variables are counted from: a register's index (clang: the frame pointer, or the stack pointer where there is
   none), or -1 for the canonical frame address. */
static int frame_base(const struct cpu *cpu, Dwarf_Die *function)
{
    /* DWARF's numbers 0 to 7 of x86, by our index. */
    static const signed char x86_64[] = {0, 3, 2, 1, 4, 5, 6, 7}, x86[] = {0, 2, 3, 1, 7, 6, 4, 5};
    Dwarf_Attribute attribute;
    Dwarf_Op *ops;
    size_t count;
    if (dwarf_getlocation(dwarf_attr(function, DW_AT_frame_base, &attribute), &ops, &count) != 0 || count != 1)
        return -1;
    bool is_register = ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31;
    int number = is_register ? ops[0].atom - DW_OP_reg0 : ops[0].atom == DW_OP_regx ? (int)ops[0].number : -1;
    switch (cpu->arch) {
    case CCONV_ARCH_X86_64: return number >= 0 && number < 8 ? x86_64[number] : -1;
    case CCONV_ARCH_X86: return number >= 0 && number < 8 ? x86[number] : -1;
    case CCONV_ARCH_RISCV64: return number - 1; /* ra is the first */
    default: return number < (int)cpu->general_count ? number : -1;
    }
}

static void add_variable(struct function_variables *function, Dwarf_Die *die, int base)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *ops;
    size_t count;
    Dwarf_Die type;
    char text[100] = "";
    const char *name = dwarf_diename(die);
    if (!name || !type_of(die, &type) || dwarf_getlocation(dwarf_attr(die, DW_AT_location, &attribute), &ops, &count) != 0
        || count != 1 || ops[0].atom != DW_OP_fbreg)
        return;
    type_text(&type, text, sizeof text);
    struct variable variable = {.name = name, .type = take_text(text), .is_parameter = dwarf_tag(die) == DW_TAG_formal_parameter,
                                .base = base, .offset = (int64_t)ops[0].number};
    measure(&type, &variable);
    function->at = take(function->at, function->count * sizeof variable, (function->count + 1) * sizeof variable);
    function->at[function->count++] = variable;
}

/* Of the function and its blocks. */
static void add_variables(struct function_variables *function, Dwarf_Die *parent, int base, unsigned depth)
{
    Dwarf_Die child;
    if (depth > 20 || dwarf_child(parent, &child) != 0)
        return;
    do {
        switch (dwarf_tag(&child)) {
        case DW_TAG_variable: case DW_TAG_formal_parameter: add_variable(function, &child, base); break;
        case DW_TAG_lexical_block: add_variables(function, &child, base, depth + 1); break;
        default: break;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

static bool find_function(Dwarf_Die *unit, Dwarf_Addr at, Dwarf_Die *out)
{
    Dwarf_Die child;
    if (dwarf_child(unit, &child) != 0)
        return false;
    do {
        if (dwarf_tag(&child) == DW_TAG_subprogram && dwarf_haspc(&child, at) == 1) {
            *out = child;
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

size_t debug_variables(struct debug *debug, uint64_t address, const struct variable **out)
{
    *out = NULL;
    if (!debug)
        return 0;
    for (size_t i = 0; i < debug->function_count; i++)
        if (address >= debug->functions[i].low && address < debug->functions[i].high) {
            *out = debug->functions[i].at;
            return debug->functions[i].count;
        }
    Dwarf_Addr at, low = 0, high = 0;
    Dwarf_Die *unit = unit_of(debug, address, &at), function;
    struct function_variables variables = {.low = address, .high = address + 1};
    if (unit && find_function(unit, at, &function)) {
        add_variables(&variables, &function, frame_base(cpu_of(debug->placed->object->arch), &function), 0);
        if (dwarf_lowpc(&function, &low) == 0 && dwarf_highpc(&function, &high) == 0) {
            variables.low = address - (at - low);
            variables.high = variables.low + (high - low);
        }
    }
    debug->functions = take(debug->functions, debug->function_count * sizeof variables, (debug->function_count + 1) * sizeof variables);
    debug->functions[debug->function_count++] = variables;
    *out = variables.at;
    return variables.count;
}
