/* The trace as a sheet: the address space, and the stack after each step, as small pictures side by side. Text is text; light or dark
   is the viewer's. */
#include "trace.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 7, LINE = 16, MARGIN = 16, GAP = 18, PAD = 10, MOST_PANELS = 100, MOST_COLUMNS = 3,
       OFFSET = 9, LABEL_CELLS = 46, HEX = 17,          /* columns of a row, in characters */
       PANEL_WIDTH = CELL * (OFFSET + LABEL_CELLS + HEX) + 3 * PAD };

/* A picture of one step, drawn from its own corner. */
struct panel { char *text; size_t size; unsigned height; };

struct sheet {
    struct panel *panels;
    size_t count;
    uint64_t left_out;           /* steps that did not fit */
};

/* Fills by what a slot is; the colours of text are the library's in its own pictures. */
static const char style[] =
    "<style>\n"
    "text{white-space:pre}\n"
    ".back{fill:#ffffff}.text{fill:#1f2328}.dim{fill:#656d76}.bad{fill:#cf222e}.new{fill:#0550ae;font-weight:bold}.head{font-weight:bold}\n"
    ".panel,.cell{stroke:#d0d7de}.panel{fill:#f6f8fa}.cell{fill:#ffffff}.touched{stroke:#0550ae;stroke-width:2}.dead{opacity:.5}\n"
    ".argument{fill:#ddebff}.return{fill:#fde2df}.saved{fill:#e2f4de}.local{fill:#fff4d2}.shadow{fill:#eae2f7}.outgoing{fill:#d3f0ee}\n"
    ".room,.unset,.padding{stroke-dasharray:3 2}.room{fill:#edf9f8}.unset{fill:#fffbee}.padding{fill:#f6f8fa}\n"
    "@media (prefers-color-scheme:dark){\n"
    ".back{fill:#0d1117}.text{fill:#e6edf3}.dim{fill:#8b949e}.bad{fill:#ff7b72}.new{fill:#56d4dd}\n"
    ".panel,.cell{stroke:#30363d}.panel{fill:#161b22}.cell{fill:#0d1117}.touched{stroke:#56d4dd}\n"
    ".argument{fill:#1c2f4a}.return{fill:#4a2420}.saved{fill:#1f3a22}.local{fill:#403714}.shadow{fill:#33284a}.outgoing{fill:#143c3c}\n"
    ".room{fill:#102626}.unset{fill:#29240f}.padding{fill:#161b22}}\n"
    "</style>\n";

/* ------------------------------------------------------------------------- text */

static void put_escaped(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        switch (text[i]) {
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '&': fputs("&amp;", out); break;
        case '"': fputs("&quot;", out); break;
        default: fputc((unsigned char)text[i] < 0x20 || text[i] == 0x7f ? ' ' : text[i], out); /* XML has no control characters */
        }
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* Bytes of the text's first characters. */
static size_t bytes_of(const char *text, size_t wanted)
{
    size_t at = 0;
    for (size_t count = 0; text[at]; at++)
        if (((unsigned char)text[at] & 0xc0) != 0x80 && count++ == wanted)
            break;
    return at;
}

/* At most so many characters; what is cut off can be read by pointing at it. */
static void put_text(FILE *out, int x, int y, const char *class_name, size_t most, const char *text)
{
    size_t length = strlen(text), count = characters(text);
    bool cut = count > most;
    if (!length)
        return;
    fprintf(out, "<text x=\"%d\" y=\"%d\" class=\"%s\" textLength=\"%zu\">", x, y, class_name, CELL * (cut ? most : count));
    if (cut) {
        fputs("<title>", out);
        put_escaped(out, text, length);
        fputs("</title>", out);
    }
    put_escaped(out, text, cut ? bytes_of(text, most - 1) : length);
    fputs(cut ? "…</text>\n" : "</text>\n", out);
}

static void PRINTF_LIKE(6, 7) put_format(FILE *out, int x, int y, const char *class_name, size_t most, const char *format, ...)
{
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put_text(out, x, y, class_name, most, text);
}

static void put_box(FILE *out, int x, int y, int width, int height, const char *class_name)
{
    fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\"/>\n", x, y, width, height, class_name);
}

/* ------------------------------------------------------------------------- panel */

enum { ALL = (PANEL_WIDTH - 2 * PAD) / CELL };   /* characters of a line of a panel */

static int put_row(const struct trace *trace, FILE *out, const struct row *row, int y)
{
    const struct cpu *cpu = trace->world.cpu;
    const char *kind = row->slot ? slot_kind_name(row->slot->kind) : "";
    char class_name[60];
    int left = PAD + CELL * OFFSET + CELL / 2, width = PANEL_WIDTH - left - PAD;
    if (*row->title) {
        y += PAD / 2; /* frames are set apart */
        put_text(out, PAD, y + LINE - 4, "dim head", ALL, row->title);
        y += LINE;
    }
    fprintf(out, row->is_dead ? "<g class=\"dead\">\n" : "<g>\n");
    const char *sp = cpu->registers[cpu->sp].name, *fp = cpu->registers[cpu->fp].name;
    if (row->is_sp || row->is_fp)
        put_format(out, PAD, y + LINE - 4, "new", OFFSET, "%s%s%s →", row->is_sp ? sp : "", row->is_sp && row->is_fp ? " " : "", row->is_fp ? fp : "");
    else
        put_format(out, PAD, y + LINE - 4, "dim", OFFSET, "%s%+lld", sp, (long long)row->from_sp);
    snprintf(class_name, sizeof class_name, "cell %s%s", kind, row->is_touched ? " touched" : "");
    put_box(out, left, y, width, LINE, class_name);
    put_text(out, left + PAD / 2, y + LINE - 4, "text", LABEL_CELLS, row->label);
    put_format(out, left + width - CELL * (int)cpu->word * 2 - PAD / 2, y + LINE - 4, "dim", HEX, "%0*llx", (int)cpu->word * 2, (unsigned long long)row->value);
    fputs("</g>\n", out);
    return y + LINE;
}

static int put_registers(const struct trace *trace, FILE *out, int y)
{
    const struct cpu *cpu = trace->world.cpu;
    for (unsigned i = 0; i < cpu->count && trace->step; i++) {
        bool differs = memcmp(trace->before.at[i], trace->after.at[i], VECTOR_BYTES) != 0;
        const char *role = trace->roles[i];
        bool tells = trace->roles_changed >> i & 1 && i < cpu->general_count && strcmp(role, "free") != 0 && strcmp(role, "must be preserved") != 0;
        if (!differs && !tells)
            continue;
        put_text(out, PAD, y + LINE - 4, differs ? "new" : "text", 6, cpu->registers[i].name);
        put_format(out, PAD + 6 * CELL, y + LINE - 4, "text", 19, "0x%llx", (unsigned long long)register_value(&trace->after, i));
        put_text(out, PAD + 26 * CELL, y + LINE - 4, "dim", ALL - 26, role);
        y += LINE;
    }
    return y;
}

/* A message that may be long, in lines. */
static int put_finding(FILE *out, const struct finding *finding, int y)
{
    char text[320];
    snprintf(text, sizeof text, "✗ %s: %s", finding->rule, finding->message);
    for (const char *at = text; *at; y += LINE) {
        size_t length = bytes_of(at, ALL);
        while (at[length] && length && at[length] != ' ')
            length--;
        length = length ? length : strlen(at);
        char line[320];
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        put_text(out, PAD, y + LINE - 4, "bad", ALL, line);
        at += length + (at[length] == ' ');
    }
    return y;
}

static int put_heading(const struct trace *trace, FILE *out)
{
    const char *file;
    int line = 0, y = PAD + LINE;
    char text[200] = "";
    if (!trace->step) {
        put_format(out, PAD, PAD + LINE - 4, "text head", ALL, "%s is entered", trace->frames[0].name);
        return y;
    }
    put_format(out, PAD, PAD + LINE - 4, "text head", ALL, "%llu  %s", (unsigned long long)trace->step, trace->instruction.text);
    if (!debug_line(trace->debug, trace->instruction.address, &file, &line))
        return y;
    source_text(file, line, text, sizeof text);
    const char *slash = strrchr(file, '/');
    put_format(out, PAD, y + LINE - 4, "dim", ALL, "%s:%d  %s", slash ? slash + 1 : file, line, text);
    return y + LINE;
}

static void add_panel(struct trace *trace)
{
    struct sheet *sheet = trace->sheet;
    struct row rows[MOST_ROWS];
    size_t count = picture(trace, rows);
    sheet->panels = take(sheet->panels, sheet->count * sizeof *sheet->panels, (sheet->count + 1) * sizeof *sheet->panels);
    struct panel *panel = &sheet->panels[sheet->count];
    FILE *out = open_memstream(&panel->text, &panel->size);
    if (!out)
        return;
    sheet->count++;
    int y = put_heading(trace, out);
    for (; trace->shown_findings < trace->finding_count; trace->shown_findings++)
        y = put_finding(out, &trace->findings[trace->shown_findings], y);
    y = put_registers(trace, out, y);
    for (size_t i = 0; i < count; i++)
        y = put_row(trace, out, &rows[i], y);
    panel->height = (unsigned)(y + PAD);
    fclose(out);
    trace->roles_changed = 0;
}

static void svg_begin(struct trace *trace, FILE *out)
{
    (void)out;
    trace->sheet = take(NULL, 0, sizeof *trace->sheet);
    if (!trace->options->at_first)
        add_panel(trace);
}

static void svg_step(struct trace *trace, FILE *out)
{
    (void)out;
    if (!step_is_wanted(trace) && trace->shown_findings == trace->finding_count)
        return;
    if (trace->sheet->count < MOST_PANELS)
        add_panel(trace);
    else
        trace->sheet->left_out++;
}

/* ------------------------------------------------------------------------- sheet */

struct part { const char *name, *kind; uint64_t address, size; char note[60]; };

static int by_address(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    return left->address < right->address ? 1 : -1;
}

/* High addresses on top, as everywhere; not to scale. */
static int put_space(const struct trace *trace, FILE *out, int x, int y)
{
    const struct world *world = &trace->world;
    struct part parts[64];
    size_t count = 0;
    parts[count++] = (struct part){"stack", "local", world->stack_low, world->stack_high - world->stack_low, "grows down ↓"};
    parts[count++] = (struct part){"heap", "saved", world->heap_low, world->heap_high - world->heap_low, "grows up ↑"};
    if (world->outside_count)
        parts[count++] = (struct part){"functions outside the file", "", world->outside_low, 0, ""};
    for (size_t i = 0; i < world->object.section_count && count < sizeof parts / sizeof *parts; i++) {
        const struct section *section = &world->object.sections[i];
        if (world->placed.section_at[i] && section->size)
            parts[count++] = (struct part){section->name, section->flags & SECTION_CODE ? "argument" : section->flags & SECTION_WRITABLE ? "outgoing" : "shadow",
                                           world->placed.section_at[i], section->size, ""};
    }
    qsort(parts, count, sizeof *parts, by_address);
    for (size_t i = 0; i < count; i++, y += LINE + 4) {
        char class_name[40];
        snprintf(class_name, sizeof class_name, "cell %s", parts[i].kind);
        put_box(out, x, y, PANEL_WIDTH, LINE + 4, class_name);
        put_format(out, x + PAD / 2, y + LINE - 2, "dim", 18, "0x%012llx", (unsigned long long)parts[i].address);
        put_text(out, x + PAD + 16 * CELL, y + LINE - 2, "text", 34, parts[i].name);
        if (parts[i].size)
            put_format(out, x + PAD + 50 * CELL, y + LINE - 2, "dim", ALL - 50, parts[i].size % 1024 ? "%llu bytes %s" : "%llu KiB %s",
                       (unsigned long long)(parts[i].size % 1024 ? parts[i].size : parts[i].size / 1024), parts[i].note);
    }
    return y;
}

static int put_legend(FILE *out, int x, int y)
{
    static const struct { const char *kind, *text; } kinds[] = {
        {"argument", "argument"}, {"return", "return address"}, {"saved", "saved register"}, {"local", "variable"}, {"unset", "variable, not set"},
        {"outgoing", "outgoing argument"}, {"room", "room for one"}, {"shadow", "shadow space"}, {"padding", "padding, unused"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char class_name[40];
        int left = x + (int)(i % 3) * 24 * CELL, top = y + (int)(i / 3) * (LINE + 6);
        snprintf(class_name, sizeof class_name, "cell %s", kinds[i].kind);
        put_box(out, left, top, 2 * CELL, LINE, class_name);
        put_text(out, left + 3 * CELL, top + LINE - 4, "text", 20, kinds[i].text);
    }
    return y + 3 * (LINE + 6);
}

static void write_header(struct trace *trace, FILE *out, unsigned width, unsigned height)
{
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" role=\"img\">\n<title>", width, height, width, height);
    put_escaped(out, trace->options->file, strlen(trace->options->file));
    fprintf(out, ": %s</title>\n%s<rect width=\"100%%\" height=\"100%%\" class=\"back\"/>\n"
            "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"11.5\">\n",
            cconv_convention_name(trace->world.convention), style);
}

/* Above the panels; drawn twice, as its height is asked first. */
static int write_top(struct trace *trace, FILE *out, unsigned columns)
{
    char result[160];
    int x = columns > 1 ? MARGIN + PANEL_WIDTH + GAP : MARGIN, y = MARGIN + LINE;
    put_format(out, MARGIN, y, "text head", ALL, "%s: %s under %s", trace->options->file, cconv_target_name(trace->world.object.target),
               cconv_convention_name(trace->world.convention));
    if (result_text(trace, result, sizeof result))
        put_format(out, MARGIN, y + LINE, "text", ALL, "%llu instructions; %s returns %s", (unsigned long long)trace->step, trace->frames[0].name, result);
    else
        put_format(out, MARGIN, y + LINE, "text", ALL, "%llu instructions", (unsigned long long)trace->step);
    if (trace->finding_count)
        put_format(out, MARGIN, y + 2 * LINE, "bad", ALL, "%zu %s of the convention", trace->finding_count, trace->finding_count == 1 ? "violation" : "violations");
    else
        put_text(out, MARGIN, y + 2 * LINE, "text", ALL, "nothing breaks the convention");
    if (trace->sheet->left_out)
        put_format(out, MARGIN, y + 3 * LINE, "bad", ALL, "%llu more steps are left out: --at FROM-TO, --step line", (unsigned long long)trace->sheet->left_out);
    int bottom = put_legend(out, MARGIN, y + 4 * LINE);
    int end = put_space(trace, out, x, columns > 1 ? MARGIN : bottom + PAD);
    return (end > bottom ? end : bottom) + GAP;
}

static unsigned row_height(const struct sheet *sheet, size_t first, unsigned columns)
{
    unsigned height = 0;
    for (size_t i = first; i < first + columns && i < sheet->count; i++)
        height = sheet->panels[i].height > height ? sheet->panels[i].height : height;
    return height;
}

static void write_sheet(struct trace *trace, FILE *out)
{
    const struct sheet *sheet = trace->sheet;
    unsigned columns = sheet->count < MOST_COLUMNS ? sheet->count ? (unsigned)sheet->count : 1 : MOST_COLUMNS, height = 0;
    char *top = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&top, &size);
    if (!memory)
        return;
    unsigned y = (unsigned)write_top(trace, memory, columns);
    fclose(memory);
    for (size_t i = 0; i < sheet->count; i += columns)
        height += row_height(sheet, i, columns) + GAP;
    write_header(trace, out, 2 * MARGIN + columns * (PANEL_WIDTH + GAP) - GAP, y + height + MARGIN - GAP);
    fputs(top, out);
    free(top);
    for (size_t i = 0; i < sheet->count; i++) {
        unsigned tall = row_height(sheet, i - i % columns, columns);
        fprintf(out, "<g transform=\"translate(%u %u)\">\n<rect width=\"%d\" height=\"%u\" rx=\"6\" class=\"panel\"/>\n", MARGIN + (unsigned)(i % columns) * (PANEL_WIDTH + GAP),
                y, PANEL_WIDTH, tall);
        fwrite(sheet->panels[i].text, 1, sheet->panels[i].size, out);
        fputs("</g>\n", out);
        if (i % columns == columns - 1)
            y += tall + GAP;
    }
    fputs("</g>\n</svg>\n", out);
}

static void svg_end(struct trace *trace, FILE *out)
{
    struct sheet *sheet = trace->sheet;
    write_sheet(trace, out);
    if (sheet->left_out)
        complain("a sheet has %d pictures: %llu more are left out; --at FROM-TO, --step line or --step call choose", MOST_PANELS, (unsigned long long)sheet->left_out);
    else if (!sheet->count)
        complain("--at: there are %llu steps", (unsigned long long)trace->step);
    for (size_t i = 0; i < sheet->count; i++)
        free(sheet->panels[i].text);
    free(sheet->panels);
    free(sheet);
}

const struct writer svg_writer = {svg_begin, svg_step, svg_end, NULL};
