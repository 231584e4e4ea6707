/* Code by its shape, and the life of a cconv_code: code.h. */
#include "exec/code.h"
#include "exec/walk.h"

#include <string.h>

enum { FIRST_BUCKETS = 64, KEY_INLINE = 1024 };

/* ------------------------------------------------------------------- shapes */

/* The bytes that tell one shape of code from another. */
struct key {
    uint8_t first[KEY_INLINE];
    uint8_t *bytes;
    size_t length;
};

static const uint8_t *append(uint8_t *to, const void *bytes, size_t length)
{
    memcpy(to, bytes, length);
    return to + length;
}

static bool make_key(const cconv_code *code, const struct lowered *lowered, struct key *key)
{
    const struct move_list *lists[] = {&lowered->stage, &lowered->load, &lowered->settle};
    key->length = sizeof lowered->shape;
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        key->length += sizeof(uint64_t) + lists[i]->count * sizeof(struct move);
    key->bytes = key->length <= sizeof key->first ? key->first : allocator_take(&code->allocator, key->length);
    if (!key->bytes)
        return false;
    uint8_t *at = (uint8_t *)append(key->bytes, &lowered->shape, sizeof lowered->shape);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        uint64_t count = lists[i]->count;
        at = (uint8_t *)append(at, &count, sizeof count);
        at = (uint8_t *)append(at, lists[i]->moves, count * sizeof(struct move));
    }
    return true;
}

static void free_key(const cconv_code *code, struct key *key)
{
    if (key->bytes != key->first)
        allocator_give(&code->allocator, key->bytes, key->length);
}

/* The length is a multiple of eight. */
static uint64_t hash_of(const struct key *key, uint32_t kind)
{
    uint64_t hash = kind + 1;
    for (size_t i = 0; i < key->length; i += 8) {
        uint64_t word;
        memcpy(&word, key->bytes + i, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash;
}

static struct cconv_stub **bucket_of(const cconv_code *code, uint64_t hash)
{
    return &code->buckets[hash & (code->bucket_count - 1)];
}

static struct cconv_stub *find(const cconv_code *code, const struct key *key, uint64_t hash, uint32_t kind)
{
    struct cconv_stub *stub = *bucket_of(code, hash);
    while (stub && (stub->hash != hash || stub->kind != kind || stub->key_length != key->length
                    || memcmp(stub + 1, key->bytes, key->length) != 0))
        stub = stub->next;
    return stub;
}

/* More buckets; without memory for them, the old ones do. */
static void grow(cconv_code *code)
{
    uint32_t count = 2 * code->bucket_count, old_count = code->bucket_count;
    struct cconv_stub **buckets = allocator_take(&code->allocator, count * sizeof(struct cconv_stub *)), **old = code->buckets;
    if (!buckets)
        return;
    memset(buckets, 0, count * sizeof(struct cconv_stub *));
    code->buckets = buckets;
    code->bucket_count = count;
    for (uint32_t i = 0; i < old_count; i++)
        while (old[i]) {
            struct cconv_stub *stub = old[i];
            old[i] = stub->next;
            struct cconv_stub **bucket = bucket_of(code, stub->hash);
            stub->next = *bucket;
            *bucket = stub;
        }
    allocator_give(&code->allocator, old, old_count * sizeof(struct cconv_stub *));
}

static const struct preserved *preserved_of(cconv_code *code, const struct cconv_convention *convention)
{
    for (const struct kept *kept = code->kept; kept; kept = kept->next)
        if (kept->convention == convention)
            return &kept->preserved;
    struct kept *kept = allocator_take(&code->allocator, sizeof *kept);
    if (!kept)
        return NULL;
    kept->convention = convention;
    preserved_by(convention, &kept->preserved);
    kept->next = code->kept;
    code->kept = kept;
    return &kept->preserved;
}

/* ------------------------------------------------------------------- making */

/* The engine without generated code. A stub is an entry too. */
static cconv_status prepare_walk(cconv_code *code, const struct lowered *lowered, struct preservation keeps,
                                 struct cconv_stub *stub, cconv_error *error)
{
    cconv_status status = walk_engine()->prepare(lowered, keeps, &code->allocator, &stub->program, &stub->program_size,
                                                 &stub->run, error);
    if (status || stub->kind == CODE_ENTERED)
        return status;
    status = entry_take(&code->entries[0], &code->allocator, code->machine, &stub->entry, error);
    if (status)
        return status;
    stub->entry->stub = stub;
    stub->entry->code = stub->run;
    stub->entry->user = stub->program;
    stub->run = entry_address(stub->entry);
    return CCONV_OK;
}

/* 1 if the moves need registers that this processor does not have. */
static bool lacks_registers(const cconv_code *code, const struct lowered *lowered)
{
    const struct move_list *lists[] = {&lowered->stage, &lowered->load, &lowered->settle};
    const uint16_t first = code->machine->general_count;
    for (size_t i = 0; i < COUNT_OF(lists) && !os_has_vectors(); i++)
        for (uint32_t j = 0; j < lists[i]->count; j++) {
            const struct operand *to = &lists[i]->moves[j].to, *from = &lists[i]->moves[j].from;
            if ((to->kind == IN_REGISTER && to->index >= first) || (from->kind == IN_REGISTER && from->index >= first))
                return true;
        }
    return false;
}

static cconv_status generate(cconv_code *code, struct lowered *lowered, struct cconv_stub *stub, cconv_error *error)
{
    struct preservation keeps = {preserved_of(code, lowered->shape.entry), preserved_of(code, lowered->shape.callee)};
    if (!keeps.entry || !keeps.callee)
        return error_no_memory(error);
    if (lacks_registers(code, lowered))
        return error_set(error, CCONV_UNSUPPORTED, "%s: this processor has no floating-point registers",
                         (lowered->shape.entry == code->host_plan->convention ? lowered->shape.callee
                                                                               : lowered->shape.entry)->name);
    if (stub->kind == CODE_ENTERED)
        stub->pool = data_choice(code->machine, lowered->shape.entry, keeps.entry);
    if (code->engine == CCONV_ENGINE_CODE_FREE && stub->kind == CODE_ENTERED
        && (stub->pool >= DATA_CHOICES || !code->entries[stub->pool].original.first))
        return error_set(error, CCONV_UNSUPPORTED, "%s: needs generated code, for its registers", lowered->shape.entry->name);
    if (code->engine == CCONV_ENGINE_CODE_FREE)
        return prepare_walk(code, lowered, keeps, stub, error);
    struct code bytes;
    struct frame frame;
    code_init(&bytes, &code->allocator);
    cconv_status status = emit_code(code->machine, lowered, keeps, &bytes, &frame, error);
    if (!status)
        status = chunk_add(&code->chunks, &code->allocator, code->machine, &bytes, &frame, &stub->chunk, &stub->run, error);
    code_free(&bytes);
    return status;
}

static void free_stub(cconv_code *code, struct cconv_stub *stub)
{
    if (stub->program)
        allocator_give(&code->allocator, stub->program, stub->program_size);
    allocator_give(&code->allocator, stub, sizeof *stub + stub->key_length);
}

static cconv_status make(cconv_code *code, struct lowered *lowered, const struct key *key, uint64_t hash, uint32_t kind,
                         struct cconv_stub **out, cconv_error *error)
{
    struct cconv_stub *stub = allocator_take(&code->allocator, sizeof *stub + key->length);
    if (!stub)
        return error_no_memory(error);
    memset(stub, 0, sizeof *stub);
    memcpy(stub + 1, key->bytes, key->length);
    stub->owner = code;
    stub->hash = hash;
    stub->key_length = key->length;
    stub->kind = kind;
    stub->stays = kind == CODE_ENTERED; /* a callback that is freed by its own handler */
    cconv_status status = generate(code, lowered, stub, error);
    if (status) {
        free_stub(code, stub);
        return status;
    }
    if (++code->stub_count > 2 * code->bucket_count)
        grow(code);
    struct cconv_stub **bucket = bucket_of(code, hash);
    stub->next = *bucket;
    *bucket = stub;
    *out = stub;
    return CCONV_OK;
}

cconv_status code_for(cconv_code *code, const struct request *request, struct lowered *lowered, uint32_t kind,
                      struct cconv_stub **out, cconv_error *error)
{
    struct key key;
    if (!make_key(code, lowered, &key))
        return error_no_memory(error);
    uint64_t hash = hash_of(&key, kind);
    cconv_status status = CCONV_OK;
    *out = find(code, &key, hash, kind);
    if (!*out)
        status = make(code, lowered, &key, hash, kind, out, error);
    if (!status) {
        (*out)->users++;
        if (!seen_add(&code->seen, &code->allocator, request, *out)) {
            code_release(code, *out);
            *out = NULL;
            status = error_no_memory(error);
        }
    }
    free_key(code, &key);
    return status;
}

struct cconv_stub *code_seen(cconv_code *code, const struct request *request)
{
    struct cconv_stub *stub = seen_find(&code->seen, request);
    if (stub)
        stub->users++;
    return stub;
}

void code_release(cconv_code *code, struct cconv_stub *stub)
{
    if (--stub->users || stub->stays)
        return;
    struct cconv_stub **at = bucket_of(code, stub->hash);
    while (*at != stub)
        at = &(*at)->next;
    *at = stub->next;
    code->stub_count--;
    seen_forget(&code->seen, &code->allocator, &stub->seen);
    if (stub->chunk)
        chunk_release(&code->chunks, &code->allocator, stub->chunk);
    if (stub->entry)
        entry_give(stub->entry);
    free_stub(code, stub);
}

cconv_status check_callable(const cconv_code *code, const cconv_plan *plan, cconv_error *error)
{
    if (!code || !plan)
        return error_set(error, CCONV_INVALID, "code and plan must not be NULL");
    if (plan->convention->arch != code->machine->arch)
        return error_set(error, CCONV_INVALID, "%s is not a convention of this machine's architecture", plan->convention->name);
    if (plan->convention->syscall && code->engine == CCONV_ENGINE_CODE_FREE && !walk_engine()->enters_kernel)
        return error_set(error, CCONV_UNSUPPORTED, "%s: a system call is made by generated code alone", plan->convention->name);
    if (plan->convention->syscall
        && cconv_target_os(cconv_convention_target(plan->convention)) != cconv_target_os(cconv_target_host()))
        return error_set(error, CCONV_UNSUPPORTED, "%s: the kernel of this machine is another", plan->convention->name);
    if (plan->converted_from) /* read as what it becomes, the value would silently be another */
        return error_set(error, CCONV_INVALID, "argument %u passes through '...' as '%s', not as '%s': give that type, and a value of it",
                         (unsigned)plan->converted + 1, plan->arguments[plan->converted].type, plan->converted_from);
    return CCONV_OK;
}

cconv_status check_enterable(const cconv_code *code, const cconv_plan *plan, cconv_error *error)
{
    cconv_status status = check_callable(code, plan, error);
    if (!status && plan->convention->syscall)
        return error_set(error, CCONV_UNSUPPORTED, "%s: the kernel is called, and calls nothing", plan->convention->name);
    return status;
}

/* --------------------------------------------------------------------- life */

/* A plan, by the machine's own convention, of void (p, p, p), all pointers. */
static cconv_status plan_of_pointers(const cconv_allocator *allocator, cconv_plan **out, cconv_error *error)
{
    static const char text[] = "void f(void *, void *, void *);";
    cconv_options options = {.allocator = *allocator};
    cconv_plan_options plan_options = {.allocator = *allocator};
    cconv_context *context = NULL;
    cconv_unit *unit = NULL;
    cconv_status status = cconv_context_new(&options, &context, error);
    if (!status)
        status = cconv_parse(context, text, sizeof text - 1, NULL, &unit, error);
    const cconv_signature *signature = status ? NULL : cconv_unit_function(unit, 0);
    if (!status) /* made when asked for */
        status = signature ? cconv_plan_new(cconv_convention_host(), signature, &plan_options, out, error) : error_no_memory(error);
    cconv_context_free(context);
    return status;
}

static bool is_mapped(void)
{
    struct dual_memory memory;
    if (!os_map(os_page_size(), 0, &memory))
        return false;
    os_unmap(&memory, 0);
    return true;
}

/* AUTO is decided, and what is asked for is there. Whoever wants no generated code does not ask the system for its memory:
   to ask may be logged as an attack, or be one's end. */
static cconv_status choose_engine(cconv_code *code, cconv_engine wanted, cconv_error *error)
{
    if (wanted > CCONV_ENGINE_CODE_FREE)
        return error_set(error, CCONV_INVALID, "no such engine");
    code->engine = wanted;
    if (wanted == CCONV_ENGINE_AUTO)
        code->engine = os_may_generate() ? CCONV_ENGINE_COMPILED : CCONV_ENGINE_CODE_FREE;
    else if (wanted == CCONV_ENGINE_COMPILED && !is_mapped())
        return error_set(error, CCONV_UNSUPPORTED, OS_REFUSES);
    if (code->engine == CCONV_ENGINE_COMPILED)
        return CCONV_OK;
    const struct walk_engine *engine = walk_engine();
    if (!engine)
        return error_set(error, CCONV_UNSUPPORTED, "for this machine's architecture there is only generated code");
    if (!engine->entries[0].data && os_page_size() > engine->entries[0].distance)
        return error_set(error, CCONV_UNSUPPORTED, "pages of %zu bytes are larger than the engine without generated code knows",
                         os_page_size());
    for (size_t i = 0; i < DATA_CHOICES; i++)
        code->entries[i].original = engine->entries[i];
    return CCONV_OK;
}

cconv_engine cconv_code_engine(const cconv_code *code)
{
    return code ? code->engine : CCONV_ENGINE_AUTO;
}

cconv_status cconv_code_new(const cconv_code_options *options, cconv_code **out, cconv_error *error)
{
    if (!out)
        return error_set(error, CCONV_INVALID, "out must not be NULL");
    *out = NULL;
    const struct cconv_convention *host = cconv_convention_host();
    const struct machine *machine = host ? machine_of(host->arch) : NULL;
    if (!machine || machine->word != sizeof(void *)) /* x32 has x86-64's registers */
        return error_set(error, CCONV_UNSUPPORTED, "no code is generated for this machine's architecture");
    cconv_allocator allocator = allocator_or_default(options ? &options->allocator : NULL);
    cconv_code *code = allocator_take(&allocator, sizeof *code);
    if (!code)
        return error_no_memory(error);
    memset(code, 0, sizeof *code);
    code->allocator = allocator;
    code->machine = machine;
    for (uint32_t i = 0; i < machine->data_count; i++)
        code->entries[i].data = machine->data[i];
    code->bucket_count = FIRST_BUCKETS;
    code->buckets = allocator_take(&allocator, FIRST_BUCKETS * sizeof(struct cconv_stub *));
    cconv_status status = choose_engine(code, options ? options->engine : CCONV_ENGINE_AUTO, error);
    if (!status)
        status = code->buckets ? plan_of_pointers(&allocator, &code->host_plan, error) : error_no_memory(error);
    if (status) {
        if (code->buckets)
            allocator_give(&allocator, code->buckets, FIRST_BUCKETS * sizeof(struct cconv_stub *));
        allocator_give(&allocator, code, sizeof *code);
        return status;
    }
    memset(code->buckets, 0, FIRST_BUCKETS * sizeof(struct cconv_stub *));
    os_lock_init(&code->lock);
    *out = code;
    return CCONV_OK;
}

void cconv_code_free(cconv_code *code)
{
    if (!code)
        return;
    for (uint32_t i = 0; i < code->bucket_count; i++)
        while (code->buckets[i]) {
            struct cconv_stub *stub = code->buckets[i];
            code->buckets[i] = stub->next;
            free_stub(code, stub);
        }
    while (code->kept) {
        struct kept *kept = code->kept;
        code->kept = kept->next;
        allocator_give(&code->allocator, kept, sizeof *kept);
    }
    seen_free_all(&code->seen, &code->allocator);
    chunk_free_all(&code->chunks, &code->allocator);
    for (uint32_t i = 0; i < DATA_CHOICES; i++)
        entry_free_all(&code->entries[i], &code->allocator);
    cconv_plan_free(code->host_plan);
    os_lock_destroy(&code->lock);
    cconv_allocator allocator = code->allocator;
    allocator_give(&allocator, code->buckets, code->bucket_count * sizeof(struct cconv_stub *));
    allocator_give(&allocator, code, sizeof *code);
}
