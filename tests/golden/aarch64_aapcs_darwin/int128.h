/* Source: Apple, "Writing ARM64 code for Apple platforms", "Pass arguments to functions correctly": no even registers; AAPCS64 2025Q4, C.13 for the stack. */
__int128 odd(int, __int128, int);
void stacked(int, int, int, int, int, int, int, __int128, char, char, __int128, int);
struct quad { __int128 a; };
struct whole { long a, b; } __attribute__((aligned(16)));
void composites(int, struct quad, struct whole, int, struct whole, char, struct quad);
