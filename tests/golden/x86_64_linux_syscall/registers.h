/* Source: AMD64 psABI 1.0, A.2.1; Linux syscall(2), "Architecture calling conventions". No call has this name, so no
   number is looked for in headers. */
long golden_six(int, unsigned char, void *, long long, short, unsigned long);
_Bool golden_none(void);
