#include <callconv/exec.h>
#include <math.h>
#include <stdio.h>
int main(void)
{
    static const char text[] = "double hypot(double x, double y);";
    cconv_context *context = NULL; cconv_unit *unit = NULL; cconv_plan *plan = NULL;
    cconv_code *code = NULL; cconv_stub *stub = NULL;
    cconv_error error;
    if (cconv_context_new(NULL, &context, &error)
        || cconv_parse(context, text, sizeof text - 1, NULL, &unit, &error)
        || cconv_plan_new(cconv_convention_host(), cconv_unit_function(unit, 0), NULL, &plan, &error)
        || cconv_code_new(NULL, &code, &error)
        || cconv_stub_new(code, plan, 0, &stub, &error))
        return fprintf(stderr, "%s\n", error.message), 1;
    double x = 3, y = 4, result;
    cconv_stub_call(stub)((cconv_function)hypot, &result, (void *[]){&x, &y});
    printf("%g\n", result);
    cconv_code_free(code); cconv_plan_free(plan); cconv_context_free(context);
}
