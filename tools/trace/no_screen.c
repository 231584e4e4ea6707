/* Where curses is not there: a terminal gets the text. */
#include "trace.h"

static void screen_begin(struct trace *trace, FILE *out) { text_writer.begin(trace, out); }
static void screen_step(struct trace *trace, FILE *out) { text_writer.step(trace, out); }
static void screen_end(struct trace *trace, FILE *out) { text_writer.end(trace, out); }

const struct writer screen_writer = {screen_begin, screen_step, screen_end, NULL};
