/* The answer of a call: result, out-parameters, errno, time, what was broken; as text or JSON. */
#include "call.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add(struct string *out, const char *format, ...) PRINTF_LIKE(2, 3);

static void add(struct string *out, const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    string_add(out, text);
}

static bool has_result(const struct call *call)
{
    return cconv_type_kind_of(cconv_type_canonical(cconv_signature_result(call->signature))) != CCONV_VOID;
}

static void show_out(struct show *show, const struct value_out *out)
{
    if (out->is_array)
        show_row(show, out->type, out->count, out->at);
    else
        show_value(show, out->type, out->at);
}

/* ------------------------------------------------------------------------ text */

static void add_violations(const struct call *call, struct string *out)
{
    add(out, call->violation_count ? "" : "check: nothing was broken\n");
    for (size_t i = 0; i < call->violation_count && i < MOST_VIOLATIONS; i++) {
        const cconv_violation *violation = &call->violations[i];
        add(out, "check: %s: %s: expected 0x%llx, found 0x%llx\n", cconv_violation_name(violation->kind), violation->reg,
            (unsigned long long)violation->expected, (unsigned long long)violation->found);
    }
}

static void answer_text(const struct call *call, struct show *show)
{
    if (has_result(call)) {
        show_value(show, cconv_signature_result(call->signature), call->result);
        string_add(show->out, "\n");
    }
    for (size_t i = 0; i < call->values.out_count; i++) {
        string_add(show->out, call->values.outs[i].name);
        string_add(show->out, " = ");
        show_out(show, &call->values.outs[i]);
        string_add(show->out, "\n");
    }
    if (call->settings.keep_errno)
        add(show->out, call->error_number ? "errno = %d (%s)\n" : "errno = %d\n", call->error_number, strerror(call->error_number));
    if (call->settings.check)
        add_violations(call, show->out);
    if (call->times)
        add(show->out, "time = %.3g ns a call (median, %lu calls)\n", call->nanoseconds, call->times);
}

/* ------------------------------------------------------------------------ JSON */

static void add_json_type(struct string *out, const cconv_type *type, uint64_t count, bool is_array)
{
    char text[512];
    cconv_type_print(type, 0, NULL, text, sizeof text);
    show_json_text(out, text, strlen(text));
    if (is_array)
        add(out, ", \"count\": %llu", (unsigned long long)count);
    string_add(out, ", \"value\": ");
}

static void add_json_member(struct string *out, const char *key, const char *text)
{
    add(out, "  \"%s\": ", key);
    show_json_text(out, text, strlen(text));
    string_add(out, ",\n");
}

static void add_json_outs(const struct call *call, struct show *show)
{
    string_add(show->out, ",\n  \"out\": [");
    for (size_t i = 0; i < call->values.out_count; i++) {
        const struct value_out *out = &call->values.outs[i];
        string_add(show->out, i ? ",\n    {\"name\": " : "\n    {\"name\": ");
        show_json_text(show->out, out->name, strlen(out->name));
        string_add(show->out, ", \"type\": ");
        add_json_type(show->out, out->type, out->count, out->is_array);
        show_out(show, out);
        string_add(show->out, "}");
    }
    string_add(show->out, call->values.out_count ? "\n  ]" : "]");
}

static void add_json_violations(const struct call *call, struct string *out)
{
    string_add(out, ",\n  \"violations\": [");
    for (size_t i = 0; i < call->violation_count && i < MOST_VIOLATIONS; i++) {
        const cconv_violation *violation = &call->violations[i];
        add(out, "%s\n    {\"kind\": \"%s\", \"register\": \"%s\", \"expected\": \"0x%llx\", \"found\": \"0x%llx\"}",
            i ? "," : "", cconv_violation_name(violation->kind), violation->reg, (unsigned long long)violation->expected,
            (unsigned long long)violation->found);
    }
    string_add(out, call->violation_count ? "\n  ]" : "]");
}

static void answer_json(const struct call *call, struct show *show)
{
    string_add(show->out, "{\n  \"schema\": 1,\n");
    add_json_member(show->out, "function", call->name);
    add_json_member(show->out, "declaration", cconv_signature_declaration(call->signature));
    add_json_member(show->out, "abi", cconv_convention_name(cconv_plan_convention(call->plan)));
    add_json_member(show->out, "engine", call->engine == CCONV_ENGINE_CODE_FREE ? "code-free" : "compiled");
    string_add(show->out, "  \"result\": ");
    if (has_result(call)) {
        string_add(show->out, "{\"type\": ");
        add_json_type(show->out, cconv_signature_result(call->signature), 1, false);
        show_value(show, cconv_signature_result(call->signature), call->result);
        string_add(show->out, "}");
    } else {
        string_add(show->out, "null");
    }
    add_json_outs(call, show);
    if (call->settings.keep_errno) {
        add(show->out, ",\n  \"errno\": {\"number\": %d, \"message\": ", call->error_number);
        show_json_text(show->out, strerror(call->error_number), strlen(strerror(call->error_number)));
        string_add(show->out, "}");
    }
    if (call->settings.check)
        add_json_violations(call, show->out);
    if (call->times)
        add(show->out, ",\n  \"time\": {\"calls\": %lu, \"median_ns\": %.4g}", call->times, call->nanoseconds);
    string_add(show->out, "\n}\n");
}

int call_answer(struct call *call)
{
    struct string out = {0};
    struct show show = {.out = &out, .context = call->view.context, .unit = call->view.unit, .json = call->settings.json};
    if (pipe(show.probe) != 0) {
        complain("cannot make a pipe");
        return EXIT_ERROR;
    }
    string_add(&out, "");
    if (show.json)
        answer_json(call, &show);
    else
        answer_text(call, &show);
    close(show.probe[0]);
    close(show.probe[1]);
    if (out.length)
        output_write(&call->output, out.data, out.length);
    free(out.data);
    int closed = output_close(&call->output);
    return closed ? closed : call->violation_count ? EXIT_ERROR : EXIT_FINE;
}
