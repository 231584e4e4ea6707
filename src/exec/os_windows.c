/*
 * Windows. Executable memory is a section without a file, of which one view is written and another is executed, so that no
 * page is ever both. What an entry's data are lies behind the second view, as memory of its own: the system has no call for
 * both at once, so their place is looked for, given back and asked for by address, again where another thread was faster.
 */
#include "exec/os.h"

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

enum { ATTEMPTS = 64 };

_Static_assert(sizeof(SRWLOCK) == sizeof(void *), "os.h");

void os_lock_init(struct os_lock *lock)
{
    InitializeSRWLock((SRWLOCK *)&lock->state);
}

void os_lock_destroy(struct os_lock *lock)
{
    (void)lock;
}

void os_lock_take(struct os_lock *lock)
{
    AcquireSRWLockExclusive((SRWLOCK *)&lock->state);
}

void os_lock_give(struct os_lock *lock)
{
    ReleaseSRWLockExclusive((SRWLOCK *)&lock->state);
}

static SYSTEM_INFO information(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info;
}

size_t os_page_size(void)
{
    return information().dwPageSize;
}

/* The executable view, and the data from the next address on at which memory can be allocated. */
static bool map_beside(HANDLE section, size_t size, size_t data, struct dual_memory *out)
{
    const size_t granularity = information().dwAllocationGranularity;
    const size_t code = (size + granularity - 1) / granularity * granularity;
    uint8_t *place = VirtualAlloc(NULL, code + data, MEM_RESERVE, PAGE_NOACCESS);
    if (!place)
        return false;
    VirtualFree(place, 0, MEM_RELEASE);
    out->run = MapViewOfFileEx(section, FILE_MAP_READ | FILE_MAP_EXECUTE, 0, 0, size, place);
    out->data = data ? VirtualAlloc(place + code, data, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) : place + code;
    if (out->run && out->data)
        return true;
    if (out->run)
        UnmapViewOfFile(out->run);
    if (out->data && data)
        VirtualFree(out->data, 0, MEM_RELEASE);
    return false;
}

bool os_map(size_t size, size_t data, struct dual_memory *out)
{
    HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_EXECUTE_READWRITE, (DWORD)((uint64_t)size >> 32),
                                        (DWORD)size, NULL);
    if (!section)
        return false;
    bool mapped = false;
    out->size = size;
    out->write = MapViewOfFile(section, FILE_MAP_READ | FILE_MAP_WRITE, 0, 0, size);
    for (int i = 0; i < ATTEMPTS && out->write && !mapped; i++)
        mapped = map_beside(section, size, data, out);
    if (out->write && !mapped)
        UnmapViewOfFile(out->write);
    CloseHandle(section); /* the views keep it */
    return mapped;
}

bool os_map_again(const void *page, size_t size, size_t data, struct dual_memory *out)
{
    (void)page, (void)size, (void)data, (void)out;
    return false;
}

bool os_may_generate(void)
{
    PROCESS_MITIGATION_DYNAMIC_CODE_POLICY policy = {0};
    struct dual_memory memory;
    if (GetProcessMitigationPolicy(GetCurrentProcess(), ProcessDynamicCodePolicy, &policy, sizeof policy)
        && policy.ProhibitDynamicCode)
        return false;
    if (!os_map(os_page_size(), 0, &memory))
        return false;
    os_unmap(&memory, 0);
    return true;
}

bool os_has_vectors(void)
{
    return true;
}

void os_unmap(const struct dual_memory *memory, size_t data)
{
    UnmapViewOfFile(memory->write);
    UnmapViewOfFile(memory->run);
    if (data)
        VirtualFree(memory->data, 0, MEM_RELEASE);
}

void os_flush_code(void *run, size_t size)
{
    FlushInstructionCache(GetCurrentProcess(), run, size);
}

void os_register_frames(const void *frames, const void *base)
{
    RtlAddFunctionTable((RUNTIME_FUNCTION *)frames, 1, (DWORD64)(uintptr_t)base);
}

void os_deregister_frames(const void *frames)
{
    RtlDeleteFunctionTable((RUNTIME_FUNCTION *)frames);
}

void os_keep_last_error(uint32_t *out)
{
    *out = GetLastError();
}

void os_set_last_error(uint32_t number)
{
    SetLastError(number);
}

#endif
