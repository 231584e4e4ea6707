/* src/plan and the cursor and lists of src/convention. Golden cases and oracles judge what the conventions decide;
   here is what every convention relies on. */
#include "run_tests.h"

#include "convention/cursor.h"
#include "plan/plan.h"
#include "type/signature.h"

#include <string.h>

static const uint16_t two_registers[] = {RDI, RSI};
static const cconv_rule toy_rule = {"Toy ABI", "1.2", "toy"};
static const struct cconv_convention toy = {.name = "toy", .integer_args = {two_registers, 2},
                                            .vector_args = {two_registers, 1}};

/* ------------------------------------------------------------------ cursor */

static void test_cursor_takes_registers(void **state)
{
    (void)state;
    struct cursor at = {.convention = &toy};
    assert_int_equal(integers_left(&at), 2);
    assert_int_equal(take_integer(&at), RDI);
    assert_int_equal(take_integer(&at), RSI);
    assert_int_equal(take_integer(&at), CCONV_NO_REGISTER);
    assert_int_equal(integers_left(&at), 0);
    assert_int_equal(take_vector(&at), RDI);
    assert_int_equal(take_vector(&at), CCONV_NO_REGISTER);
    assert_int_equal(vectors_left(&at), 0);
}

static void test_cursor_grows_and_keeps_slots_together(void **state)
{
    (void)state;
    cconv_piece scratch[2];
    struct cursor at = {.convention = &toy, .pieces = scratch, .piece_room = 2, .allocator = allocator_or_default(NULL)};
    struct slot a = {0}, b = {0};
    for (unsigned i = 0; i < 40; i++) { /* in turns: each write moves the other's pieces out of the way */
        put_register(&at, &a, i, 1, RDI, i);
        put_duplicate(&at, &b, 8 * i, 8, RSI, 0);
    }
    put_stack_at(&at, &b, 320, 8, 64);
    assert_false(at.out_of_memory);
    assert_true(at.pieces_allocated);
    assert_int_equal(a.piece_count, 40);
    assert_int_equal(b.piece_count, 41);
    for (unsigned i = 0; i < 40; i++) {
        assert_int_equal(at.pieces[a.first_piece + i].offset, i);
        assert_int_equal(at.pieces[a.first_piece + i].at, i);
        assert_int_equal(at.pieces[a.first_piece + i].reg, RDI);
        assert_int_equal(at.pieces[a.first_piece + i].flags, 0);
        assert_int_equal(at.pieces[b.first_piece + i].offset, 8 * i);
        assert_int_equal(at.pieces[b.first_piece + i].flags, CCONV_PIECE_DUPLICATE);
    }
    const cconv_piece *last = &at.pieces[b.first_piece + 40];
    assert_int_equal(last->where, CCONV_ON_STACK);
    assert_int_equal(last->reg, CCONV_NO_REGISTER);
    assert_int_equal(last->at, 64);
    allocator_give(&at.allocator, at.pieces, at.piece_room * sizeof *at.pieces);
}

static void *refuse(void *user, void *block, size_t old_size, size_t new_size)
{
    (void)user, (void)block, (void)old_size, (void)new_size;
    return NULL;
}

static void test_cursor_survives_without_memory(void **state)
{
    (void)state;
    cconv_piece scratch[1];
    struct cursor at = {.convention = &toy, .pieces = scratch, .piece_room = 1, .allocator = {refuse, NULL}};
    struct slot slot = {0};
    put_register(&at, &slot, 0, 8, RDI, 0);
    assert_false(at.out_of_memory);
    put_register(&at, &slot, 8, 8, RSI, 0);
    assert_true(at.out_of_memory);
    assert_int_equal(slot.piece_count, 1);
}

static void test_cursor_packs_the_stack(void **state)
{
    (void)state;
    cconv_piece scratch[8];
    struct cursor at = {.convention = &toy, .pieces = scratch, .piece_room = 8, .stack_base = 40};
    struct slot slot = {0};
    uint64_t position;
    assert_true(put_stack(&at, &slot, 1, 1, 1));
    assert_true(put_stack(&at, &slot, 2, 2, 1));
    assert_int_equal(at.nsaa, 4);
    assert_true(put_stack(&at, &slot, 4, 8, 8));
    assert_int_equal(at.nsaa, 16);
    assert_int_equal(scratch[0].at, 40);
    assert_int_equal(scratch[1].at, 42);
    assert_int_equal(scratch[2].at, 48);
    assert_true(take_stack(&at, 0, 0, 0, &position));
    assert_int_equal(position, 16);
    assert_false(take_stack(&at, (uint64_t)1 << 62, 8, 8, &position));
    assert_false(take_stack(&at, UINT64_MAX, 8, 8, &position));
    assert_true(take_stack(&at, ((uint64_t)1 << 62) - 4096, 8, 8, &position));
    assert_false(take_stack(&at, 8192, 8, 8, &position));
    assert_int_equal(at.nsaa, ((uint64_t)1 << 62) - 4096 + 16);
}

static void test_cursor_resolves_divergences(void **state)
{
    (void)state;
    static const cconv_divergence one = {.id = "one", .gcc = "this", .clang = "that", .followed = CCONV_AS_CLANG};
    static const cconv_divergence more[SLOT_NOTES] = {{.id = "more", .followed = CCONV_AS_GCC}};
    struct cursor at = {.convention = &toy, .reading = CCONV_AS_DOCUMENT};
    struct slot slot = {0};
    assert_int_equal(diverge(&at, &slot, &one), CCONV_AS_CLANG);
    at.reading = CCONV_AS_GCC;
    assert_int_equal(diverge(&at, &slot, &one), CCONV_AS_GCC);
    at.reading = CCONV_AS_CLANG;
    assert_int_equal(diverge(&at, &slot, &one), CCONV_AS_CLANG);
    at.reading = CCONV_AS_MSVC; /* no answer recorded */
    assert_int_equal(diverge(&at, &slot, &one), CCONV_AS_CLANG);
    assert_int_equal(slot.note_count, 1);
    assert_ptr_equal(slot.notes[0], &one);
    for (unsigned i = 0; i < SLOT_NOTES; i++)
        assert_int_equal(diverge(&at, &slot, &more[i]), i == 0 ? CCONV_AS_GCC : CCONV_AS_DOCUMENT);
    assert_int_equal(slot.note_count, SLOT_NOTES); /* one too many is left out */
}

static void test_unsupported_names_argument_type_and_rule(void **state)
{
    (void)state;
    cconv_error error;
    struct cursor at = {.convention = &toy, .index = 1, .name = "x", .type_text = "struct huge", .error = &error};
    assert_int_equal(unsupported(&at, NULL, &toy_rule, "has no place"), CCONV_UNSUPPORTED);
    assert_string_equal(error.message, "argument 2 ('x'): type 'struct huge': has no place (Toy ABI §1.2)");
    at.name = NULL;
    unsupported(&at, NULL, NULL, "has no place");
    assert_string_equal(error.message, "argument 2: type 'struct huge': has no place");
    at.in_result = true;
    unsupported(&at, NULL, &toy_rule, "has no place");
    assert_string_equal(error.message, "result: type 'struct huge': has no place (Toy ABI §1.2)");
    at.error = NULL;
    assert_int_equal(unsupported(&at, NULL, &toy_rule, "has no place"), CCONV_UNSUPPORTED);
}

/* ------------------------------------------------------------------- lists */

static void test_conventions_are_found(void **state)
{
    (void)state;
    assert_true(cconv_convention_count() >= 7);
    assert_null(cconv_convention_at(cconv_convention_count()));
    assert_null(cconv_convention_find("no_such_convention", NULL));
    assert_null(cconv_convention_find("", NULL));
    assert_null(cconv_convention_find(NULL, NULL));
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const cconv_convention *convention = cconv_convention_at(i);
        const cconv_target *target = cconv_convention_target(convention);
        assert_non_null(target);
        assert_true(cconv_convention_accepts(convention, target));
        assert_ptr_equal(cconv_convention_find(cconv_convention_name(convention), NULL), convention);
        if (convention->common) {
            assert_ptr_equal(cconv_target_convention(target), convention);
            assert_ptr_equal(cconv_convention_find("c", target), convention);
            assert_ptr_equal(cconv_convention_find("CDECL", target), convention);
        }
        for (size_t j = 0; cconv_convention_alias(convention, j); j++)
            assert_ptr_equal(cconv_convention_find(cconv_convention_alias(convention, j), target), convention);
        assert_true(strlen(cconv_convention_summary(convention)) > 0);
        assert_true(strlen(cconv_convention_document(convention)) > 0);
    }
    for (size_t i = 0; i < cconv_target_count(); i++) {
        assert_non_null(cconv_target_convention(cconv_target_at(i)));
        assert_true(cconv_convention_accepts(cconv_target_convention(cconv_target_at(i)), cconv_target_at(i)));
    }
    assert_non_null(cconv_convention_host());
    assert_string_equal(cconv_convention_name(cconv_convention_find("X86_64_SysV", NULL)), "x86_64_sysv");
}

static void test_usual_aliases(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"sysv", "x86_64_sysv"},   {"sysv_abi", "x86_64_sysv"},     {"win64", "x86_64_win"},
        {"sysv64", "x86_64_sysv"}, {"C-unwind", "x86_64_sysv"}, {"system", "x86_64_sysv"}, {"efiapi", "x86_64_win"},
        {"win64-unwind", "x86_64_win"}, {"stdcall", "x86_stdcall"}, {"fastcall", "x86_fastcall"}, {"thiscall-unwind", "x86_thiscall"}, {"aapcs32", "arm_aapcs"},
        {"ms_abi", "x86_64_win"},  {"aapcs64", "aarch64_aapcs"},    {"apple", "aarch64_aapcs_darwin"},
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        const cconv_convention *found = cconv_convention_find(known[i][0], NULL);
        assert_non_null(found);
        assert_string_equal(cconv_convention_name(found), known[i][1]);
    }
}

/* Everything that the conventions hold as data for `list`, the checker and the tracer. */
static void test_tables_are_sane(void **state)
{
    (void)state;
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        const struct cconv_convention *convention = cconv_convention_at(i);
        const struct register_file *file = register_file_of(convention->arch);
        assert_non_null(file);
        const struct register_list *lists[] = {&convention->integer_args, &convention->vector_args,
                                               &convention->integer_results, &convention->vector_results};
        for (size_t j = 0; j < COUNT_OF(lists); j++)
            for (uint32_t k = 0; k < lists[j]->count; k++)
                assert_true(lists[j]->regs[k] < file->count);
        assert_true(convention->sret < file->count || convention->sret == CCONV_NO_REGISTER);
        assert_non_null(cconv_convention_register(convention, 0));
        for (size_t j = 0; cconv_convention_register(convention, j); j++) {
            const cconv_register_role *role = cconv_convention_register(convention, j);
            assert_non_null(role->role);
            assert_true(role->preserved_bytes <= role->bytes);
        }
        const cconv_stack_rules *stack = cconv_convention_stack(convention);
        uint32_t least = convention->syscall ? 1 : convention->common ? 16 : stack->slot;
        assert_true(stack->alignment >= least && stack->alignment <= 16 && !(stack->alignment & (stack->alignment - 1)));
        assert_true(stack->slot >= 1 && stack->slot <= 8);
        for (const char *const *kept = convention->preserved; *kept; kept++)
            for (const char *const *lost = convention->clobbered; *lost; lost++)
                assert_string_not_equal(*kept, *lost);
        for (size_t j = 0; cconv_convention_duty(convention, j); j++)
            assert_true(strlen(cconv_convention_duty(convention, j)) > 10);
    }
}

static void test_register_files_are_sane(void **state)
{
    (void)state;
    for (int arch = CCONV_ARCH_X86_64; arch <= CCONV_ARCH_MIPS64; arch++) {
        const struct register_file *file = register_file_of((cconv_arch)arch);
        if (!file)
            continue;
        for (uint16_t i = 0; i < file->count; i++) {
            const struct arch_register *reg = &file->regs[i];
            assert_non_null(reg->name);
            assert_true(reg->whole < file->count);
            assert_true(file->regs[reg->whole].bytes >= reg->whole_at + reg->bytes);
            assert_int_equal(file->regs[reg->whole].whole, reg->whole);
            for (uint16_t j = 0; j < i; j++)
                assert_string_not_equal(file->regs[j].name, reg->name);
        }
    }
    assert_null(register_file_of((cconv_arch)99));
    const struct register_file *x86 = register_file_of(CCONV_ARCH_X86_64);
    assert_string_equal(x86->regs[R15].name, "r15");
    assert_string_equal(x86->regs[XMM7].name, "xmm7");
    assert_string_equal(x86->regs[YMM0].name, "ymm0");
    assert_string_equal(x86->regs[ZMM0 + 31].name, "zmm31");
    assert_string_equal(x86->regs[ST1].name, "st1");
    const struct register_file *rv64 = register_file_of(CCONV_ARCH_RISCV64);
    const struct register_file *rv32 = register_file_of(CCONV_ARCH_RISCV32);
    assert_string_equal(rv64->regs[RISCV_A0 + 7].name, "a7");
    assert_string_equal(rv64->regs[RISCV_FA0].name, "fa0");
    assert_string_equal(rv32->regs[RISCV_SP].name, "sp");
    assert_int_equal(rv32->regs[RISCV_SP].bytes, 4);
    const struct register_file *arm = register_file_of(CCONV_ARCH_AARCH64);
    assert_string_equal(arm->regs[X18].name, "x18");
    assert_string_equal(arm->regs[SP_A64].name, "sp");
    assert_string_equal(arm->regs[V0 + 31].name, "v31");
    arm = register_file_of(CCONV_ARCH_ARM);
    assert_string_equal(arm->regs[R0_ARM + 12].name, "r12");
    assert_string_equal(arm->regs[S0_ARM + 31].name, "s31");
    assert_string_equal(arm->regs[D0_ARM + 31].name, "d31");
    assert_string_equal(arm->regs[Q0_ARM + 15].name, "q15");
    assert_int_equal(arm->regs[S0_ARM + 7].whole, Q0_ARM + 1); /* s7 is the last word of q1 */
    assert_int_equal(arm->regs[S0_ARM + 7].whole_at, 12);
    assert_int_equal(arm->regs[D0_ARM + 3].whole_at, 8);
    assert_int_equal(arm->regs[D0_ARM + 3].dwarf, 259);
}

static void test_divergences_are_complete(void **state)
{
    (void)state;
    size_t count = 0;
    for (const cconv_divergence *one; (one = cconv_divergence_at(count)); count++) {
        assert_true(one->scope && one->subject && one->document && one->note);
        assert_true(one->gcc || one->clang || one->msvc);
        assert_true(one->followed >= CCONV_AS_DOCUMENT && one->followed <= CCONV_AS_MSVC);
        for (size_t i = 0; i < count; i++)
            assert_string_not_equal(cconv_divergence_at(i)->id, one->id);
    }
    assert_true(count > 5);
}

/* ------------------------------------------------------------------- plans */

struct fixture {
    cconv_context *context;
    cconv_unit *unit;
};

static struct fixture read_text(const char *target, const char *text)
{
    struct fixture fixture = {NULL, NULL};
    cconv_error error;
    const cconv_options options = {.target = cconv_target_find(target)};
    assert_int_equal(cconv_context_new(&options, &fixture.context, &error), CCONV_OK);
    cconv_status status = cconv_parse(fixture.context, text, strlen(text), NULL, &fixture.unit, &error);
    if (status)
        fail_msg("%s", error.message);
    return fixture;
}

static cconv_plan *plan_of(const struct fixture *fixture, const char *convention, size_t index)
{
    cconv_plan *plan = NULL;
    cconv_error error;
    cconv_status status = cconv_plan_new(cconv_convention_find(convention, NULL),
                                         cconv_unit_function(fixture->unit, index), NULL, &plan, &error);
    if (status)
        fail_msg("%s", error.message);
    return plan;
}

static void test_plan_outlives_its_context(void **state)
{
    (void)state;
    struct fixture fixture = read_text("x86_64-linux-gnu",
                                       "struct s { long a, b, c; }; struct s f(int first, struct s, double last);");
    cconv_plan *plan = plan_of(&fixture, "x86_64_sysv", 0);
    cconv_context_free(fixture.context);
    assert_string_equal(cconv_plan_name(plan), "f");
    assert_string_equal(cconv_plan_symbol(plan), "f");
    assert_string_equal(cconv_plan_declaration(plan), "struct s f(int first, struct s, double last)");
    assert_int_equal(cconv_plan_argument_count(plan), 3);
    assert_string_equal(cconv_plan_argument(plan, 0)->name, "first");
    assert_string_equal(cconv_plan_argument(plan, 0)->type, "int");
    assert_null(cconv_plan_argument(plan, 1)->name);
    assert_string_equal(cconv_plan_argument(plan, 1)->type, "struct s");
    assert_string_equal(cconv_plan_argument(plan, 2)->name, "last");
    assert_null(cconv_plan_argument(plan, 3));
    assert_string_equal(cconv_plan_result(plan)->type, "struct s");
    assert_int_equal(cconv_plan_result(plan)->kind, CCONV_PLACED_INDIRECT);
    assert_int_equal(cconv_plan_hidden_count(plan), 1);
    assert_string_equal(cconv_plan_register_name(plan, cconv_plan_hidden(plan, 0)->pieces[0].reg), "rdi");
    assert_null(cconv_plan_hidden(plan, 1));
    assert_string_equal(cconv_plan_register_name(plan, cconv_plan_argument(plan, 0)->pieces[0].reg), "rsi");
    const cconv_placement *whole = cconv_plan_argument(plan, 1);
    assert_int_equal(whole->piece_count, 1);
    assert_int_equal(whole->pieces[0].where, CCONV_ON_STACK);
    assert_int_equal(whole->pieces[0].at, 8);
    assert_int_equal(whole->pieces[0].size, 24);
    const cconv_plan_stack *stack = cconv_plan_stack_of(plan);
    assert_int_equal(stack->args_size, 24);
    assert_int_equal(stack->alignment, 16);
    assert_int_equal(stack->red_zone, 128);
    assert_int_equal(stack->return_address, 8);
    assert_int_equal(stack->callee_pops, 0);
    assert_null(cconv_plan_vector_count(plan, NULL));
    assert_non_null(cconv_plan_preserved(plan, 0));
    assert_non_null(cconv_plan_clobbered(plan, 0));
    assert_null(cconv_plan_register_name(plan, 0xffff));
    cconv_plan_free(plan);
}

static void test_plan_symbols(void **state)
{
    (void)state;
    const char *text = "void f(int); void g(void) __asm__(\"other\");";
    struct fixture mac = read_text("x86_64-macos", text), linux_ = read_text("x86_64-linux-gnu", text);
    const char *const wanted[] = {"_f", "other", "f", "other"};
    for (size_t i = 0; i < 4; i++) {
        cconv_plan *plan = plan_of(i < 2 ? &mac : &linux_, "x86_64_sysv", i % 2);
        assert_string_equal(cconv_plan_symbol(plan), wanted[i]);
        cconv_plan_free(plan);
    }
    cconv_context_free(mac.context);
    cconv_context_free(linux_.context);
}

static void test_plan_stack_sizes(void **state)
{
    (void)state;
    const char *text = "void f(int, int, int, int, int, int, int, int, char, char, short);";
    static const struct { const char *target, *convention; unsigned size, shadow; } cases[] = {
        {"x86_64-linux-gnu", "x86_64_sysv", 40, 0},        {"x86_64-windows-msvc", "x86_64_win", 56, 32},
        {"x86_64-linux-gnu", "x86_64_win", 56, 32},        {"aarch64-linux-gnu", "aarch64_aapcs", 24, 0},
        {"aarch64-macos", "aarch64_aapcs_darwin", 8, 0},   {"aarch64-windows-msvc", "aarch64_aapcs_win", 24, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture fixture = read_text(cases[i].target, text);
        cconv_plan *plan = plan_of(&fixture, cases[i].convention, 0);
        assert_int_equal(cconv_plan_stack_of(plan)->args_size, cases[i].size);
        assert_int_equal(cconv_plan_stack_of(plan)->shadow_space, cases[i].shadow);
        assert_int_equal(cconv_plan_result(plan)->kind, CCONV_PLACED_VOID);
        assert_int_equal(cconv_plan_result(plan)->piece_count, 0);
        cconv_plan_free(plan);
        cconv_context_free(fixture.context);
    }
}

static void test_plan_counts_vector_registers(void **state)
{
    (void)state;
    struct fixture fixture = read_text("x86_64-linux-gnu", "int f(double, ...); int g(double);");
    const cconv_type *doubles[12];
    for (size_t i = 0; i < COUNT_OF(doubles); i++)
        doubles[i] = cconv_type_basic(fixture.context, CCONV_DOUBLE);
    for (size_t count = 0; count <= COUNT_OF(doubles); count++) {
        const cconv_signature *varied;
        cconv_plan *plan;
        uint32_t vectors = 99;
        assert_int_equal(cconv_signature_vary(fixture.context, cconv_unit_function(fixture.unit, 0), doubles, count,
                                              &varied, NULL), CCONV_OK);
        assert_int_equal(cconv_plan_new(cconv_convention_find("sysv", NULL), varied, NULL, &plan, NULL), CCONV_OK);
        assert_string_equal(cconv_plan_vector_count(plan, &vectors), "rax");
        assert_int_equal(vectors, count < 7 ? count + 1 : 8);
        assert_true(cconv_plan_is_variadic(plan));
        for (size_t i = 0; i <= count; i++)
            assert_int_equal(cconv_plan_argument(plan, i)->variadic, i > 0);
        cconv_plan_free(plan);
    }
    cconv_plan *plain = plan_of(&fixture, "sysv", 1);
    assert_null(cconv_plan_vector_count(plain, NULL));
    cconv_plan_free(plain);
    cconv_context_free(fixture.context);
}

static void test_plan_of_many_arguments(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    cconv_context *context;
    assert_int_equal(cconv_context_new(NULL, &context, NULL), CCONV_OK);
    cconv_parameter *parameters = test_calloc(MANY, sizeof *parameters);
    for (size_t i = 0; i < MANY; i++)
        parameters[i].type = cconv_type_basic(context, i % 3 ? CCONV_INT : CCONV_DOUBLE);
    const cconv_signature *signature;
    assert_int_equal(cconv_signature_new(context, "many", NULL, parameters, MANY, 0, &signature, NULL), CCONV_OK);
    for (size_t i = 0; i < cconv_convention_count(); i++) {
        cconv_plan *plan = NULL;
        if (!cconv_convention_accepts(cconv_convention_at(i), cconv_context_target(context)))
            continue;
        if (cconv_convention_syscall(cconv_convention_at(i))) {
            assert_int_equal(cconv_plan_new(cconv_convention_at(i), signature, NULL, &plan, NULL), CCONV_UNSUPPORTED);
            continue;
        }
        assert_int_equal(cconv_plan_new(cconv_convention_at(i), signature, NULL, &plan, NULL), CCONV_OK);
        assert_int_equal(cconv_plan_argument_count(plan), MANY);
        assert_int_equal(cconv_plan_argument(plan, MANY - 1)->pieces[0].where, CCONV_ON_STACK);
        cconv_plan_free(plan);
    }
    test_free(parameters);
    cconv_context_free(context);
}

static void test_plan_refuses_nonsense(void **state)
{
    (void)state;
    struct fixture fixture = read_text("x86_64-linux-gnu", "struct later; void f(int, struct later x); int g(void);");
    const cconv_convention *sysv = cconv_convention_find("sysv", NULL);
    const cconv_signature *good = cconv_unit_function(fixture.unit, 1);
    cconv_error error;
    cconv_plan *plan = (cconv_plan *)&error;
    assert_int_equal(cconv_plan_new(NULL, good, NULL, &plan, &error), CCONV_INVALID);
    assert_null(plan);
    assert_int_equal(cconv_plan_new(sysv, NULL, NULL, &plan, &error), CCONV_INVALID);
    assert_int_equal(cconv_plan_new(sysv, good, NULL, NULL, &error), CCONV_INVALID);
    assert_int_equal(cconv_plan_new(cconv_convention_find("aapcs64", NULL), good, NULL, &plan, &error), CCONV_INVALID);
    assert_non_null(strstr(error.message, "aarch64_aapcs"));
    assert_non_null(strstr(error.message, "x86_64-linux-gnu"));
    cconv_plan_options options = {.reading = (cconv_reading)9};
    assert_int_equal(cconv_plan_new(sysv, good, &options, &plan, &error), CCONV_INVALID);
    options = (cconv_plan_options){.features = 0x80};
    assert_int_equal(cconv_plan_new(sysv, good, &options, &plan, &error), CCONV_INVALID);
    options = (cconv_plan_options){.reserved = {1}};
    assert_int_equal(cconv_plan_new(sysv, good, &options, &plan, &error), CCONV_INVALID);
    options = (cconv_plan_options){.is_method = 2};
    assert_int_equal(cconv_plan_new(sysv, good, &options, &plan, &error), CCONV_INVALID);
    options = (cconv_plan_options){.is_method = 1};
    assert_int_equal(cconv_plan_new(sysv, good, &options, &plan, &error), CCONV_UNSUPPORTED);
    options = (cconv_plan_options){.allocator = {refuse, NULL}};
    assert_int_equal(cconv_plan_new(sysv, good, &options, &plan, &error), CCONV_NO_MEMORY);
    assert_null(plan);
    assert_null(cconv_unit_function(fixture.unit, 0)); /* a value of incomplete type never gets as far as a plan */
    cconv_context_free(fixture.context);
}

static void test_readers_take_null(void **state)
{
    (void)state;
    uint32_t value = 7;
    assert_null(cconv_plan_name(NULL));
    assert_null(cconv_plan_declaration(NULL));
    assert_null(cconv_plan_symbol(NULL));
    assert_null(cconv_plan_convention(NULL));
    assert_null(cconv_plan_target(NULL));
    assert_int_equal(cconv_plan_reading(NULL), CCONV_AS_DOCUMENT);
    assert_int_equal(cconv_plan_argument_count(NULL), 0);
    assert_null(cconv_plan_argument(NULL, 0));
    assert_null(cconv_plan_result(NULL));
    assert_int_equal(cconv_plan_hidden_count(NULL), 0);
    assert_null(cconv_plan_hidden(NULL, 0));
    assert_null(cconv_plan_stack_of(NULL));
    assert_int_equal(cconv_plan_is_variadic(NULL), 0);
    assert_null(cconv_plan_vector_count(NULL, &value));
    assert_null(cconv_plan_preserved(NULL, 0));
    assert_null(cconv_plan_clobbered(NULL, 0));
    assert_null(cconv_plan_register_name(NULL, 0));
    cconv_plan_free(NULL);
    assert_null(cconv_convention_name(NULL));
    assert_null(cconv_convention_alias(NULL, 0));
    assert_null(cconv_convention_register(NULL, 0));
    assert_null(cconv_convention_stack(NULL));
    assert_null(cconv_convention_duty(NULL, 0));
    assert_null(cconv_convention_target(NULL));
    assert_null(cconv_target_convention(NULL));
    assert_int_equal(cconv_convention_accepts(NULL, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cursor_takes_registers),
        cmocka_unit_test(test_cursor_grows_and_keeps_slots_together),
        cmocka_unit_test(test_cursor_survives_without_memory),
        cmocka_unit_test(test_cursor_packs_the_stack),
        cmocka_unit_test(test_cursor_resolves_divergences),
        cmocka_unit_test(test_unsupported_names_argument_type_and_rule),
        cmocka_unit_test(test_conventions_are_found),
        cmocka_unit_test(test_usual_aliases),
        cmocka_unit_test(test_tables_are_sane),
        cmocka_unit_test(test_register_files_are_sane),
        cmocka_unit_test(test_divergences_are_complete),
        cmocka_unit_test(test_plan_outlives_its_context),
        cmocka_unit_test(test_plan_symbols),
        cmocka_unit_test(test_plan_stack_sizes),
        cmocka_unit_test(test_plan_counts_vector_registers),
        cmocka_unit_test(test_plan_of_many_arguments),
        cmocka_unit_test(test_plan_refuses_nonsense),
        cmocka_unit_test(test_readers_take_null),
    };
    return run_tests("plan", tests, COUNT_OF(tests));
}
