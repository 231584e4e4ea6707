/*
 * Plans: a signature placed by a convention, as one immutable allocation. Everything is worked out in scratch memory
 * on the stack and copied once; the signature's texts are copied as one block and the pointers into it moved along,
 * so that a plan outlives the context. Rules and notes are static and only pointed to.
 *
 * Placing itself is the convention's (src/convention); the reading back is in read.c.
 */
#include "plan/plan.h"

#include <assert.h>
#include <string.h>

enum {
    SCRATCH_SLOTS = 16,  /* arguments and the result; larger signatures use the allocator */
    SCRATCH_PIECES = 48,
    MEMBER_LIMIT = 1 << 20, /* in one value, those of its members counted */
    TYPE_NOTES = COUNT_OF(((struct cconv_type *)0)->note)
};

/* Everything known before the plan is written. */
struct draft {
    struct cursor at;
    const struct cconv_signature *signature;
    struct slot *slots;          /* one for each argument, then the result */
    uint32_t argument_count;
    uint32_t piece_count, note_count;   /* those that the slots still use */
    size_t symbol_size;          /* bytes of a symbol that is none of the signature's texts; 0 for none */
    uint32_t features;
    cconv_reading reading;
    bool has_syscall_number;
    int64_t syscall_number;
    bool is_method;
};

static const cconv_rule no_such_argument = {"ISO C17", "6.5.2.2p4", "an argument has complete object type"};
static const cconv_rule no_such_result = {"ISO C17", "6.7.6.3p1", "a function returns neither an array nor a function"};
static const cconv_rule address_space = {"ISO C17", "7.19p2", "an object's size fits size_t"};

static const cconv_rule member_limit = {"ISO C17", "5.2.4.1", "an implementation limits members and their nesting"};

static cconv_status check_type(struct cursor *at, const struct cconv_type *type)
{
    const struct cconv_type *bare = canonical(type);
    const cconv_rule *rule = at->in_result ? &no_such_result : &no_such_argument;
    if (bare->kind == CCONV_FUNCTION || bare->kind == CCONV_ARRAY || bare->kind == CCONV_VOID)
        return unsupported(at, type, rule, at->in_result ? "cannot be returned by value" : "cannot be passed by value");
    if (!type_is_passable(bare))
        return unsupported(at, type, at->in_result ? &no_such_result : &no_such_argument,
                           "is incomplete: its size is not known");
    if (bare->size > (uint64_t)1 << 62)
        return unsupported(at, type, &address_space, "is too large for the address space");
    /* Sixty unions of two unions each are short to write; conventions look at every member. */
    if (is_record(bare) && bare->member_total > MEMBER_LIMIT)
        return unsupported(at, type, &member_limit, "has too many nested members");
    return CCONV_OK;
}

/* After placing a value: what it used. */
static cconv_status count_slot(struct draft *draft, const struct slot *slot, const struct cconv_type *type)
{
    if (draft->at.out_of_memory)
        return error_no_memory(draft->at.error);
    draft->piece_count += slot->piece_count;
    draft->note_count += slot->note_count + canonical(type)->layout_notes;
    return CCONV_OK;
}

static cconv_status place_result(struct draft *draft)
{
    struct cursor *at = &draft->at;
    const struct cconv_type *type = draft->signature->result;
    struct slot *slot = &draft->slots[draft->argument_count];
    slot->kind = CCONV_PLACED_VOID;
    slot->extend = CCONV_EXTEND_NONE;
    slot->extended_to = slot->note_count = 0;
    slot->first_piece = slot->piece_count = 0;
    slot->rule = NULL;
    if (canonical(type)->kind == CCONV_VOID)
        return CCONV_OK;
    slot->kind = CCONV_PLACED_DIRECT;
    at->in_result = true;
    at->qualifiers = type_qualifiers(type, draft->signature->result_qualifiers);
    at->name = NULL;
    at->type_text = draft->signature->type_texts[draft->argument_count];
    cconv_status status = check_type(at, type);
    if (!status && draft->is_method && is_record(canonical(type))) {
        slot->kind = CCONV_PLACED_INDIRECT;
        slot->rule = &at->convention->method->result;
        put_register(at, slot, 0, at->target->pointer_size, at->convention->method->returned, 0);
    } else if (!status) {
        status = at->convention->place_result(at, type, slot);
    }
    at->in_result = false;
    return status ? status : count_slot(draft, slot, type);
}

/* A struct or union that a method returns by the convention's rule for methods. */
static bool returns_by_method(const struct draft *draft)
{
    return draft->is_method && is_record(canonical(draft->signature->result));
}

/* After the object's address comes the result's, as another argument of that type. */
static cconv_status place_method_pointer(struct draft *draft)
{
    struct cursor *at = &draft->at;
    const struct cconv_type *type = draft->signature->parameters[0].type;
    const cconv_rule *rule = &at->convention->method->pointer;
    struct slot *pointer = put_sret(at, rule);
    at->name = NULL;
    cconv_status status = at->convention->place_argument(at, type, pointer);
    pointer->rule = rule;
    return status;
}

static cconv_status place_argument(struct draft *draft, uint32_t index)
{
    struct cursor *at = &draft->at;
    const struct cconv_signature *signature = draft->signature;
    const struct cconv_type *type = signature->parameters[index].type;
    struct slot *slot = &draft->slots[index];
    if (!at->second_pass) { /* which finds the slot as the first left it */
        slot->kind = CCONV_PLACED_DIRECT;
        slot->extend = CCONV_EXTEND_NONE;
        slot->extended_to = slot->note_count = 0;
        slot->deferred = false;
        slot->first_piece = slot->piece_count = 0;
        slot->rule = NULL;
    }
    at->index = index;
    at->qualifiers = type_qualifiers(type, signature->parameters[index].qualifiers);
    at->in_variadic = index >= signature->fixed;
    at->name = signature->parameters[index].name;
    at->type_text = signature->type_texts[index];
    cconv_status status = check_type(at, type);
    return status ? status : at->convention->place_argument(at, type, slot);
}

static cconv_status place_arguments(struct draft *draft)
{
    struct cursor *at = &draft->at;
    const struct cconv_signature *signature = draft->signature;
    cconv_status status = CCONV_OK;
    bool deferred = false;
    for (uint32_t i = 0; !status && i < draft->argument_count; i++) {
        status = place_argument(draft, i);
        deferred |= draft->slots[i].deferred;
        if (!status && i == 0 && returns_by_method(draft))
            status = place_method_pointer(draft);
    }
    at->second_pass = true;
    for (uint32_t i = 0; !status && deferred && i < draft->argument_count; i++)
        if (draft->slots[i].deferred)
            status = place_argument(draft, i);
    for (uint32_t i = 0; !status && i < draft->argument_count; i++)
        status = count_slot(draft, &draft->slots[i], signature->parameters[i].type);
    if (status)
        return status;
    if (at->sret)
        draft->piece_count += at->sret->piece_count;
    return at->out_of_memory ? error_no_memory(at->error) : CCONV_OK;
}

/* Where everything lies in the one allocation: offsets from its start. */
struct extent {
    size_t placements, hidden, pieces, notes, texts, symbol, total;
};

static struct extent measure(const struct draft *draft)
{
    struct extent e; /* pieces hold 64-bit numbers, also where pointers have 32 */
    e.placements = round_up(sizeof(struct cconv_plan), 8);
    e.hidden = e.placements + ((size_t)draft->argument_count + 1) * sizeof(cconv_placement);
    e.pieces = round_up(e.hidden + (draft->at.sret ? sizeof(cconv_hidden) : 0), 8);
    e.notes = e.pieces + draft->piece_count * sizeof(cconv_piece);
    e.texts = e.notes + draft->note_count * sizeof(const char *);
    e.symbol = e.texts + draft->signature->texts_size;
    e.total = e.symbol + draft->symbol_size;
    return e;
}

/* A text of the signature, where it lies in the plan. */
static const char *moved(const struct cconv_signature *signature, const char *texts, const char *text)
{
    if (!text)
        return NULL;
    size_t offset = (size_t)(text - signature->texts);
    assert(offset < signature->texts_size);
    return texts + offset;
}

struct plan_writer {
    struct draft *draft;
    const char *texts;
    cconv_piece *piece;
    const char **note;
};

/* Pieces are written in the order of the convention's clauses, and read by rising offset: nearly always the same. */
static cconv_piece *copy_pieces(struct plan_writer *writer, const struct slot *slot)
{
    cconv_piece *first = writer->piece;
    const cconv_piece *from = writer->draft->at.pieces + slot->first_piece;
    for (uint32_t i = 0; i < slot->piece_count; i++) {
        uint32_t j = i;
        for (; j > 0 && first[j - 1].offset > from[i].offset; j--)
            first[j] = first[j - 1];
        first[j] = from[i];
    }
    writer->piece += slot->piece_count;
    return first;
}

static void write_placement(struct plan_writer *writer, const struct slot *slot, const struct cconv_type *type,
                            const char *name, const char *type_text, bool variadic, cconv_placement *out)
{
    const struct cconv_signature *signature = writer->draft->signature;
    const struct cconv_type *bare = canonical(type);
    const char **notes = writer->note;
    for (uint32_t i = 0; i < slot->note_count; i++)
        *writer->note++ = slot->notes[i]->note;
    for (uint32_t i = 0; i < bare->layout_notes && i < TYPE_NOTES; i++)
        *writer->note++ = cconv_type_note(bare, i);
    out->name = moved(signature, writer->texts, name);
    out->type = moved(signature, writer->texts, type_text);
    out->size = bare->size;
    out->align = (uint32_t)type_align_of(type);
    out->kind = slot->kind;
    out->extend = slot->extend;
    out->extended_to = slot->extended_to;
    out->variadic = variadic;
    out->scalable = bare->kind == CCONV_SCALABLE;
    out->widens = !type_is_integer(bare) ? CCONV_EXTEND_NONE : bare->is_signed ? CCONV_EXTEND_SIGN : CCONV_EXTEND_ZERO;
    out->pieces = copy_pieces(writer, slot);
    out->piece_count = slot->piece_count;
    out->rule = slot->rule;
    out->notes = notes;
    out->note_count = (size_t)(writer->note - notes);
}

static void write_placements(struct plan_writer *writer, struct cconv_plan *plan)
{
    const struct draft *draft = writer->draft;
    const struct cconv_signature *signature = draft->signature;
    uint32_t count = draft->argument_count;
    for (uint32_t i = 0; i < count; i++)
        write_placement(writer, &draft->slots[i], signature->parameters[i].type, signature->parameters[i].name,
                        signature->type_texts[i], i >= signature->fixed, &plan->arguments[i]);
    write_placement(writer, &draft->slots[count], signature->result, NULL, signature->type_texts[count], false,
                    plan->result);
    if (plan->result->kind == CCONV_PLACED_VOID)
        plan->result->size = plan->result->align = 0; /* GNU C gives void a size of 1; a result has none */
    if (draft->at.sret) {
        plan->hidden[0].role = CCONV_HIDDEN_SRET;
        plan->hidden[0].reserved = 0;
        plan->hidden[0].pieces = copy_pieces(writer, draft->at.sret);
        plan->hidden[0].piece_count = draft->at.sret->piece_count;
        plan->hidden[0].rule = draft->at.sret->rule;
    }
}

static void write_stack(const struct draft *draft, cconv_plan_stack *stack)
{
    const struct cconv_convention *convention = draft->at.convention;
    const cconv_stack_rules *rules = &convention->stack;
    /* Natural-size packing (a slot of 1) still leaves the area whole in units of a pointer. */
    uint64_t unit = max_u64(rules->slot, draft->at.target->pointer_size);
    stack->args_size = round_up(draft->at.nsaa, unit);
    stack->alignment = (uint32_t)max_u64(rules->alignment, draft->at.area_align);
    stack->shadow_space = rules->shadow_space;
    stack->red_zone = rules->red_zone;
    stack->return_address = rules->return_address;
    stack->callee_cleans = rules->callee_cleans;
    stack->reserved = 0;
    stack->callee_pops = rules->callee_cleans ? stack->args_size : 0;
    if (convention->finish)
        convention->finish(&draft->at, stack);
}

/* The linker's name; most often the signature's own text. */
static const char *write_symbol(const struct draft *draft, const char *texts, char *room)
{
    if (draft->at.convention->syscall)
        return NULL;
    if (draft->symbol_size == 0)
        return moved(draft->signature, texts, draft->signature->name);
    struct text text = {room, draft->symbol_size, 0};
    symbol_write(&text, draft->at.convention, draft->at.target, draft->signature);
    text_end(&text);
    return room;
}

static cconv_status write_plan(struct draft *draft, struct cconv_plan **out)
{
    draft->symbol_size = symbol_size(draft->at.convention, draft->at.target, draft->signature);
    struct extent extent = measure(draft);
    char *memory = allocator_take(&draft->at.allocator, extent.total);
    if (!memory)
        return error_no_memory(draft->at.error);
    const struct cconv_signature *signature = draft->signature;
    struct cconv_plan *plan = (struct cconv_plan *)(void *)memory;
    char *texts = memory + extent.texts;
    memcpy(texts, signature->texts, signature->texts_size);
    plan->allocator = draft->at.allocator;
    plan->allocation = extent.total;
    plan->convention = draft->at.becomes ? draft->at.becomes : draft->at.convention;
    plan->target = draft->at.target;
    plan->reading = draft->reading;
    plan->is_variadic = signature->variadic;
    plan->counts_vectors = signature->variadic || signature->old_style;
    plan->vector_count = (uint32_t)min_u64(draft->at.nsrn, draft->at.convention->vector_args.count);
    plan->integers_taken = (uint32_t)min_u64(draft->at.ngrn, draft->at.convention->integer_args.count);
    plan->has_syscall_number = draft->has_syscall_number;
    plan->syscall_number = draft->syscall_number;
    plan->argument_count = draft->argument_count;
    plan->hidden_count = draft->at.sret != NULL;
    plan->name = moved(signature, texts, signature->name);
    plan->declaration = moved(signature, texts, signature->declaration);
    plan->converted_from = moved(signature, texts, signature->converted_from);
    plan->converted = signature->converted - !!signature->converted;
    plan->symbol = write_symbol(draft, texts, memory + extent.symbol);
    plan->arguments = (cconv_placement *)(void *)(memory + extent.placements);
    plan->result = plan->arguments + draft->argument_count;
    plan->hidden = (cconv_hidden *)(void *)(memory + extent.hidden);
    write_stack(draft, &plan->stack);
    struct plan_writer writer = {draft, texts, (cconv_piece *)(void *)(memory + extent.pieces),
                                 (const char **)(void *)(memory + extent.notes)};
    write_placements(&writer, plan);
    *out = plan;
    return CCONV_OK;
}

/* Checks what the caller asks for and sets the cursor to the start of the call. */
static cconv_status start(struct draft *draft, const struct cconv_convention *convention,
                          const struct cconv_signature *signature, const cconv_plan_options *options,
                          cconv_error *error)
{
    static const cconv_plan_options defaults;
    const struct cconv_context *context = signature->context;
    draft->reading = options ? options->reading : context->reading;
    options = options ? options : &defaults;
    uint32_t features = options->features | context->features;
    for (unsigned i = 0; i < COUNT_OF(options->reserved); i++)
        if (options->reserved[i])
            return error_set(error, CCONV_INVALID, "reserved fields of the plan's options must be zero");
    if ((unsigned)draft->reading > CCONV_AS_MSVC)
        return error_set(error, CCONV_INVALID, "unknown reading %u", (unsigned)draft->reading);
    if (features & ~(CCONV_FEATURE_AVX | CCONV_FEATURE_AVX512 | CCONV_FEATURE_NO_SSE))
        return error_set(error, CCONV_INVALID, "unknown features 0x%x", (unsigned)features);
    if (features & CCONV_FEATURE_NO_SSE && features != CCONV_FEATURE_NO_SSE)
        return error_set(error, CCONV_INVALID, "AVX without SSE: these features exclude each other");
    draft->at.asked = convention;
    if (cconv_convention_accepts(convention, context->target) && signature->variadic && convention->variadic_is_own)
        convention = cconv_target_convention(context->target);
    if (!cconv_convention_accepts(convention, context->target))
        return error_set(error, CCONV_INVALID,
                         "convention '%s' is for another architecture than target '%s'; its own target is '%s'",
                         convention->name, context->target->name, convention->own_target);
    if (features & CCONV_FEATURE_AVX512)
        features |= CCONV_FEATURE_AVX;
    if (options->is_method > 1)
        return error_set(error, CCONV_INVALID, "is_method is 0 or 1");
    if (options->is_method && !convention->method)
        return error_set(error, CCONV_UNSUPPORTED, "%s: no rule is known for methods of C++", convention->name);
    if (options->is_method && (!signature->count || canonical(signature->parameters[0].type)->kind != CCONV_POINTER))
        return error_set(error, CCONV_INVALID, "a method's first parameter is the object's address");
    draft->is_method = options->is_method != 0;
    draft->features = features;
    draft->has_syscall_number = convention->syscall && options->has_syscall_number;
    draft->syscall_number = draft->has_syscall_number ? options->syscall_number : 0;
    struct cursor *at = &draft->at;
    at->convention = convention;
    at->target = context->target;
    at->reading = draft->reading;
    at->features = features;
    at->is_variadic = signature->variadic;
    at->stack_base = (uint64_t)convention->stack.return_address + convention->stack.shadow_space;
    at->error = error;
    at->allocator = allocator_or_default(&options->allocator);
    draft->signature = signature;
    draft->argument_count = signature->count;
    return CCONV_OK;
}

static cconv_status build(struct draft *draft, struct cconv_plan **out)
{
    cconv_status status = place_result(draft);
    if (!status)
        status = place_arguments(draft);
    if (!status)
        status = write_plan(draft, out);
    return status;
}

cconv_status cconv_plan_new(const struct cconv_convention *convention, const struct cconv_signature *signature,
                            const cconv_plan_options *options, struct cconv_plan **out, cconv_error *error)
{
    struct slot slots[SCRATCH_SLOTS];
    cconv_piece pieces[SCRATCH_PIECES];
    if (!out)
        return error_set(error, CCONV_INVALID, "no place to put the plan");
    *out = NULL;
    if (!convention || !signature)
        return error_set(error, CCONV_INVALID, convention ? "no signature" : "no convention");
    struct draft draft = {.slots = slots};
    cconv_status status = start(&draft, convention, signature, options, error);
    if (status)
        return status;
    size_t slots_size = ((size_t)signature->count + 1) * sizeof slots[0];
    if (slots_size > sizeof slots) {
        draft.slots = allocator_take(&draft.at.allocator, slots_size);
        if (!draft.slots)
            return error_no_memory(error);
    }
    draft.at.pieces = pieces;
    draft.at.piece_room = SCRATCH_PIECES;
    status = build(&draft, out);
    if (draft.at.pieces_allocated)
        allocator_give(&draft.at.allocator, draft.at.pieces, draft.at.piece_room * sizeof pieces[0]);
    if (draft.slots != slots)
        allocator_give(&draft.at.allocator, draft.slots, slots_size);
#ifdef CCONV_VERIFY
    if (!status)
        plan_verify(*out, signature);
#endif
    return status;
}

void cconv_plan_free(struct cconv_plan *plan)
{
    if (!plan)
        return;
    cconv_allocator allocator = plan->allocator;
    allocator_give(&allocator, plan, plan->allocation);
}
