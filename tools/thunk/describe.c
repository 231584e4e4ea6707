/* The comment above the code: what it is, where every value is on both sides and by which rule, and the frame. */
#include "thunk.h"

#include <string.h>

enum { LONGEST_PLACE = 256, MOST_RULES = 64 };

/* -------------------------------------------------------------------- places */

void place_memory(const struct sheet *sheet, const char *base, int64_t offset, char *out, size_t room)
{
    char number[32] = "";
    long long value = (long long)offset;
    switch (sheet->syntax) {
    case SYNTAX_ATT:
        if (value)
            snprintf(number, sizeof number, "%lld", value);
        snprintf(out, room, "%s(%%%s)", number, base);
        break;
    case SYNTAX_GNU:
        if (sheet->arch == CCONV_ARCH_RISCV64)
            snprintf(out, room, "%lld(%s)", value, base);
        else if (value)
            snprintf(out, room, "[%s, #%lld]", base, value);
        else
            snprintf(out, room, "[%s]", base);
        break;
    default:
        if (value)
            snprintf(number, sizeof number, "%+lld", value);
        snprintf(out, room, "[%s%s]", base, number);
    }
}

/* The part of a general register of x86 that has `size` bytes: eax, r8d. */
static void x86_part(const char *name, uint64_t size, char *out, size_t room)
{
    const char *end = size <= 1 ? "l" : "";
    bool is_low = size <= 2 && (strchr("abcd", name[1]) && name[2] == 'x');
    if (name[1] >= '0' && name[1] <= '9')
        snprintf(out, room, "%s%s", name, size <= 1 ? "b" : size <= 2 ? "w" : "d");
    else if (is_low && size <= 1)
        snprintf(out, room, "%cl", name[1]);
    else
        snprintf(out, room, "%s%s%s", size > 2 ? "e" : "", name + 1, end);
}

const char *place_register(const struct sheet *sheet, const char *name, uint64_t size, char *out, size_t room)
{
    char part[32];
    snprintf(part, sizeof part, "%s", name);
    if (sheet->arch == CCONV_ARCH_X86_64 && name[0] == 'r' && size <= 4)
        x86_part(name, size, part, sizeof part);
    else if (sheet->arch == CCONV_ARCH_X86 && name[0] == 'e' && size <= 2)
        x86_part(name, size, part, sizeof part);
    else if (sheet->arch == CCONV_ARCH_AARCH64 && name[0] == 'x' && size <= 4)
        part[0] = 'w';
    else if (sheet->arch == CCONV_ARCH_AARCH64 && name[0] == 'v')
        part[0] = size <= 1 ? 'b' : size <= 2 ? 'h' : size <= 4 ? 's' : size <= 8 ? 'd' : 'q';
    snprintf(out, room, "%s%s", sheet->syntax == SYNTAX_ATT ? "%" : "", part);
    return out;
}

static void append(char *out, size_t room, const char *text)
{
    size_t length = strlen(out);
    snprintf(out + length, room - length, "%s", text);
}

/* The pieces of one value, memory counted from `base` + `offset`: "edi", "s[0-7] in rdi, s[8-15] in 8(%rsp)". */
static void pieces_text(const struct sheet *sheet, const cconv_plan *plan, const cconv_piece *pieces, size_t count,
                        const char *base, int64_t offset, char *out, size_t room)
{
    for (size_t i = 0; i < count; i++) {
        char place[64], part[128];
        const cconv_piece *piece = &pieces[i];
        if (piece->where == CCONV_IN_REGISTER)
            place_register(sheet, cconv_plan_register_name(plan, piece->reg), piece->at + piece->size, place, sizeof place);
        else
            place_memory(sheet, base, offset + (int64_t)piece->at, place, sizeof place);
        if (count > 1)
            snprintf(part, sizeof part, "%s%s (bytes %llu-%llu)", i ? ", " : "", place, (unsigned long long)piece->offset,
                     (unsigned long long)(piece->offset + piece->size - 1));
        else
            snprintf(part, sizeof part, "%s", place);
        append(out, room, part);
    }
}

static void value_text(const struct sheet *sheet, const cconv_plan *plan, const cconv_placement *value, bool is_result,
                       const char *base, int64_t offset, char *out, size_t room)
{
    out[0] = '\0';
    if (value->kind == CCONV_PLACED_VOID || value->kind == CCONV_PLACED_IGNORED) {
        snprintf(out, room, "nothing");
        return;
    }
    if (value->kind == CCONV_PLACED_INDIRECT && is_result)
        append(out, room, value->piece_count ? "in memory, address in " : "in memory");
    else if (value->kind == CCONV_PLACED_INDIRECT)
        append(out, room, "pointer in ");
    pieces_text(sheet, plan, value->pieces, value->piece_count, base, offset, out, room);
    if (value->extend && value->extended_to)
        append(out, room, value->extend == CCONV_EXTEND_SIGN ? ", sign-extended" : ", zero-extended");
}

static const char *stack_pointer(const struct sheet *sheet)
{
    return sheet->arch == CCONV_ARCH_X86_64 ? "rsp" : sheet->arch == CCONV_ARCH_X86 ? "esp" : "sp";
}

/* --------------------------------------------------------------------- tables */

static void name_text(const cconv_placement *value, size_t index, char *out, size_t room)
{
    if (value->name)
        snprintf(out, room, "%s", value->name);
    else
        snprintf(out, room, "#%zu", index + 1);
}

static void put_row(struct sheet *sheet, const struct function *function, const char *name, const char *left, const char *right)
{
    if (function->from == function->to)
        put_comment(sheet, "  %-10s %s", name, left);
    else
        put_comment(sheet, "  %-10s %-38s %s", name, left, right);
}

static void put_values(struct sheet *sheet, const struct function *function)
{
    char name[64], left[LONGEST_PLACE], right[LONGEST_PLACE];
    const char *sp = stack_pointer(sheet);
    put_row(sheet, function, "", cconv_convention_name(cconv_plan_convention(function->from)),
            cconv_convention_name(cconv_plan_convention(function->to)));
    const cconv_hidden *a = cconv_plan_hidden(function->from, 0), *b = cconv_plan_hidden(function->to, 0);
    if (a || b) {
        snprintf(left, sizeof left, a ? "" : "nothing");
        snprintf(right, sizeof right, b ? "" : "nothing");
        if (a)
            pieces_text(sheet, function->from, a->pieces, a->piece_count, sp, 0, left, sizeof left);
        if (b)
            pieces_text(sheet, function->to, b->pieces, b->piece_count, sp, 0, right, sizeof right);
        put_row(sheet, function, "(result)", left, right);
    }
    for (size_t i = 0; i < cconv_plan_argument_count(function->from); i++) {
        const cconv_placement *value = cconv_plan_argument(function->from, i);
        name_text(value, i, name, sizeof name);
        value_text(sheet, function->from, value, false, sp, 0, left, sizeof left);
        value_text(sheet, function->to, cconv_plan_argument(function->to, i), false, sp, 0, right, sizeof right);
        put_row(sheet, function, name, left, right);
    }
    value_text(sheet, function->from, cconv_plan_result(function->from), true, sp, 0, left, sizeof left);
    value_text(sheet, function->to, cconv_plan_result(function->to), true, sp, 0, right, sizeof right);
    put_row(sheet, function, "result", left, right);
}

/* Each rule once, with what it decided. */
static void put_rules(struct sheet *sheet, const cconv_plan *plan)
{
    const cconv_rule *said[MOST_RULES];
    size_t count = cconv_plan_argument_count(plan), known = 0;
    for (size_t i = 0; i <= count; i++) {
        const cconv_placement *value = i < count ? cconv_plan_argument(plan, i) : cconv_plan_result(plan);
        bool is_known = !value->rule || value->kind == CCONV_PLACED_VOID || known == MOST_RULES;
        for (size_t j = 0; j < known && !is_known; j++)
            is_known = said[j] == value->rule;
        if (is_known)
            continue;
        said[known++] = value->rule;
        char names[LONGEST_PLACE] = "", name[64];
        for (size_t j = i; j <= count; j++) {
            const cconv_placement *other = j < count ? cconv_plan_argument(plan, j) : cconv_plan_result(plan);
            if (other->rule != value->rule)
                continue;
            name_text(other, j, name, sizeof name);
            append(names, sizeof names, names[0] ? ", " : "");
            append(names, sizeof names, j < count ? name : "result");
        }
        put_comment(sheet, "  %s: %s %s: %s", names, value->rule->document ? value->rule->document : "",
                    value->rule->section ? value->rule->section : "", value->rule->reason ? value->rule->reason : "");
    }
}

static void put_frame(struct sheet *sheet, const struct function *function)
{
    const cconv_frame_row *row;
    char place[64];
    put_comment(sheet, "The frame, from high addresses to low:");
    for (size_t i = 0; (row = cconv_listing_frame_row(function->listing, i)); i++) {
        place_memory(sheet, row->base, row->offset, place, sizeof place);
        put_comment(sheet, "  %-14s | %-52s | %llu", place, row->text, (unsigned long long)row->size);
    }
}

/* ---------------------------------------------------------------------- whole */

/* The block that a call reads, as C. */
static void put_block(struct sheet *sheet, const struct function *function)
{
    char member[LONGEST_PLACE];
    size_t count = cconv_signature_parameter_count(function->signature);
    put_comment(sheet, "  struct {");
    for (size_t i = 0; i < count; i++) {
        const cconv_parameter *parameter = cconv_signature_parameter(function->signature, i);
        char name[32];
        snprintf(name, sizeof name, "argument_%zu", i + 1);
        cconv_type_print(parameter->type, 0, parameter->name ? parameter->name : name, member, sizeof member);
        put_comment(sheet, "      %s;", member);
    }
    put_comment(sheet, "  };");
}

void describe(struct sheet *sheet, const struct function *function)
{
    const char *from = cconv_convention_name(cconv_plan_convention(function->from));
    const char *to = cconv_convention_name(cconv_plan_convention(function->to));
    const char *as_from = function->methods & METHOD_FROM ? " as a method" : "", *as_to = function->methods & METHOD_TO ? " as a method" : "";
    put(sheet, "\n");
    if (sheet->kind == KIND_BRIDGE)
        put_comment(sheet, "%s: called under %s%s, calls %s under %s%s.", function->symbol, from, as_from, function->target, to, as_to);
    else if (sheet->kind == KIND_CHECK)
        put_comment(sheet, "%s: calls %s under watch, and counts in %s_failures what that breaks of %s. For one call at a time.", function->name,
                    function->target, function->name, to);
    else if (sheet->kind == KIND_CALL)
        put_comment(sheet, "%s: calls %s under %s%s, as void (const block *arguments, result *result).", function->symbol,
                    function->target ? function->target : "the kernel", to, as_to);
    else
        put_comment(sheet, "%s: called under %s%s.", function->symbol, from, as_from);
    put_comment(sheet, "  %s", cconv_plan_declaration(function->to));
    if (sheet->kind == KIND_CALL) {
        put_comment(sheet, "The block of arguments:");
        put_block(sheet, function);
    }
    put_comment(sheet, "%s", "");
    put_comment(sheet, "At the first instruction of the function that is called:");
    put_values(sheet, function);
    put_comment(sheet, "By these rules:");
    put_rules(sheet, function->from);
    if (function->from != function->to)
        put_rules(sheet, function->to);
    if (!function->listing)
        return;
    put_comment(sheet, "%s", "");
    put_frame(sheet, function);
}

void describe_body(struct sheet *sheet, const struct function *function)
{
    char name[64], place[LONGEST_PLACE];
    int64_t offset;
    const char *base = cconv_listing_entry_stack(function->listing, &offset), *comment = comment_of(sheet);
    size_t count = cconv_plan_argument_count(function->from);
    const cconv_hidden *hidden = cconv_plan_hidden(function->from, 0);
    put(sheet, "\t%s ---- the body; here are\n", comment);
    if (hidden) {
        place[0] = '\0';
        pieces_text(sheet, function->from, hidden->pieces, hidden->piece_count, base, offset, place, sizeof place);
        put(sheet, "\t%s   %-10s %s: where the result goes\n", comment, "(result)", place);
    }
    for (size_t i = 0; i < count; i++) {
        const cconv_placement *value = cconv_plan_argument(function->from, i);
        name_text(value, i, name, sizeof name);
        value_text(sheet, function->from, value, false, base, offset, place, sizeof place);
        put(sheet, "\t%s   %-10s %s: %s\n", comment, name, place, value->type);
    }
    value_text(sheet, function->from, cconv_plan_result(function->from), true, base, offset, place, sizeof place);
    put(sheet, "\t%s   %-10s %s: %s\n", comment, "result", place, cconv_plan_result(function->from)->type);
    put(sheet, "\t%s ----\n", comment);
}
