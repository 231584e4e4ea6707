/*
 * Linux and its like. Executable memory is a memory file mapped twice, so that no page is ever both writable and
 * executable. Frames are told to the unwinder of libgcc, which is where C++ exceptions and backtrace() look; it is
 * found at run time as the C library's own backtrace() finds it, since this library needs nothing beyond libc.
 */
#if !defined(_WIN32)
#define _GNU_SOURCE
#include "exec/os.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifndef PR_GET_MDWE
#define PR_GET_MDWE 66 /* Linux 6.3, newer than many systems' headers */
#endif

void os_lock_init(struct os_lock *lock)
{
    pthread_mutex_init(&lock->mutex, NULL);
}

void os_lock_destroy(struct os_lock *lock)
{
    pthread_mutex_destroy(&lock->mutex);
}

void os_lock_take(struct os_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void os_lock_give(struct os_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

size_t os_page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* How generated code is mapped. Where the processor has branch targets (Arm ARM D8.4.4), jumps into its pages must meet
   a landing pad; the code has them, as x86's has, whose pages need not say so. */
static int executable(void)
{
#if defined(__aarch64__)
    const unsigned long has_targets = 1ul << 17; /* HWCAP2_BTI */
    const int guarded = 0x10;                    /* PROT_BTI, Linux 5.8 */
    if (getauxval(AT_HWCAP2) & has_targets)
        return PROT_READ | PROT_EXEC | guarded;
#endif
    return PROT_READ | PROT_EXEC;
}

static bool map_twice(int file, size_t size, size_t data, struct dual_memory *out)
{
    uint8_t *write = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (write == MAP_FAILED)
        return false;
    uint8_t *run = mmap(NULL, size + data, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (run != MAP_FAILED && mmap(run, size, executable(), MAP_SHARED | MAP_FIXED, file, 0) != MAP_FAILED) {
        *out = (struct dual_memory){write, run, run + size, size};
        return true;
    }
    if (run != MAP_FAILED)
        munmap(run, size + data);
    munmap(write, size);
    return false;
}

bool os_map(size_t size, size_t data, struct dual_memory *out)
{
    int file = memfd_create("callconv", MFD_CLOEXEC);
    if (file < 0)
        return false;
    bool mapped = ftruncate(file, (off_t)size) == 0 && map_twice(file, size, data, out);
    close(file);
    return mapped;
}

/* The file of this process in which the address lies, opened, and where in it; -1 if it is not found. */
static int open_mapped(uintptr_t address, off_t *offset)
{
    char line[4400], path[4096];
    int file = -1;
    FILE *maps = fopen("/proc/self/maps", "re");
    while (maps && file < 0 && fgets(line, sizeof line, maps)) {
        unsigned long begin, end, at;
        if (sscanf(line, "%lx-%lx %*s %lx %*s %*s %4095[^\n]", &begin, &end, &at, path) == 4 && address >= begin
            && address < end) {
            file = open(path, O_RDONLY | O_CLOEXEC);
            *offset = (off_t)(at + (address - begin));
            break;
        }
    }
    if (maps)
        fclose(maps);
    return file;
}

bool os_map_again(const struct os_original *original, size_t data, struct dual_memory *out)
{
    const size_t page = os_page_size(), within = (uintptr_t)original->first & (page - 1);
    const size_t size = page + original->distance + data;
    off_t offset;
    int file = open_mapped((uintptr_t)original->first - within, &offset);
    if (file < 0)
        return false;
    uint8_t *run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool mapped = run != MAP_FAILED && mmap(run, page, executable(), MAP_PRIVATE | MAP_FIXED, file, offset) != MAP_FAILED;
    if (!mapped && run != MAP_FAILED)
        munmap(run, size);
    close(file);
    *out = (struct dual_memory){NULL, run + within, run + within + original->distance, original->distance};
    return mapped;
}

bool os_may_generate(void)
{
    int forbidden = prctl(PR_GET_MDWE, 0L, 0L, 0L, 0L);
    struct dual_memory memory;
    if (forbidden > 0 || !os_map(os_page_size(), 0, &memory))
        return false;
    os_unmap(&memory, 0);
    return true;
}

bool os_has_vectors(void)
{
#if defined(__arm__)
    return getauxval(AT_HWCAP) >> 6 & 1; /* HWCAP_VFP */
#elif defined(__riscv)
    return getauxval(AT_HWCAP) >> ('d' - 'a') & 1;
#else
    return true;
#endif
}

bool os_has_upper_vectors(void)
{
#if defined(__arm__)
    return getauxval(AT_HWCAP) >> 19 & 1; /* HWCAP_VFPD32 */
#else
    return true;
#endif
}

void os_unmap(const struct dual_memory *memory, size_t data)
{
    const size_t page = os_page_size(), within = (uintptr_t)memory->run & (page - 1);
    if (memory->write) {
        munmap(memory->write, memory->size);
        munmap(memory->run, memory->size + data);
    } else { /* mapped again */
        munmap(memory->run - within, page + memory->size + data);
    }
}

void os_flush_code(void *run, size_t size)
{
    __builtin___clear_cache((char *)run, (char *)run + size);
}

typedef void frame_function(const void *section);

/* A function of libgcc's unwinder; NULL if there is none. */
static frame_function *unwinder(const char *name)
{
    void *symbol = dlsym(RTLD_DEFAULT, name);
    if (!symbol) {
        void *library = dlopen("libgcc_s.so.1", RTLD_LAZY | RTLD_LOCAL);
        symbol = library ? dlsym(library, name) : NULL; /* never closed, as backtrace() does not */
    }
    frame_function *function;
    *(void **)&function = symbol;
    return function;
}

void os_register_frames(const void *section, const void *base)
{
    (void)base;
    frame_function *function = unwinder("__register_frame");
    if (function)
        function(section);
}

void os_deregister_frames(const void *section)
{
    frame_function *function = unwinder("__deregister_frame");
    if (function)
        function(section);
}

void os_keep_last_error(uint32_t *out)
{
    (void)out;
}

void os_set_last_error(uint32_t number)
{
    (void)number;
}

#endif
