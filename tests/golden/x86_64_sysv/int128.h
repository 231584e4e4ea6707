/* Source: AMD64 psABI 1.0, 3.2.3: __int128 as struct { long low, high; }, aligned to 16 in memory. */
struct s { __int128 a; };
__int128 two(__int128, int, unsigned __int128);
void one_left(int, int, int, int, int, __int128, int, int);
void none_left(int, int, int, int, int, int, int, __int128, int);
void structure(int, int, int, int, int, struct s, int);
