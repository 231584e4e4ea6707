/* `callconv trace`: see trace.h. */
#include "trace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The file's own convention, or the one that was asked for. */
static bool choose_convention(struct trace *trace)
{
    const cconv_target *target = trace->world.object.target;
    const char *name = trace->options->abi;
    trace->world.convention = name ? cconv_convention_find(name, target) : cconv_target_convention(target);
    if (!trace->world.convention) {
        complain("unknown convention '%s': `callconv list` names them", name);
        return false;
    }
    if (!cconv_convention_accepts(trace->world.convention, target)) {
        complain("%s is no convention of %s, which the file is for", name, cconv_target_name(target));
        return false;
    }
    return true;
}

int trace_open(struct trace *trace, const struct options *options, const struct built *built)
{
    trace->options = options;
    trace->is_assembly = built->is_assembly;
    if (!world_open(&trace->world, options, built->object))
        return EXIT_ERROR;
    if (!choose_convention(trace))
        return EXIT_USAGE;
    table_of(trace, NULL);
    trace->known = known_new(options, built, trace->world.object.target, trace->world.convention);
    if (!trace->known)
        return EXIT_ERROR;
    trace->decoder = decoder_new(trace->world.cpu, options->syntax, false);
    trace->debug = debug_open(&trace->world.placed);
    return EXIT_FINE;
}

void trace_close(struct trace *trace)
{
    decoder_free(trace->decoder);
    decoder_free(trace->thumb_decoder);
    debug_close(trace->debug);
    known_free(trace->known);
    tables_free(trace);
    free(trace->decoded);
    world_close(&trace->world);
    free(trace->slots);
    free(trace->frames);
    free(trace->named);
    free(trace->findings);
    free(trace->roles);
    record_free(trace->record);
}

FILE *output_open(const struct options *options)
{
    FILE *out = options->output ? fopen(options->output, "w") : stdout;
    if (!out)
        complain("%s: %s", options->output, strerror(errno));
    return out;
}

bool output_close(const struct options *options, FILE *out)
{
    bool good = !fflush(out) && !(options->output && fclose(out));
    if (!good)
        complain("cannot write %s", options->output ? options->output : "standard output");
    return good;
}

/* The output is opened when there is something to write. */
int trace_show(struct trace *trace, const struct options *options, const struct built *built, struct writer *writer)
{
    bool own = !writer->out && !trace->column;
    int status = trace_open(trace, options, built);
    if (status != EXIT_FINE)
        return status;
    if (!options->checks_only) { /* what is drawn is known from a run before */
        trace->record = record_make(options, built);
        trace->roles = take(NULL, 0, MOST_REGISTERS * sizeof *trace->roles);
    }
    if (own)
        writer->out = output_open(options);
    if (own && !writer->out)
        return EXIT_ERROR;
    trace->writer = writer;
    status = trace_run(trace);
    return !own || output_close(options, writer->out) ? status : EXIT_ERROR;
}

static int run(const struct options *options)
{
    struct built built;
    int status = build(options, &built);
    if (status == EXIT_FINE) {
        struct trace *trace = take(NULL, 0, sizeof *trace);
        struct writer writer = *options->writer;
        status = trace_show(trace, options, &built, &writer);
        trace_close(trace);
        free(trace);
    }
    built_remove(&built);
    return status;
}

int main(int count, char **arguments)
{
    struct options options;
    int status = options_read(&options, count, arguments);
    if (status >= 0)
        return status;
    status = options.abi && strchr(options.abi, ',') ? side_run(&options) : run(&options);
    free(options.flags.at);
    free(options.answers.at);
    free(options.headers.at);
    return status;
}
