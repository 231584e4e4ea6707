/*
 * Windows. Executable memory is a section without a file, of which one view is written and another is executed, so that no
 * page is ever both. What an entry's data are lies behind the second view, as memory of its own: the system has no call for
 * both at once, so their place is looked for, given back and asked for by address, again where another thread was faster.
 */
#include "exec/os.h"

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <string.h>
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

/* The file of the module that starts at the address, opened. A path may be longer than MAX_PATH. */
static HANDLE open_module(HMODULE module)
{
    enum { LONGEST = 1 << 15 };
    wchar_t *path = HeapAlloc(GetProcessHeap(), 0, LONGEST * sizeof *path);
    HANDLE file = INVALID_HANDLE_VALUE;
    DWORD length = path ? GetModuleFileNameW(module, path, LONGEST) : 0;
    if (length && length < LONGEST)
        file = CreateFileW(path, GENERIC_READ | GENERIC_EXECUTE, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    if (path)
        HeapFree(GetProcessHeap(), 0, path);
    return file;
}

/* Whether the whole of it has such a protection. */
static bool is_protected(const uint8_t *memory, size_t size, DWORD protections)
{
    MEMORY_BASIC_INFORMATION region;
    return VirtualQuery(memory, &region, sizeof region) && region.State == MEM_COMMIT && region.Protect & protections
           && (size_t)((const uint8_t *)region.BaseAddress + region.RegionSize - memory) >= size;
}

/*
 * The module in which the library is, mapped once more as the loader maps it: its code is executed and its data are this
 * view's own, at the distance at which the code looks for them. It was never loaded, so nothing in it is relocated and no
 * other part of it may be used.
 */
bool os_map_again(const struct os_original *original, size_t data, struct dual_memory *out)
{
    const DWORD executable = PAGE_EXECUTE | PAGE_EXECUTE_READ, writable = PAGE_READWRITE | PAGE_WRITECOPY;
    const DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    HMODULE module;
    if (!GetModuleHandleExW(flags, (LPCWSTR)original->first, &module))
        return false;
    HANDLE file = open_module(module);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    HANDLE section = CreateFileMappingW(file, NULL, PAGE_READONLY | SEC_IMAGE, 0, 0, NULL);
    CloseHandle(file);
    if (!section)
        return false;
    uint8_t *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
    CloseHandle(section); /* the view keeps it */
    if (!view)
        return false;
    const uint8_t *base = (const uint8_t *)module;
    *out = (struct dual_memory){NULL, view + (original->first - base), view + (original->data - base), original->size};
    if (is_protected(out->run, original->size, executable) && is_protected(out->data, data, writable)
        && memcmp(out->run, original->first, original->size) == 0)
        return true;
    UnmapViewOfFile(view); /* the file is another by now, or a program that was packed */
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
    MEMORY_BASIC_INFORMATION view;
    if (!memory->write && VirtualQuery(memory->run, &view, sizeof view)) {
        UnmapViewOfFile(view.AllocationBase);
        return;
    }
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
