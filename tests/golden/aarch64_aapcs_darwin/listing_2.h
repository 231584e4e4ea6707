/* Source: Apple, "ARM64 Function Calling Conventions" (iOS ABI reference), listing 2: a 16-aligned argument may begin at an odd register. */
void large_type(int x0, __int128 x1_x2);
