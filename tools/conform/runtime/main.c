/* Runs the jobs of one compiled batch and writes a record for each: runtime FILE FIRST_JOB. */
#if __STDC_HOSTED__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#else
#include "freestanding.h"
#endif

#ifdef LOW_STACK
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#endif

#include "record.h"

struct job {
    void *function, *data;
    unsigned kind, index, slot, data_size;
    int set_register, set_to_sret;
    unsigned long long set_value;
};
extern const struct job oracle_jobs[];
extern const unsigned oracle_job_count;

/* Written by the assembly. */
struct record oracle_record __attribute__((aligned(64)));
unsigned char oracle_window[RECORD_WINDOW] __attribute__((aligned(64)));
uint64_t oracle_in_general[32];
unsigned char oracle_in_vector[32][64] __attribute__((aligned(64)));
unsigned char oracle_fxsave[512] __attribute__((aligned(64)));
uint64_t oracle_stack_word;   /* where arguments are on the stack: the first one of an invoked function */
uint64_t oracle_popped;       /* what it removed beside the return address */
static unsigned char sret_buffer[SRET_SIZE] __attribute__((aligned(128)));

void oracle_invoke(void *function);
#if defined(__i386__)
void oracle_call(void *function); /* comes back from the captured call at once */
#endif

static void run_arguments(const struct job *job)
{
    void (*caller)(void);
    memcpy(&caller, &job->function, sizeof caller);
    memset(oracle_window, 0, sizeof oracle_window);
#if defined(__i386__)
    oracle_call(job->function);
    memcpy(oracle_record.x87, oracle_fxsave + 32, sizeof oracle_record.x87);
    (void)caller;
#else
    caller();
#endif
    oracle_record.sp = oracle_record.gpr[
#if defined(__x86_64__)
        7
#elif defined(__arm__)
        13
#elif defined(__i386__)
        4
#elif defined(__powerpc64__)
        1
#elif defined(__s390x__)
        15
#elif defined(__loongarch64)
        3
#elif defined(__mips64)
        29
#elif defined(__riscv)
        2
#else
        31
#endif
    ];
    memcpy(oracle_record.x87, oracle_fxsave + 32, sizeof oracle_record.x87);
    oracle_record.window_size = RECORD_WINDOW;
}

static void run_result(const struct job *job)
{
    for (unsigned i = 0; i < 32; i++) {
        oracle_in_general[i] = poison_general(i);
        for (unsigned j = 0; j < 64; j++)
            oracle_in_vector[i][j] = poison_vector(i, j);
    }
    memset(sret_buffer, 0xaa, sizeof sret_buffer);
    memset(oracle_fxsave, 0, sizeof oracle_fxsave);
    if (job->set_register >= 0)
        oracle_in_general[job->set_register] =
            job->set_to_sret ? (uint64_t)(size_t)sret_buffer : (uint64_t)job->set_value;
    oracle_stack_word = job->set_to_sret ? (uint64_t)(size_t)sret_buffer : (uint64_t)job->set_value;
    oracle_popped = 0;
    oracle_invoke(job->function);
    oracle_record.sp = oracle_popped;
    oracle_record.sret = (uint64_t)(size_t)sret_buffer;
    oracle_record.x87_tags = oracle_fxsave[4];
    memcpy(oracle_record.x87, oracle_fxsave + 32, sizeof oracle_record.x87);
    memcpy(oracle_window, sret_buffer, sizeof sret_buffer);
    oracle_record.window_size = SRET_SIZE;
}

static void run_data(const struct job *job)
{
    void (*function)(void);
    memcpy(&function, &job->function, sizeof function);
    oracle_record.sp = (uint64_t)(size_t)&function - RECORD_WINDOW; /* the frames of what is called end there */
    if (job->function)
        function();
    oracle_record.window_size = job->data_size < RECORD_WINDOW ? job->data_size : RECORD_WINDOW;
    memcpy(oracle_window, job->data, oracle_record.window_size);
}

/* gcc 12 leaves mm registers in use, without emms; what comes next would find the x87 stack full. */
static void empty_x87(void)
{
#if defined(__i386__) || defined(__x86_64__)
    __asm__ volatile("fninit");
#endif
}

static int run_all(int argc, char **argv)
{
    volatile char room[2 * RECORD_WINDOW]; /* so that the window does not reach past the stack's top */
    room[0] = 0;
    room[sizeof room - 1] = 0;
    FILE *out = argc > 2 ? fopen(argv[1], "wb") : NULL;
    if (!out)
        return 2;
    for (unsigned i = (unsigned)atoi(argv[2]); i < oracle_job_count; i++) {
        const struct job *job = &oracle_jobs[i];
        memset(&oracle_record, 0, sizeof oracle_record);
        oracle_record.magic = 0;
        empty_x87();
        if (job->kind == RECORD_ARGUMENTS)
            run_arguments(job);
        else if (job->kind == RECORD_RESULT)
            run_result(job);
        else
            run_data(job);
        oracle_record.magic = RECORD_MAGIC;
        oracle_record.kind = job->kind;
        oracle_record.index = job->index;
        oracle_record.job = i;
        oracle_record.slot = job->slot;
        if (fwrite(&oracle_record, sizeof oracle_record, 1, out) != 1
            || fwrite(oracle_window, oracle_record.window_size, 1, out) != 1 || fflush(out))
            return 2;
    }
    return fclose(out) ? 2 : 0;
}

#ifdef LOW_STACK
/* Where pointers have 32 bits in 64-bit mode: a stack below 2^32. */
static int low_argc, low_status;
static char **low_argv;

static void *run_low(void *unused)
{
    low_status = run_all(low_argc, low_argv);
    return unused;
}

int main(int argc, char **argv)
{
    enum { STACK = 1 << 20 };
    pthread_attr_t attributes;
    pthread_t thread;
    void *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    low_argc = argc;
    low_argv = argv;
    mallopt(M_ARENA_MAX, 1); /* what the thread allocates is below 2^32 too */
    mallopt(M_MMAP_MAX, 0);
    if (stack == MAP_FAILED || pthread_attr_init(&attributes) || pthread_attr_setstack(&attributes, stack, STACK)
        || pthread_create(&thread, &attributes, run_low, NULL) || pthread_join(thread, NULL))
        return 2;
    return low_status;
}
#else
int main(int argc, char **argv)
{
    return run_all(argc, argv);
}
#endif
