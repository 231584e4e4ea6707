/*
 * Where functions begin: symbols, unwind information, targets of direct calls. Which of them other files or pointers can call, and
 * who calls whom. Labels inside of functions (nasm's `f.loop`, local symbols without a type) are none.
 */
#include "check.h"
#include "architecture.h"

#include <stdlib.h>
#include <string.h>

struct pair {
    uint64_t from, to;
    bool is_call;
};

struct finder {
    struct image *image;
    struct function *at;
    size_t count, room;
    struct pair *edges;
    size_t edge_count, edge_room;
    uint8_t *blocks;                 /* a bit for each byte: nothing runs on into the instruction there */
    uint64_t *taken;
    size_t taken_count, taken_room;
    bool is_out_of_memory;
};

static void *room_for_one(struct finder *f, void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    size_t more = *room ? *room * 2 : 1024;
    void *grown = realloc(array, more * size);
    if (!grown) {
        f->is_out_of_memory = true;
        return array;
    }
    *room = more;
    return grown;
}

static void add(struct finder *f, uint64_t begin, uint64_t end, const char *name, unsigned flags)
{
    f->at = room_for_one(f, f->at, f->count, &f->room, sizeof *f->at);
    if (!f->is_out_of_memory)
        f->at[f->count++] = (struct function){.begin = begin, .end = end, .name = name, .flags = flags};
}

static void add_edge(struct finder *f, uint64_t from, uint64_t to, bool is_call)
{
    f->edges = room_for_one(f, f->edges, f->edge_count, &f->edge_room, sizeof *f->edges);
    if (!f->is_out_of_memory)
        f->edges[f->edge_count++] = (struct pair){from, to, is_call};
}

static void add_taken(struct finder *f, uint64_t address)
{
    f->taken = room_for_one(f, f->taken, f->taken_count, &f->taken_room, sizeof *f->taken);
    if (!f->is_out_of_memory)
        f->taken[f->taken_count++] = address;
}

/* Of two for one place: the one with a name and a size is kept. */
static int by_begin(const void *a, const void *b)
{
    const struct function *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (!x->name != !y->name)
        return x->name ? -1 : 1;
    unsigned xe = x->flags & FUNCTION_EXPORTED, ye = y->flags & FUNCTION_EXPORTED;
    if (xe != ye)
        return xe ? -1 : 1;
    return x->name && y->name ? strcmp(x->name, y->name) : 0;
}

static void merge(struct finder *f)
{
    size_t kept = 0;
    qsort(f->at, f->count, sizeof *f->at, by_begin);
    for (size_t i = 0; i < f->count; i++) {
        if (kept && f->at[kept - 1].begin == f->at[i].begin) {
            f->at[kept - 1].flags |= f->at[i].flags;
            if (f->at[i].end > f->at[kept - 1].end)
                f->at[kept - 1].end = f->at[i].end;
        } else {
            f->at[kept++] = f->at[i];
        }
    }
    f->count = kept;
}

/* --------------------------------------------------------------------- symbols */

/* Not called as a convention has it, or made to come back elsewhere. */
static bool is_special(const char *name)
{
    static const char *const names[] = {"_start", "__restore_rt", "__restore", "longjmp", "_longjmp", "siglongjmp", "__longjmp", "____longjmp_chk",
                                        "setcontext", "swapcontext", "__start_context", "_dl_runtime_resolve", "clone", "__clone", "vfork", "__vfork", NULL};
    for (size_t i = 0; names[i]; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

static int by_landing(const void *a, const void *b)
{
    const struct landing *x = a, *y = b;
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

static void add_symbols(struct finder *f)
{
    const struct object *object = f->image->object;
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        bool is_global = symbol->flags & SYMBOL_GLOBAL;
        if (!(symbol->flags & SYMBOL_DEFINED) || symbol->flags & (SYMBOL_SECTION | SYMBOL_DATA | SYMBOL_ABSOLUTE)
            || (!(symbol->flags & SYMBOL_FUNCTION) && !is_global))
            continue;
        uint64_t address = placed_symbol(&f->image->placed, i);
        const struct code_range *code = image_code(f->image, address);
        if (!code || code->is_linkage)
            continue;
        unsigned flags = (is_global && !(symbol->flags & SYMBOL_HIDDEN) ? FUNCTION_EXPORTED : 0) | (is_special(symbol->name) ? FUNCTION_SPECIAL : 0);
        if (symbol->flags & SYMBOL_HIDDEN && object->kind == OBJECT_RELOCATABLE)
            flags |= FUNCTION_EXPORTED; /* other objects of the same program call it */
        if (strstr(symbol->name, ".cold") || strstr(symbol->name, ".part.cold"))
            flags |= FUNCTION_FRAGMENT;
        if (symbol->flags & SYMBOL_VARIANT_PCS)
            flags |= FUNCTION_SPECIAL;
        if (name_never_returns(symbol->name))
            flags |= FUNCTION_NEVER_RETURNS;
        add(f, address, symbol->size ? address + symbol->size : 0, symbol->name, flags);
    }
    if (object->entry)
        add(f, object->entry + f->image->placed.slide, 0, NULL, FUNCTION_SPECIAL);
    size_t count;
    struct described *described = frames_read(f->image, &count);
    for (size_t i = 0; i < count; i++) {
        const struct code_range *code = image_code(f->image, described[i].begin);
        f->is_out_of_memory |= !landings_read(f->image, &described[i]);
        if (!code->is_linkage)
            add(f, described[i].begin, described[i].end, NULL, FUNCTION_DESCRIBED | (described[i].is_fragment ? FUNCTION_FRAGMENT : 0));
    }
    free(described);
    if (f->image->landing_count)
        qsort(f->image->landings, f->image->landing_count, sizeof *f->image->landings, by_landing);
}

/* ------------------------------------------------------------------------ code */

static void mark(const struct image *image, uint8_t *bits, uint64_t address)
{
    uint64_t at = address - image->placed.base;
    if (at < image->placed.size)
        bits[at / 8] |= (uint8_t)(1u << at % 8);
}

static void look_at(struct finder *f, uint64_t at, const struct effect *effect, uint64_t next)
{
    struct image *image = f->image;
    uint64_t value;
    bool is_near = effect->target >= image->placed.base && effect->target < image->placed.base + image->placed.size;
    if (effect->flow == FLOW_CALL && effect->target && effect->target != next) {
        add_edge(f, at, effect->target, true);
    } else if ((effect->flow == FLOW_JUMP || effect->flow == FLOW_BRANCH) && effect->target && is_near) {
        mark(image, image->leaders, effect->target);
        add_edge(f, at, effect->target, false);
    } else if (effect->operation == OPERATION_CONSTANT && effect->immediate && image_code(image, (uint64_t)effect->immediate)) {
        add_taken(f, (uint64_t)effect->immediate);
    } else if (effect->flow == FLOW_NEXT && effect->operation == OPERATION_LOAD && effect->memory_count && effect->memory[0].base == NO_REGISTER
               && effect->memory[0].index == NO_REGISTER && !effect->memory[0].is_tls
               && image_constant(image, (uint64_t)effect->memory[0].displacement, image->contract->word, &value) && image_code(image, value)) {
        add_taken(f, value);
    }
}

/* From each beginning to the next. */
static void sweep(struct finder *f)
{
    struct effect effect;
    for (size_t i = 0; i < f->count && !f->is_out_of_memory; i++) {
        const struct code_range *code = image_code(f->image, f->at[i].begin);
        if (!code)
            continue;
        uint64_t at = f->at[i].begin, end = i + 1 < f->count && f->at[i + 1].begin < code->end ? f->at[i + 1].begin : code->end;
        bool is_open = true;
        while (at < end) {
            size_t size;
            const uint8_t *bytes = image_bytes(f->image, at, &size);
            if (!instruction_effect(f->image->mode, bytes, size, at, &effect))
                break;
            mark(f->image, f->image->starts, at);
            look_at(f, at, &effect, at + effect.size);
            is_open = effect.flow == FLOW_JUMP || effect.flow == FLOW_RETURN || effect.flow == FLOW_TRAP || (is_open && effect.is_landing);
            at += effect.size;
            if (is_open)
                mark(f->image, f->blocks, at);
        }
    }
}

static struct function *find(struct function *at, size_t count, uint64_t address)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (at[middle].begin <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &at[low - 1] : NULL;
}

/* Data that hold addresses of functions. */
static void add_pointers(struct finder *f)
{
    const struct image *image = f->image;
    const struct object *object = image->object;
    for (size_t i = 0; i < object->import_count; i++)
        if (object->imports[i].target)
            add_taken(f, object->imports[i].target + image->placed.slide + (uint64_t)object->imports[i].addend);
    for (size_t i = 0; i < object->relocation_count; i++) {
        const struct section *section = &object->sections[object->relocations[i].section];
        uint64_t value, at = image->placed.section_at[object->relocations[i].section] + object->relocations[i].offset;
        if (!(section->flags & SECTION_LOADED) || section->flags & SECTION_CODE || !strcmp(section->name, ".eh_frame"))
            continue;
        const uint8_t *bytes = placed_bytes(&image->placed, at, image->contract->word);
        value = 0;
        for (unsigned j = 0; bytes && j < image->contract->word; j++)
            value |= (uint64_t)bytes[j] << 8 * j;
        add_taken(f, value);
    }
}

/* Calls into what is known to be another function's middle are no beginnings. */
static void add_called(struct finder *f)
{
    size_t known = f->count;
    for (size_t i = 0; i < f->edge_count; i++) {
        const struct code_range *code = f->edges[i].is_call ? image_code(f->image, f->edges[i].to) : NULL;
        if (code && !code->is_linkage)
            add(f, f->edges[i].to, 0, NULL, FUNCTION_CALLED);
    }
    if (f->count > known)
        merge(f);
}

/* Constants lie among code too: up to the first return all must be instructions of programs, and jump to instructions. */
static bool looks_like_code(const struct image *image, uint64_t address)
{
    enum { MOST = 4096 };
    struct effect effect;
    uint8_t system = image->object->arch == CCONV_ARCH_AARCH64 ? A64_SYSTEM : X86_SYSTEM;
    for (unsigned i = 0; i < MOST; i++, address += effect.size) {
        size_t size;
        const uint8_t *bytes = image_bytes(image, address, &size);
        if (!bytes || !instruction_effect(image->mode, bytes, size, address, &effect) || effect.flow == FLOW_TRAP || register_set_has(&effect.writes, system))
            return false;
        if (effect.target && !image_starts(image, effect.target) && !(image_code(image, effect.target) && image_code(image, effect.target)->is_linkage))
            return false;
        if (effect.flow == FLOW_RETURN || effect.flow == FLOW_JUMP)
            return i > 0;
    }
    return false;
}

/* Code that no table describes and only pointers lead to: behind an end of other code, and aligned. */
static void add_taken_functions(struct finder *f)
{
    enum { ALIGNED = 16 };
    size_t known = f->count;
    for (size_t i = 0; i < f->taken_count; i++) {
        uint64_t address = f->taken[i], at = address - f->image->placed.base;
        const struct code_range *code = image_code(f->image, address);
        const struct function *before = find(f->at, known, address);
        if (!code || code->is_linkage || address % ALIGNED || !before || before->begin == address || address < before->end)
            continue;
        if (image_starts(f->image, address) && f->blocks[at / 8] >> at % 8 & 1 && looks_like_code(f->image, address))
            add(f, address, 0, NULL, FUNCTION_TAKEN | FUNCTION_GUESSED);
    }
    if (f->count > known)
        merge(f);
}

static void mark_taken(struct finder *f)
{
    for (size_t i = 0; i < f->taken_count; i++) {
        struct function *function = find(f->at, f->count, f->taken[i]);
        if (function && function->begin == f->taken[i])
            function->flags |= FUNCTION_TAKEN;
    }
}

static int by_from(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : x->to != y->to ? (x->to < y->to ? -1 : 1) : 0;
}

static bool list_callees(struct finder *f, struct functions *out)
{
    for (size_t i = 0; i < f->edge_count; i++) { /* what the linkage table leads back to here */
        const struct code_range *code = image_code(f->image, f->edges[i].to);
        if (code && code->is_linkage)
            f->edges[i].to = image_through(f->image, f->edges[i].to);
    }
    if (f->edge_count)
        qsort(f->edges, f->edge_count, sizeof *f->edges, by_from);
    out->callees = calloc(f->edge_count + 1, sizeof *out->callees);
    if (!out->callees)
        return false;
    for (size_t i = 0; i < f->edge_count; i++) {
        struct function *from = find(f->at, f->count, f->edges[i].from), *to = find(f->at, f->count, f->edges[i].to);
        if (!from || !to || to->begin != f->edges[i].to || from == to || (i && !by_from(&f->edges[i - 1], &f->edges[i])))
            continue;
        if (!from->callee_count)
            from->first_callee = (uint32_t)out->callee_count;
        from->callee_count++;
        out->callees[out->callee_count++] = (uint32_t)(to - f->at);
    }
    return true;
}

bool functions_find(struct image *image, struct functions *out)
{
    struct finder f = {.image = image};
    memset(out, 0, sizeof *out);
    add_symbols(&f);
    for (size_t i = 0; i < image->code_count; i++) /* what nothing names at a section's begin */
        if (!image->code[i].is_linkage && !f.count)
            add(&f, image->code[i].begin, 0, NULL, 0);
    merge(&f);
    f.blocks = calloc(1, image->placed.size / 8 + 2);
    f.is_out_of_memory |= !f.blocks;
    sweep(&f);
    add_called(&f);
    add_pointers(&f);
    add_taken_functions(&f);
    mark_taken(&f);
    bool good = !f.is_out_of_memory && list_callees(&f, out);
    free(f.blocks);
    free(f.edges);
    free(f.taken);
    out->at = f.at;
    out->count = f.count;
    for (size_t i = 0; i < out->count; i++) {
        const struct code_range *code = image_code(image, out->at[i].begin);
        if (!out->at[i].end || (out->at[i].flags & FUNCTION_CALLED && !(out->at[i].flags & FUNCTION_DESCRIBED)))
            out->at[i].end = i + 1 < out->count && (!code || out->at[i + 1].begin < code->end) ? out->at[i + 1].begin : code ? code->end : out->at[i].begin;
    }
    return good && functions_order(out);
}

void functions_free(struct functions *functions)
{
    free(functions->at);
    free(functions->callees);
    free(functions->order);
}

struct function *function_before(const struct functions *functions, uint64_t address)
{
    return find(functions->at, functions->count, address);
}

struct function *function_at(const struct functions *functions, uint64_t address)
{
    struct function *function = find(functions->at, functions->count, address);
    return function && function->begin == address ? function : NULL;
}

/* Depth first, without recursion: a function comes after those that it calls, but for cycles. */
bool functions_order(struct functions *functions)
{
    size_t count = functions->count, depth = 0, done = 0;
    uint32_t *stack = calloc(count + 1, sizeof *stack), *next = calloc(count + 1, sizeof *next);
    uint8_t *seen = calloc(count + 1, 1);
    functions->order = calloc(count + 1, sizeof *functions->order);
    bool good = stack && next && seen && functions->order;
    for (size_t root = 0; good && root < count; root++) {
        if (seen[root])
            continue;
        seen[root] = 1;
        stack[depth++] = (uint32_t)root;
        while (depth) {
            uint32_t at = stack[depth - 1];
            const struct function *function = &functions->at[at];
            if (next[at] < function->callee_count) {
                uint32_t callee = functions->callees[function->first_callee + next[at]++];
                if (!seen[callee])
                    seen[callee] = 1, stack[depth++] = callee;
            } else {
                functions->order[done++] = at;
                depth--;
            }
        }
    }
    free(stack);
    free(next);
    free(seen);
    return good;
}
