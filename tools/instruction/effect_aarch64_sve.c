/* A64: SVE. */
#include "aarch64.h"

const struct a64_row a64_sve[] = {{0, 0, NULL, NULL}};
