/* Source: Linux syscall(2), "Architecture-specific requirements". No call has this name. */
long golden_wide(int, void *, unsigned long, long long);
long golden_aligned(int, long long, void *, int);
int golden_none(void);
