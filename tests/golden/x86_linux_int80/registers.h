/* Source: Linux syscall(2), "Architecture calling conventions". No call has this name. */
long golden_six(int, unsigned char, void *, long, short, unsigned long);
long golden_wide(int, void *, unsigned long, long long);
int golden_none(void);
