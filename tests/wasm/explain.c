/*
 * What a page in a browser would call: declarations in, the JSON of `callconv explain` out. The module is a WASI
 * reactor; its caller writes the text into memory taken with callconv_take.
 */
#include <callconv/callconv.h>
#include <callconv/render.h>

#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name), visibility("default")))

enum { MOST_CONVENTIONS = 16 };

/* One convention asked for, with the declarations read for its target. */
struct asked {
    const cconv_convention *convention;
    cconv_context *context;
    cconv_unit *unit;
};

struct output {
    char *data;
    size_t length, room;
};

void *callconv_take(size_t size);
void callconv_give(void *block);
char *callconv_explain(const char *text, size_t length, const char *abi, const char *target);

EXPORT("callconv_take") void *callconv_take(size_t size)
{
    return malloc(size);
}

EXPORT("callconv_give") void callconv_give(void *block)
{
    free(block);
}

static int append(void *user, const char *bytes, size_t length)
{
    struct output *output = user;
    if (output->room - output->length <= length) {
        size_t room = 2 * (output->length + length) + 1024;
        char *data = realloc(output->data, room);
        if (!data)
            return 1;
        output->data = data;
        output->room = room;
    }
    memcpy(output->data + output->length, bytes, length);
    output->length += length;
    output->data[output->length] = '\0';
    return 0;
}

/* The message of an error as a JSON object; only what JSON must escape is escaped. */
static void append_error(struct output *output, const cconv_error *error)
{
    append(output, "{\"error\": \"", 11);
    for (const char *at = error->message; *at; at++) {
        if (*at == '"' || *at == '\\')
            append(output, "\\", 1);
        append(output, (unsigned char)*at < 0x20 ? " " : at, 1);
    }
    append(output, "\"}\n", 3);
}

/* Comma-separated names, or "all": the common ones that the target can have. */
static size_t find_conventions(const char *abi, const cconv_target *target, struct asked *asked)
{
    size_t count = 0;
    if (strcmp(abi, "all") == 0) {
        for (size_t i = 0; i < cconv_convention_count() && count < MOST_CONVENTIONS; i++)
            if (cconv_convention_is_common(cconv_convention_at(i))
                && (!target || cconv_convention_accepts(cconv_convention_at(i), target)))
                asked[count++].convention = cconv_convention_at(i);
        return count;
    }
    while (*abi && count < MOST_CONVENTIONS) {
        char name[64] = "";
        size_t length = strcspn(abi, ",");
        memcpy(name, abi, length < sizeof name ? length : sizeof name - 1);
        asked[count].convention = cconv_convention_find(name, target);
        count += asked[count].convention != NULL;
        abi += length + (abi[length] == ',');
    }
    return count;
}

static cconv_status read_all(struct asked *asked, size_t count, const cconv_target *target, const char *text,
                             size_t length, cconv_error *error)
{
    const cconv_parse_options parse = {.well_known = 1};
    for (size_t i = 0; i < count; i++) {
        const cconv_options options = {.target = target ? target : cconv_convention_target(asked[i].convention)};
        cconv_status status = cconv_context_new(&options, &asked[i].context, error);
        if (!status)
            status = cconv_parse(asked[i].context, text, length, &parse, &asked[i].unit, error);
        if (status)
            return status;
    }
    return CCONV_OK;
}

static cconv_status render_all(const struct asked *asked, size_t count, struct output *output, cconv_error *error)
{
    const cconv_writer writer = {append, output};
    const cconv_render_options options = {.format = CCONV_FORMAT_JSON};
    cconv_renderer renderer;
    cconv_status status = CCONV_OK;
    cconv_render_begin(&renderer, &writer, &options);
    for (size_t f = 0; !status && count && f < cconv_unit_function_count(asked[0].unit); f++) {
        cconv_plan *plans[MOST_CONVENTIONS] = {NULL};
        for (size_t i = 0; !status && i < count; i++)
            status = cconv_plan_new(asked[i].convention, cconv_unit_function(asked[i].unit, f), NULL, &plans[i], error);
        if (!status)
            cconv_render_plans(&renderer, (const cconv_plan *const *)plans, count);
        for (size_t i = 0; i < count; i++)
            cconv_plan_free(plans[i]);
    }
    if (!status)
        cconv_render_end(&renderer);
    return status;
}

/* Terminated JSON, to be freed with callconv_give; NULL when memory runs out. `target` may be empty: each
   convention's own. */
EXPORT("callconv_explain")
char *callconv_explain(const char *text, size_t length, const char *abi, const char *target_name)
{
    struct asked asked[MOST_CONVENTIONS] = {{NULL, NULL, NULL}};
    struct output output = {NULL, 0, 0};
    cconv_error error = {CCONV_NOT_FOUND, 0, 0, "", "unknown target or convention"};
    const cconv_target *target = cconv_target_find(target_name);
    size_t count = target || !*target_name ? find_conventions(abi, target, asked) : 0;
    cconv_status status = count ? read_all(asked, count, target, text, length, &error) : CCONV_NOT_FOUND;
    if (!status)
        status = render_all(asked, count, &output, &error);
    if (status) {
        output.length = 0;
        append_error(&output, &error);
    }
    for (size_t i = 0; i < count; i++)
        cconv_context_free(asked[i].context);
    return output.data;
}
