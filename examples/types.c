/* Builds `struct sample { float x, y; long n; } scale(struct sample, double)` from types, without any text, and
   prints its layout and where its values go under every common convention that the target can have. */
#include <callconv/callconv.h>

#include <inttypes.h>
#include <stdio.h>

static void print_place(const cconv_plan *plan, const char *what, const cconv_placement *value)
{
    printf("  %-8s", what);
    if (value->kind == CCONV_PLACED_INDIRECT)
        printf(" by pointer:");
    for (size_t i = 0; i < value->piece_count; i++) {
        const cconv_piece *piece = &value->pieces[i];
        if (piece->where == CCONV_IN_REGISTER)
            printf(" %s", cconv_plan_register_name(plan, piece->reg));
        else
            printf(" stack+%" PRIu64, piece->at);
    }
    printf("  (%s %s: %s)\n", value->rule->document, value->rule->section, value->rule->reason);
}

static int print_plan(const cconv_convention *convention, const cconv_signature *signature)
{
    cconv_plan *plan;
    cconv_error error;
    if (cconv_plan_new(convention, signature, NULL, &plan, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    printf("%s: %s\n", cconv_convention_name(convention), cconv_plan_declaration(plan));
    for (size_t i = 0; i < cconv_plan_argument_count(plan); i++)
        print_place(plan, cconv_plan_argument(plan, i)->name, cconv_plan_argument(plan, i));
    print_place(plan, "result", cconv_plan_result(plan));
    cconv_plan_free(plan);
    return 0;
}

static const cconv_signature *make_signature(cconv_context *context, cconv_error *error)
{
    const cconv_type *single = cconv_type_basic(context, CCONV_FLOAT);
    const cconv_field fields[] = {
        {.name = "x", .type = single},
        {.name = "y", .type = single},
        {.name = "n", .type = cconv_type_basic(context, CCONV_LONG)},
    };
    const cconv_record record = {.kind = CCONV_STRUCT, .tag = "sample"};
    const cconv_type *sample = cconv_type_record(context, &record, fields, 3, error);
    const cconv_parameter parameters[] = {
        {.name = "sample", .type = sample},
        {.name = "factor", .type = cconv_type_basic(context, CCONV_DOUBLE)},
    };
    const cconv_signature *signature = NULL;
    if (!sample || cconv_signature_new(context, "scale", sample, parameters, 2, 0, &signature, error))
        return NULL;
    printf("struct sample: %" PRIu64 " bytes, aligned to %" PRIu64 "\n", cconv_type_size(sample),
           cconv_type_align(sample));
    for (size_t i = 0; i < cconv_type_field_count(sample); i++)
        printf("  %s at %" PRIu64 "\n", cconv_type_field(sample, i)->name, cconv_type_field(sample, i)->offset);
    return signature;
}

int main(void)
{
    const cconv_options options = {.target = cconv_target_find("x86_64-linux-gnu")};
    cconv_context *context = NULL;
    cconv_error error;
    if (cconv_context_new(&options, &context, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    const cconv_signature *signature = make_signature(context, &error);
    int status = !signature;
    if (!signature)
        fprintf(stderr, "%s\n", error.message);
    for (size_t i = 0; !status && i < cconv_convention_count(); i++)
        if (cconv_convention_is_common(cconv_convention_at(i))
            && cconv_convention_accepts(cconv_convention_at(i), options.target))
            status = print_plan(cconv_convention_at(i), signature);
    cconv_context_free(context);
    return status;
}
