/* Source: AAPCS64 2025Q4, 6.8.2, C.10, C.11, C.13, C.14: quad-word integers begin at an even register. */
__int128 pair(int, __int128, int);
void last_pair(int, int, int, int, int, int, int, __int128, int);
void stacked(int, int, int, int, int, int, int, int, int, __int128, int);
