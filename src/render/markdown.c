/* Plans and layouts as GitHub-flavoured Markdown. */
#include "render/render.h"

static void look_for_markdown(struct look *look)
{
    cconv_render_options options = {.format = CCONV_FORMAT_MARKDOWN};
    *look = look_of(&options);
}

static void put_list_rule(void *user, const char *names, size_t names_length, const cconv_rule *rule)
{
    struct out *out = user;
    struct buffer text = {0};
    struct look look;
    look_for_markdown(&look);
    rule_text(&text, &look, rule, true);
    out_string(out, "- `");
    out_put(out, names, names_length);
    out_string(out, "`: ");
    if (!text.failed)
        out_put(out, text.data ? text.data : "", text.length);
    out_string(out, "\n");
    out_free_text(out, &text);
}

static void put_note(void *user, const char *text, size_t length)
{
    struct out *out = user;
    out_string(out, "- Note: ");
    out_put(out, text, length);
    out_string(out, "\n");
}

static void put_code_block(struct out *out, const char *text)
{
    out_string(out, "```c\n");
    out_string(out, text);
    out_string(out, ";\n```\n\n");
}

static void put_drawing(struct out *out, const struct look *look, const cconv_plan *plan)
{
    struct block block = {0};
    stack_block(&block, look, plan, "stack at the callee's entry");
    block_measure(&block);
    out_string(out, "\n```\n");
    blocks_print(&block, 1, out, look, 0);
    out_string(out, "```\n");
    block_free(&block);
}

static void put_name_list(struct out *out, const char *heading, const struct look *look, const cconv_plan *plan,
                          const char *(*name_at)(const cconv_plan *, size_t))
{
    struct buffer text = {0};
    register_names(&text, look, plan, name_at);
    out_string(out, "\n");
    out_string(out, heading);
    out_put(out, text.data ? text.data : "", text.length);
    out_string(out, "\n");
    out_free_text(out, &text);
}

static void put_convention(struct out *out, const cconv_plan *plan)
{
    const cconv_convention *convention = cconv_plan_convention(plan);
    out_string(out, "`");
    out_string(out, cconv_convention_name(convention));
    out_string(out, "` over `");
    out_string(out, cconv_target_name(cconv_plan_target(plan)));
    out_string(out, "` (");
    out_string(out, cconv_convention_document(convention));
    out_string(out, ")\n");
}

void markdown_plans(struct out *out, const cconv_plan *const *plans, size_t count)
{
    struct grid grid = {0};
    struct look look;
    look_for_markdown(&look);
    out_string(out, "### ");
    out_string(out, cconv_plan_name(plans[0]) ? cconv_plan_name(plans[0]) : "(no name)");
    out_string(out, "\n\n");
    put_code_block(out, cconv_plan_declaration(plans[0]));
    if (count == 1) {
        put_convention(out, plans[0]);
        out_string(out, "\n");
        grid_of_plan(&grid, &look, plans[0]);
    } else {
        grid_of_plans(&grid, &look, plans, count);
    }
    grid_markdown(&grid, out);
    if (grid.failed || grid.text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
    if (count == 1) {
        put_drawing(out, &look, plans[0]);
        put_name_list(out, "Preserved: ", &look, plans[0], cconv_plan_preserved);
        put_name_list(out, "Clobbered: ", &look, plans[0], cconv_plan_clobbered);
        out_string(out, "\n");
        if (!notes_of_plan(plans[0], out, put_note))
            out->failed = CCONV_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        out_string(out, "\n");
        put_convention(out, plans[i]);
        out_string(out, "\n");
        if (!rules_of_plan(plans[i], out, put_list_rule) || !notes_of_plan(plans[i], out, put_note))
            out->failed = CCONV_NO_MEMORY;
    }
}

void markdown_layout(struct out *out, const cconv_layout_view *views, size_t count)
{
    struct grid grid = {0};
    struct buffer text = {0};
    struct look look;
    look_for_markdown(&look);
    out_string(out, "### ");
    type_text(&text, views[0].type, 0, NULL);
    out_put(out, text.data ? text.data : "", text.length);
    out_string(out, "\n\n");
    for (size_t i = 0; i < count; i++) {
        out_string(out, "- `");
        out_string(out, cconv_target_name(views[i].target));
        out_string(out, "`: ");
        text.length = 0;
        layout_summary(&text, &views[i]);
        out_put(out, text.data ? text.data : "", text.length);
        out_string(out, "\n");
    }
    out_string(out, "\n");
    grid_of_layouts(&grid, &look, views, count);
    grid_markdown(&grid, out);
    if (grid.failed || grid.text.failed || text.failed)
        out->failed = CCONV_NO_MEMORY;
    grid_free(&grid);
    out_free_text(out, &text);
}
