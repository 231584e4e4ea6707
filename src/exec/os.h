/* What code at run time needs of the operating system: memory that is executed, and a lock. */
#ifndef EXEC_OS_H
#define EXEC_OS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Held by one thread at a time, and not taken twice by it. */
struct os_lock {
    pthread_mutex_t mutex;
};
#define OS_LOCK_INITIAL {PTHREAD_MUTEX_INITIALIZER}

void os_lock_init(struct os_lock *lock);
void os_lock_destroy(struct os_lock *lock);
void os_lock_take(struct os_lock *lock);
void os_lock_give(struct os_lock *lock);

/* The same bytes at two addresses: written at one, executed at the other. */
struct dual_memory {
    uint8_t *write, *run;
    size_t size;
};

#define OS_REFUSES "no executable memory: the system refuses it"

/* `data` more bytes follow the executable ones, readable and writable, at run + size. False if it is refused. */
bool os_map(size_t size, size_t data, struct dual_memory *out);
/* The same of a page of this library's own file, at `page`: nothing is written, so `write` is NULL. */
bool os_map_again(const void *page, size_t size, size_t data, struct dual_memory *out);
/* False where the process has forbidden itself to make memory executable. */
bool os_may_generate(void);
void os_unmap(const struct dual_memory *memory, size_t data);
size_t os_page_size(void);

/* False where the processor has general registers alone. */
bool os_has_vectors(void);

/* Before what was written is executed. */
void os_flush_code(void *run, size_t size);

/* Tells unwinders and debuggers of frames: `section` is as .eh_frame's. It stays until it is taken back. */
void os_register_frames(const void *section);
void os_deregister_frames(const void *section);

#endif
