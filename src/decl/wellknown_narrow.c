/*
 * The well-known names whose type is another where pointers have 32 bits: what glibc's and Microsoft's headers declare
 * for i386, and glibc's for x32. wellknown.c has every name.
 */
#include "decl/parser.h"

#include <string.h>

struct row {
    const char *name;
    const char *type;        /* where pointers have 4 bytes; NULL: no other */
    const char *x32;         /* NULL: the same */
    const char *windows;     /* NULL: no other */
};

#define S64 "long long"
#define U64 "unsigned long long"

/* In strcmp order. */
static const struct row rows[] = {
    {"DWORD_PTR", NULL, NULL, "unsigned long"},
    {"FARPROC", NULL, NULL, "int (*)()"},
    {"INT_PTR", NULL, NULL, "int"},
    {"LONG_PTR", NULL, NULL, "long"},
    {"LPARAM", NULL, NULL, "long"},
    {"LRESULT", NULL, NULL, "long"},
    {"PSIZE_T", NULL, NULL, "unsigned long *"},
    {"SIZE_T", NULL, NULL, "unsigned long"},
    {"SOCKET", NULL, NULL, "unsigned int"},
    {"SSIZE_T", NULL, NULL, "long"},
    {"UINT_PTR", NULL, NULL, "unsigned int"},
    {"ULONG_PTR", NULL, NULL, "unsigned long"},
    {"WPARAM", NULL, NULL, "unsigned int"},
    {"blkcnt_t", "long", S64, NULL},
    {"blksize_t", "long", S64, NULL},
    {"clock_t", "long", S64, NULL},
    {"dev_t", U64, NULL, NULL},
    {"ino_t", "unsigned long", U64, NULL},
    {"int64_t", S64, NULL, NULL},
    {"int_fast16_t", "int", NULL, NULL},
    {"int_fast32_t", "int", NULL, NULL},
    {"int_fast64_t", S64, NULL, NULL},
    {"int_least64_t", S64, NULL, NULL},
    {"intmax_t", S64, NULL, NULL},
    {"intptr_t", "int", NULL, "int"},
    {"loff_t", S64, NULL, NULL},
    {"nlink_t", "unsigned int", U64, NULL},
    {"off64_t", S64, NULL, NULL},
    {"off_t", "long", S64, NULL},
    {"ptrdiff_t", "int", NULL, "int"},
    {"rsize_t", "unsigned int", NULL, "unsigned int"},
    {"size_t", "unsigned int", NULL, "unsigned int"},
    {"ssize_t", "int", NULL, "int"},
    {"suseconds_t", "long", S64, NULL},
    {"time_t", "long", S64, NULL},
    {"uint64_t", U64, NULL, NULL},
    {"uint_fast16_t", "unsigned int", NULL, NULL},
    {"uint_fast32_t", "unsigned int", NULL, NULL},
    {"uint_fast64_t", U64, NULL, NULL},
    {"uint_least64_t", U64, NULL, NULL},
    {"uintmax_t", U64, NULL, NULL},
    {"uintptr_t", "unsigned int", NULL, "unsigned int"},
};

const char *well_known_narrow(const struct cconv_target *target, const char *name)
{
    bool windows = target->os == CCONV_OS_WINDOWS_MSVC || target->os == CCONV_OS_WINDOWS_GNU;
    size_t low = 0, high = target->pointer_size == 4 ? COUNT_OF(rows) : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(rows[middle].name, name);
        if (order == 0) {
            const struct row *row = &rows[middle];
            bool x32 = target->arch == CCONV_ARCH_X86_64 && row->x32;
            return windows ? row->windows : x32 ? row->x32 : row->type;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
