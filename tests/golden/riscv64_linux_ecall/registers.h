/* Source: Linux syscall(2), "Architecture calling conventions". No call has this name. */
long golden_six(int, unsigned char, void *, long long, short, unsigned long);
int golden_none(void);
