/* Source: AAPCS32 2025Q4, 6.5: B.2 (extension to a word), C.3 (even registers for double-words), C.6 to C.8. */
void narrow(signed char, unsigned char, _Bool, short, char, unsigned short);
void even(int, long long, int);
void skipped(int, double, float);
void full(int, int, int, long long, int, double);
float single(float, float, float, float, float);
_Float16 half(_Float16, __bf16);
enum e { A };
enum __attribute__((packed)) small { B };
void *pointers(void *, enum e, enum small, void (*)(void));
