/* The invariants of a plan, checked in debug and fuzz builds. */
#include "plan/plan.h"
