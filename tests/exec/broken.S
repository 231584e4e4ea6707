/* The broken functions of the machine that this is built for. */
#if defined(__x86_64__)
#include "broken_x86_64.S"
#elif defined(__i386__)
#include "broken_i386.S"
#elif defined(__aarch64__)
#include "broken_aarch64.S"
#elif defined(__arm__)
#include "broken_arm.S"
#elif defined(__riscv)
#include "broken_riscv64.S"
#endif
