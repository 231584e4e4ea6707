/* Effects of Arm's and RISC-V's instructions from their text, until the library of instructions has these. */
#include "trace.h"

#include <ctype.h>
#include <string.h>

static uint64_t bit_of(const struct cpu *cpu, const char *name, size_t length)
{
    int index = cpu_register(cpu, name, length);
    return index < 0 ? 0 : (uint64_t)1 << index;
}

struct word_row { const char *mnemonic; enum flow flow; };

static const struct word_row flows[] = {
    {"bl", FLOW_CALL}, {"blr", FLOW_CALL}, {"blx", FLOW_CALL}, {"jal", FLOW_CALL}, {"jalr", FLOW_CALL}, {"call", FLOW_CALL},
    {"ret", FLOW_RETURN}, {"retaa", FLOW_RETURN}, {"retab", FLOW_RETURN}, {"b", FLOW_JUMP}, {"br", FLOW_JUMP}, {"bx", FLOW_JUMP},
    {"j", FLOW_JUMP}, {"jr", FLOW_JUMP}, {"b.n", FLOW_JUMP}, {"b.w", FLOW_JUMP}, {"tail", FLOW_JUMP}, {"svc", FLOW_TRAP}, {"brk", FLOW_TRAP},
    {"udf", FLOW_TRAP}, {"ecall", FLOW_TRAP}, {"ebreak", FLOW_TRAP}, {"unimp", FLOW_TRAP}, {"cbz", FLOW_BRANCH}, {"cbnz", FLOW_BRANCH},
    {"tbz", FLOW_BRANCH}, {"tbnz", FLOW_BRANCH}, {"beq", FLOW_BRANCH}, {"bne", FLOW_BRANCH}, {"blt", FLOW_BRANCH}, {"bge", FLOW_BRANCH},
    {"bltu", FLOW_BRANCH}, {"bgeu", FLOW_BRANCH}, {"beqz", FLOW_BRANCH}, {"bnez", FLOW_BRANCH}, {"blez", FLOW_BRANCH}, {"bgez", FLOW_BRANCH},
    {"bltz", FLOW_BRANCH}, {"bgtz", FLOW_BRANCH}, {"bgt", FLOW_BRANCH}, {"ble", FLOW_BRANCH}, {"bls", FLOW_BRANCH}, {"bhi", FLOW_BRANCH},
    {"bhs", FLOW_BRANCH}, {"blo", FLOW_BRANCH}, {"bmi", FLOW_BRANCH}, {"bpl", FLOW_BRANCH}};

static enum flow text_flow(const struct cpu *cpu, const char *mnemonic, const char *operands)
{
    if (!strncmp(mnemonic, "b.", 2) && cpu->arch == CCONV_ARCH_AARCH64)
        return FLOW_BRANCH;
    if (cpu->arch == CCONV_ARCH_ARM && !strcmp(mnemonic, "bx") && !strcmp(operands, "lr"))
        return FLOW_RETURN;
    if (cpu->arch == CCONV_ARCH_ARM && (!strncmp(mnemonic, "pop", 3) || !strncmp(mnemonic, "ldm", 3)) && strstr(operands, "pc"))
        return FLOW_RETURN;
    if (cpu->arch == CCONV_ARCH_ARM && !strncmp(operands, "pc", 2) && (!strncmp(mnemonic, "ldr", 3) || !strncmp(mnemonic, "mov", 3)))
        return strstr(operands, "sp") || strstr(operands, "lr") ? FLOW_RETURN : FLOW_JUMP;
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++)
        if (!strcmp(flows[i].mnemonic, mnemonic))
            return flows[i].flow;
    return FLOW_NEXT;
}

/* How many of the operands, from the first on, are written; stores and comparisons have none. */
static unsigned written_count(const char *mnemonic)
{
    static const char *const none[] = {"st", "cmp", "cmn", "tst", "teq", "fcmp", "vcmp", "push", "sd", "sw", "sh", "sb", "fsd", "fsw", "ccmp",
                                       "prfm", "vstr", "vpush", "msr", "hint", "bti", "nop", "dmb", "c.sw", "c.sd", "vmrs", "bx"};
    static const char *const two[] = {"ldp", "ldnp", "umull", "smull", "ldxp", "ldrd", "umlal", "smlal"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (!strncmp(mnemonic, none[i], strlen(none[i])) && strncmp(mnemonic, "shl", 3) != 0 && strncmp(mnemonic, "sha", 3) != 0
            && strncmp(mnemonic, "shr", 3) != 0 && strncmp(mnemonic, "sbc", 3) != 0 && strncmp(mnemonic, "sbf", 3) != 0 && strncmp(mnemonic, "sdiv", 4) != 0)
            return 0;
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (!strncmp(mnemonic, two[i], strlen(two[i])))
            return 2;
    return 1;
}

/* The registers in an operand: "x0", "[sp, #16]!", "{r4, lr}". */
static uint64_t registers_in(const struct cpu *cpu, const char *text, const char *end)
{
    uint64_t bits = 0;
    while (text < end) {
        while (text < end && !isalnum((unsigned char)*text))
            text++;
        const char *start = text;
        while (text < end && isalnum((unsigned char)*text))
            text++;
        if (text > start && isalpha((unsigned char)*start)) /* "0x7" is a number */
            bits |= bit_of(cpu, start, (size_t)(text - start));
    }
    return bits;
}

/* The end of an operand: a comma outside of brackets. */
static const char *operand_end(const char *text)
{
    int depth = 0;
    for (; *text && !(depth == 0 && *text == ','); text++)
        depth += (*text == '[' || *text == '{' || *text == '(') - (*text == ']' || *text == '}' || *text == ')');
    return text;
}

static void text_effects(const struct cpu *cpu, const char *mnemonic, const char *operands, struct instruction *out)
{
    unsigned written = out->flow == FLOW_NEXT ? written_count(mnemonic) : 0, index = 0;
    bool stores = written == 0 && (!strncmp(mnemonic, "st", 2) || !strncmp(mnemonic, "push", 4) || !strncmp(mnemonic, "sd", 2) || !strncmp(mnemonic, "vpush", 5)
                                   || !strcmp(mnemonic, "fsd") || !strcmp(mnemonic, "vstr") || (cpu->word == 4 && !strcmp(mnemonic, "sw")));
    bool pops = !strncmp(mnemonic, "pop", 3) || !strncmp(mnemonic, "vpop", 4) || !strncmp(mnemonic, "ldm", 3);
    for (const char *at = operands; *at; index++) {
        const char *end = operand_end(at);
        uint64_t bits = registers_in(cpu, at, end);
        const char *bracket = memchr(at, '[', (size_t)(end - at));
        bool memory = bracket || memchr(at, '(', (size_t)(end - at));
        if (pops && memchr(at, '{', (size_t)(end - at)))
            out->writes |= bits;
        else if (index < written && !memory && !pops)
            out->writes |= bits;
        else
            out->reads |= bits;
        if (bracket && end[-1] == '!')
            out->writes |= registers_in(cpu, bracket, bracket + strcspn(bracket, ",]!"));
        if (bracket && *end == ',' && strncmp(mnemonic, "cmp", 3) != 0)
            out->writes |= registers_in(cpu, bracket, end); /* post-indexed */
        if (stores && !memory)
            out->stores_from |= bits;
        at = *end ? end + 1 : end;
    }
    if (!strncmp(mnemonic, "push", 4) || !strncmp(mnemonic, "vpush", 5) || pops)
        out->reads |= (uint64_t)1 << cpu->sp, out->writes |= (uint64_t)1 << cpu->sp;
    if (out->flow == FLOW_CALL && cpu->link >= 0)
        out->writes |= (uint64_t)1 << cpu->link;
}

void decode_by_text(const struct cpu *cpu, struct instruction *out)
{
    char mnemonic[32] = "";
    size_t length = strcspn(out->text, " ");
    memcpy(mnemonic, out->text, length < sizeof mnemonic ? length : sizeof mnemonic - 1);
    const char *operands = out->text + length + strspn(out->text + length, " ");
    out->flow = text_flow(cpu, mnemonic, operands);
    if (strcmp(mnemonic, "nop") != 0 && strcmp(mnemonic, "hint") != 0)
        text_effects(cpu, mnemonic, operands, out);
}
