/* The rules and notes of a plan, each once, with the values that they are about. */
#include "render/render.h"

static bool same_rule(const cconv_rule *a, const cconv_rule *b)
{
    return a == b
           || (a && b && strcmp(a->document, b->document) == 0 && strcmp(a->section, b->section) == 0
               && strcmp(a->reason, b->reason) == 0);
}

enum { DISTINCT_RULES = 64, RUN_LENGTH = 4 };

static const cconv_placement *argument_or_result(const cconv_plan *plan, size_t index)
{
    return index < cconv_plan_argument_count(plan) ? cconv_plan_argument(plan, index) : cconv_plan_result(plan);
}

static void put_value_name(struct buffer *names, const cconv_plan *plan, size_t index)
{
    if (index < cconv_plan_argument_count(plan))
        value_name(names, cconv_plan_argument(plan, index), index);
    else
        buffer_string(names, "result");
}

/* "a, b, c", and "a to f" for a long run. The result comes last. */
static void names_under_rule(struct buffer *names, const cconv_plan *plan, size_t first, const cconv_rule *rule)
{
    size_t count = cconv_plan_argument_count(plan);
    names->length = 0;
    for (size_t i = first; i <= count; i++) {
        if (!same_rule(argument_or_result(plan, i)->rule, rule))
            continue;
        size_t last = i;
        while (last + 1 < count && same_rule(argument_or_result(plan, last + 1)->rule, rule))
            last++;
        buffer_string(names, names->length ? ", " : "");
        put_value_name(names, plan, i);
        if (i < count && last - i + 1 >= RUN_LENGTH) {
            buffer_string(names, " to ");
            put_value_name(names, plan, last);
            i = last;
        }
    }
}

bool rules_of_plan(const cconv_plan *plan, void *user,
                   void (*put)(void *user, const char *names, size_t names_length, const cconv_rule *rule))
{
    const cconv_rule *distinct[DISTINCT_RULES];
    struct buffer names = {0};
    size_t hidden = cconv_plan_hidden_count(plan), found = 0;
    for (size_t i = 0; i < hidden; i++)
        if (cconv_plan_hidden(plan, i)->rule)
            put(user, "(hidden)", 8, cconv_plan_hidden(plan, i)->rule);
    for (size_t i = 0; i <= cconv_plan_argument_count(plan); i++) {
        const cconv_rule *rule = argument_or_result(plan, i)->rule;
        bool seen = !rule;
        for (size_t j = 0; j < found && !seen; j++)
            seen = same_rule(distinct[j], rule);
        if (seen || found == DISTINCT_RULES)
            continue;
        distinct[found++] = rule;
        names_under_rule(&names, plan, i, rule);
        if (!names.failed)
            put(user, names.data, names.length, rule);
    }
    bool complete = !names.failed;
    buffer_free(&names);
    return complete;
}

bool notes_of_plan(const cconv_plan *plan, void *user, void (*put)(void *user, const char *text, size_t length))
{
    struct buffer text = {0};
    size_t count = cconv_plan_argument_count(plan);
    for (size_t i = 0; i <= count; i++) {
        const cconv_placement *value = i < count ? cconv_plan_argument(plan, i) : cconv_plan_result(plan);
        for (size_t j = 0; j < value->note_count; j++) {
            text.length = 0;
            if (i < count)
                value_name(&text, value, i);
            else
                buffer_string(&text, "result");
            buffer_string(&text, ": ");
            buffer_string(&text, value->notes[j]);
            if (!text.failed)
                put(user, text.data, text.length);
        }
    }
    bool complete = !text.failed;
    buffer_free(&text);
    return complete;
}
