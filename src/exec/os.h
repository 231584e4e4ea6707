/* What code at run time needs of the operating system: memory that is executed, and a lock. */
#ifndef EXEC_OS_H
#define EXEC_OS_H

#if !defined(_WIN32)
#include <pthread.h>
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Held by one thread at a time, and not taken twice by it. */
#if defined(_WIN32)
struct os_lock {
    void *state;             /* an SRWLOCK */
};
#define OS_LOCK_INITIAL {NULL}
#else
struct os_lock {
    pthread_mutex_t mutex;
};
#define OS_LOCK_INITIAL {PTHREAD_MUTEX_INITIALIZER}
#endif

void os_lock_init(struct os_lock *lock);
void os_lock_destroy(struct os_lock *lock);
void os_lock_take(struct os_lock *lock);
void os_lock_give(struct os_lock *lock);

/* The same bytes at two addresses: written at one, executed at the other. `data` are others, readable and writable, near
   those that are executed. */
struct dual_memory {
    uint8_t *write, *run, *data;
    size_t size;
};

#define OS_REFUSES "no executable memory: the system refuses it"
#define OS_MAPS_NONE "no entries: the file that this library is in cannot be mapped again"

/* `data` is the size of the data. False if it is refused. */
bool os_map(size_t size, size_t data, struct dual_memory *out);
/* Entries in this library's own file, within one page of it. Their data are new memory `distance` bytes behind them, which no
   page is larger than, or, where the file itself has room for them and is mapped as a whole, at `data`. */
struct os_original {
    const uint8_t *first, *data;
    uint32_t size, distance;
};

/* The same of the page that entries are in: nothing is written, so `write` is NULL; `run` is where they are. */
bool os_map_again(const struct os_original *original, size_t data, struct dual_memory *out);
/* False where the process has forbidden itself to make memory executable. */
bool os_may_generate(void);
void os_unmap(const struct dual_memory *memory, size_t data);
size_t os_page_size(void);

/* False where the processor has general registers alone. */
bool os_has_vectors(void);
/* 32-bit Arm: whether it has d16 to d31. */
bool os_has_upper_vectors(void);

/* Before what was written is executed. */
void os_flush_code(void *run, size_t size);

/* Tells unwinders of frames, as the system describes them: a section like .eh_frame, or on Windows a RUNTIME_FUNCTION whose
   addresses count from `base`. It stays until it is taken back. */
void os_register_frames(const void *frames, const void *base);
void os_deregister_frames(const void *frames);

/* Writes what GetLastError gives; where there is no such thing, nothing. */
void os_keep_last_error(uint32_t *out);
void os_set_last_error(uint32_t number);

#endif
