/* Source: Apple, "ARM64 Function Calling Conventions" (iOS ABI reference), listing 1: stack arguments take only the space they need. */
void two_stack_args(char w0, char w1, char w2, char w3, char w4, char w5, char w6, char w7, char s0, char s1);
