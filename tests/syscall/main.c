/* Makes the calls that syscall.py wrote from the plans (calls.s, facts.h), and checks what the kernel did. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef uintptr_t word;

unsigned char arguments[96] __attribute__((aligned(16)));
uint64_t stored[40];
static int broken;

void call_0(void); /* write */
void call_1(void); /* pread64 */
void call_2(void); /* mmap */
void call_3(void); /* close */
void call_4(void); /* getpid */

static void kept(const char *name, int index, word value)
{
    if ((word)stored[index] != value && ++broken)
        printf("FAILED %s is not preserved: %#llx instead of %#llx\n", name, (unsigned long long)(word)stored[index],
               (unsigned long long)value);
}

#include "facts.h"

static void argument(int index, uint64_t value)
{
    memcpy(arguments + 16 * index, &value, sizeof value);
}

static void is(const char *what, int good)
{
    printf("%s %s\n", good ? "ok" : "FAILED", what);
    broken += !good;
}

static intptr_t result(int index)
{
    return (intptr_t)(word)stored[index];
}

int main(int count, char **names)
{
    static char page[4096], found[8];
    int file = open(names[count - 1], O_RDWR | O_CREAT | O_TRUNC, 0600);
    memset(page, 'a', sizeof page);

    argument(0, file), argument(1, (uintptr_t)page), argument(2, sizeof page);
    call_0();
    is("write: three arguments and a count", result(result_0) == sizeof page);
    check_0();
    memcpy(page, "second page", 12);
    call_0();
    is("write again", result(result_0) == sizeof page);

    argument(0, file), argument(1, (uintptr_t)found), argument(2, 6), argument(3, sizeof page);
    call_1();
    is("pread64: a 64-bit fourth argument", result(result_1) == 6 && !memcmp(found, "second", 6));
    check_1();
    argument(3, (uint64_t)1 << 32);
    call_1();
    is("pread64: its upper half counts", result(result_1) == 0);

    argument(0, 0), argument(1, sizeof page), argument(2, PROT_READ), argument(3, MAP_PRIVATE);
    argument(4, file), argument(5, sizeof page / UNIT);
    call_2();
    is("mmap: six arguments", !memcmp((char *)result(result_2), "second page", 12));
    check_2();

    argument(0, 12345);
    call_3();
    is("close of what is not open: -EBADF", (int)result(result_3) == -9);
    check_3();
    call_4();
    is("getpid", result(result_4) == getpid());
    check_4();
    is("all preserved registers are kept", !broken);
    return broken ? 1 : 0;
}
