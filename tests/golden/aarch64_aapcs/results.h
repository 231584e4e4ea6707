/* Source: AAPCS64 2025Q4, 6.9: results in the registers of a first argument. */
char character(void);
_Bool truth(void);
void *pointer(void);
float single(void);
long double quad(void);
__int128 pair(void);
struct c3 { char c[3]; } three(void);
struct f4 { float a[4]; } four(void);
enum e { A, B } enumeration(void);
