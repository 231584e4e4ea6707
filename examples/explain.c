#include <callconv/callconv.h>
#include <stdio.h>
int main(void)
{
    static const char text[] = "struct p { double x, y; }; int f(int, struct p);";
    cconv_context *context = NULL; cconv_unit *unit = NULL; cconv_plan *plan = NULL;
    cconv_error error;
    if (cconv_context_new(NULL, &context, &error)
        || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_plan_new(cconv_convention_find("sysv", NULL),
                          cconv_unit_function(unit, 0), NULL, &plan, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    const cconv_placement *p = cconv_plan_argument(plan, 1);
    for (size_t i = 0; i < p->piece_count; i++)
        printf("%s\n", cconv_plan_register_name(plan, p->pieces[i].reg));
    cconv_plan_free(plan); cconv_context_free(context);
}
