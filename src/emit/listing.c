/* Listings: callconv/assembly.h. The code is written as at run time, with a log beside it. */
#include "emit/listing.h"

#include <string.h>

/* --------------------------------------------------------------------- making */

static bool is_windows(const struct cconv_plan *plan)
{
    cconv_os os = cconv_target_os(plan->target);
    return os == CCONV_OS_WINDOWS_MSVC || os == CCONV_OS_WINDOWS_GNU;
}

static cconv_status check_options(const cconv_listing_options *options, cconv_error *error)
{
    for (size_t i = 0; options && i < COUNT_OF(options->reserved); i++)
        if (options->reserved[i])
            return error_set(error, CCONV_INVALID, "reserved options must be zero");
    return CCONV_OK;
}

static cconv_status make(const struct cconv_plan *from, const struct cconv_plan *to, const cconv_listing_options *options,
                         struct cconv_listing **out, cconv_error *error)
{
    const struct machine *machine = machine_of(from->convention->arch);
    cconv_allocator allocator = allocator_or_default(options ? &options->allocator : NULL);
    if (!machine)
        return error_set(error, CCONV_UNSUPPORTED, "%s: no code is generated for this architecture", from->convention->name);
    if (from->target->pointer_size != machine->word)
        return error_set(error, CCONV_UNSUPPORTED, "%s: pointers of %u bytes on a machine with addresses of %u", from->target->name,
                         (unsigned)from->target->pointer_size, (unsigned)machine->word);
    struct cconv_listing *listing = allocator_take(&allocator, sizeof *listing);
    if (!listing)
        return error_no_memory(error);
    memset(listing, 0, sizeof *listing);
    listing->allocator = allocator;
    arena_init(&listing->arena, &allocator);
    listing->from = from;
    listing->to = to;
    listing->machine = *machine;
    listing->is_windows = is_windows(from);
    if (listing->is_windows)
        listing->machine.pop = NULL; /* its unwinder takes whatever is not at the very end for the body */
    listing->machine.saves_lowest = listing->is_windows && machine->arch == CCONV_ARCH_AARCH64;
    listing->machine.saves_by_pointer = !listing->machine.saves_lowest; /* unwinders find them */
    *out = listing;
    return CCONV_OK;
}

static const unsigned char *keep_bytes(struct cconv_listing *listing, const struct code *code)
{
    unsigned char *bytes = arena_alloc(&listing->arena, code->length ? code->length : 1);
    if (bytes)
        memcpy(bytes, code->bytes, code->length);
    return bytes;
}

static void find_entry(struct cconv_listing *listing)
{
    const struct register_file *file = register_file_of(listing->machine.arch);
    bool by_pointer = listing->frame.has_pointer;
    listing->entry_base = file->regs[by_pointer ? listing->machine.frame_pointer : listing->machine.stack_pointer].name;
    listing->entry_offset = by_pointer ? listing->machine.pointer_bytes : listing->frame.size;
}

static cconv_status write(struct cconv_listing *listing, struct lowered *lowered, struct preservation keeps, cconv_error *error)
{
    struct code code;
    struct log log = {.allocator = listing->allocator};
    code_init(&code, &listing->allocator);
    code.log = &log;
    cconv_status status = emit_code(&listing->machine, lowered, keeps, &code, &listing->frame, error);
    if (!status) {
        listing->bytes = keep_bytes(listing, &code);
        listing->length = code.length;
        find_entry(listing);
        listing_lines(listing, &log);
        listing_frame(listing, lowered);
        if (listing->is_out_of_reach)
            status = error_set(error, CCONV_UNSUPPORTED, "%s: what is saved is too far from the stack pointer for Windows's unwinder",
                               lowered->shape.entry->name);
        if (listing->arena.failed || log.failed)
            status = error_no_memory(error);
    }
    code_free(&code);
    log_free(&log);
    return status;
}

/* The listing is given out, or freed after a failure. */
static cconv_status finish(struct cconv_listing *listing, struct lowered *lowered, cconv_status status, cconv_listing **out)
{
    lowered_free(lowered);
    listing->from = listing->to = NULL;
    if (status)
        cconv_listing_free(listing);
    else
        *out = listing;
    return status;
}

static void begin(const struct cconv_listing *listing, struct lowered *lowered)
{
    lowered_init(lowered, &listing->allocator);
    lowered->is_told = true;
}

/* -------------------------------------------------------------------- bridges */

static cconv_status check_bridge(const cconv_plan *from, const cconv_plan *to, cconv_error *error)
{
    if (from->convention->arch != to->convention->arch)
        return error_set(error, CCONV_INVALID, "%s and %s are of different architectures", from->convention->name, to->convention->name);
    if (from->target != to->target)
        return error_set(error, CCONV_INVALID, "the plans are of different targets, %s and %s", from->target->name, to->target->name);
    if (from->convention->syscall)
        return error_set(error, CCONV_UNSUPPORTED, "%s: the kernel is called, and calls nothing", from->convention->name);
    return lower_check_pair(from, to, false, error);
}

cconv_status cconv_listing_of_bridge(const cconv_plan *from, const cconv_plan *to, const cconv_listing_options *options,
                                     cconv_listing **out, cconv_error *error)
{
    struct cconv_listing *listing;
    struct lowered lowered;
    struct preserved entry, callee;
    if (!from || !to || !out)
        return error_set(error, CCONV_INVALID, "plans and out must not be NULL");
    *out = NULL;
    cconv_status status = check_options(options, error);
    if (!status)
        status = check_bridge(from, to, error);
    if (!status)
        status = make(from, to, options, &listing, error);
    if (status)
        return status;
    begin(listing, &lowered);
    preserved_by(from->convention, &entry);
    preserved_by(to->convention, &callee);
    const struct preservation keeps = {&entry, &callee};
    status = lower_bridge(from, to, &lowered, error);
    if (!status)
        status = write(listing, &lowered, keeps, error);
    if (status == CCONV_UNSUPPORTED) { /* perhaps since registers are taken by pointers: those can be kept in memory */
        lowered_free(&lowered);
        begin(listing, &lowered);
        lowered.keeps_pointers = true;
        status = lower_bridge(from, to, &lowered, error);
        if (!status)
            status = write(listing, &lowered, keeps, error);
    }
    return finish(listing, &lowered, status, out);
}

/* ---------------------------------------------------------------------- calls */

/* The plan of the code itself: of a block of arguments and a result. */
static cconv_status entry_plan(const struct cconv_plan *plan, const cconv_allocator *allocator, cconv_plan **out, cconv_error *error)
{
    static const char text[] = "void f(const void *arguments, void *result);";
    cconv_options options = {.target = plan->target, .allocator = *allocator};
    cconv_plan_options plan_options = {.allocator = *allocator};
    const struct cconv_convention *convention = plan->convention->syscall ? cconv_target_convention(plan->target) : plan->convention;
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_status status = cconv_context_new(&options, &context, error);
    if (!status)
        status = cconv_parse(context, text, sizeof text - 1, NULL, &unit, error);
    const cconv_signature *signature = status ? NULL : cconv_unit_function(unit, 0);
    if (!status)
        status = signature ? cconv_plan_new(convention, signature, &plan_options, out, error) : error_no_memory(error);
    cconv_context_free(context);
    return status;
}

cconv_status cconv_listing_of_call(const cconv_plan *plan, const cconv_listing_options *options, cconv_listing **out,
                                   cconv_error *error)
{
    struct cconv_listing *listing;
    struct lowered lowered;
    struct preserved entry, callee;
    cconv_plan *own = NULL;
    if (!plan || !out)
        return error_set(error, CCONV_INVALID, "plan and out must not be NULL");
    *out = NULL;
    cconv_status status = check_options(options, error);
    cconv_allocator allocator = allocator_or_default(options ? &options->allocator : NULL);
    if (!status)
        status = entry_plan(plan, &allocator, &own, error);
    if (!status)
        status = make(own, plan, options, &listing, error);
    if (!status) {
        begin(listing, &lowered);
        status = lower_call(own, plan, &lowered, error);
        preserved_by(own->convention, &entry);
        preserved_by(plan->convention, &callee);
        if (!status)
            status = write(listing, &lowered, (struct preservation){&entry, &callee}, error);
        status = finish(listing, &lowered, status, out);
    }
    cconv_plan_free(own);
    return status;
}

/* -------------------------------------------------------------------- callees */

/* Marks the registers of "rbx,r12" as those that the frame keeps. */
static cconv_status read_saves(const struct cconv_listing *listing, const char *save, const struct preserved *all,
                               struct lowered *lowered, struct preserved *out, cconv_error *error)
{
    const struct register_file *file = register_file_of(listing->machine.arch);
    memset(out, 0, sizeof *out);
    while (save && *save) {
        size_t length = strcspn(save, ", ");
        uint16_t reg = length ? register_named(file, save, length) : CCONV_NO_REGISTER;
        if (length && (reg == CCONV_NO_REGISTER || !all->bytes[reg] || reg == listing->machine.stack_pointer))
            return error_set(error, CCONV_INVALID, "%s: '%.*s' is no register that it preserves", listing->from->convention->name,
                             (int)length, save);
        if (length && reg == listing->machine.frame_pointer)
            lowered->wants_pointer = true; /* which is kept in every frame that has one */
        else if (length)
            out->bytes[reg] = all->bytes[reg];
        save += length + (save[length] != '\0');
    }
    return CCONV_OK;
}

enum { LOCALS_LIMIT = 1 << 28 };

cconv_status cconv_listing_of_callee(const cconv_plan *plan, const cconv_listing_options *options, cconv_listing **out,
                                     cconv_error *error)
{
    struct cconv_listing *listing;
    struct lowered lowered;
    struct preserved all, saved, changed = {{0}, {0}};
    uint64_t locals = options ? options->locals : 0;
    if (!plan || !out)
        return error_set(error, CCONV_INVALID, "plan and out must not be NULL");
    *out = NULL;
    cconv_status status = check_options(options, error);
    if (!status && plan->convention->syscall)
        status = error_set(error, CCONV_UNSUPPORTED, "%s: the kernel is called, and has no body", plan->convention->name);
    if (!status && locals >= LOCALS_LIMIT)
        status = error_set(error, CCONV_UNSUPPORTED, "a frame of 256 MiB or more");
    if (!status)
        status = make(plan, plan, options, &listing, error);
    if (status)
        return status;
    begin(listing, &lowered);
    preserved_by(plan->convention, &all);
    if (!listing->machine.pushes_kept)
        listing->machine.kept_count = 0; /* nothing here needs them */
    status = read_saves(listing, options ? options->save : NULL, &all, &lowered, &saved, error);
    if (!status)
        status = lower_callee(plan, (uint32_t)locals, &lowered, error);
    changed.bytes[listing->machine.frame_pointer] = 1; /* by nobody: the body is the reader's */
    if (!status)
        status = write(listing, &lowered, (struct preservation){&saved, &changed}, error);
    return finish(listing, &lowered, status, out);
}

/* ------------------------------------------------------------------ accessors */

void cconv_listing_free(cconv_listing *listing)
{
    if (!listing)
        return;
    cconv_allocator allocator = listing->allocator;
    arena_free(&listing->arena);
    allocator_give(&allocator, listing, sizeof *listing);
}

const unsigned char *cconv_listing_bytes(const cconv_listing *listing, size_t *length)
{
    if (length)
        *length = listing ? listing->length : 0;
    return listing ? listing->bytes : NULL;
}

const cconv_listing_line *cconv_listing_line_at(const cconv_listing *listing, size_t index)
{
    return listing && index < listing->line_count ? &listing->lines[index] : NULL;
}

const cconv_frame_row *cconv_listing_frame_row(const cconv_listing *listing, size_t index)
{
    return listing && index < listing->row_count ? &listing->rows[index] : NULL;
}

const char *cconv_listing_entry_stack(const cconv_listing *listing, int64_t *offset)
{
    if (offset)
        *offset = listing ? listing->entry_offset : 0;
    return listing ? listing->entry_base : NULL;
}
