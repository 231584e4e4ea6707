/* Runs what scalable.py generated: each job's registers and stack go to standard output. */
#include <stdio.h>
#include <string.h>

unsigned char captured[256 + 32 * 256 + 16 * 32] __attribute__((aligned(256)));
unsigned char window[8192] __attribute__((aligned(16)));
unsigned char filled[32 * 256 + 16 * 32] __attribute__((aligned(256)));
void invoke(void (*function)(void));

extern void (*const callers[])(void), (*const callees[])(void);
extern const unsigned caller_count, callee_count;

static void put(void)
{
    fwrite(captured, 1, sizeof captured, stdout);
    fwrite(window, 1, sizeof window, stdout);
}

int main(void)
{
    volatile char room[16384];
    room[0] = 0;
    for (unsigned i = 0; i < caller_count; i++) {
        memset(captured, 0, sizeof captured);
        callers[i]();
        put();
    }
    for (unsigned i = 0; i < callee_count; i++) {
        memset(window, 0, sizeof window);
        for (unsigned j = 0; j < sizeof filled; j++)
            filled[j] = (unsigned char)(j * 37 + 11);
        invoke(callees[i]);
        put();
    }
    return fflush(stdout) ? 1 : 0;
}
