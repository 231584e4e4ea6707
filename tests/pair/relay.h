/* What generate.c writes for tests/thunk: relay.c. */
#ifndef RELAY_H
#define RELAY_H

#include "conform.h"

/* Behind the cases: functions that hand on, and addresses in ab_N, ba_N and ca_N. */
void relay_code(FILE *out, const struct judge *judge, const struct trial *trials, unsigned count, const char *attribute);
/* Behind the table of the batch: these addresses, three for each case, in its order. */
void relay_table(FILE *out, const struct trial *trials, unsigned count, unsigned batch);
/* The declarations that `callconv thunk` reads. */
bool relay_declarations(const char *directory, const struct trial *trials, unsigned count, unsigned batch);
/* Drops what the second convention does not pass; returns how many are kept. */
unsigned relay_keep(struct trial *trials, unsigned count, const struct judge *judge, const cconv_convention *convention);

#endif
