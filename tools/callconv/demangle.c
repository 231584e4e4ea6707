/*
 * C++ names demangled: Itanium's by the C++ runtime's own __cxa_demangle, taken from the shared library at run time so
 * that the command does not need it, or by c++filt; Microsoft's by LLVM's llvm-undname.
 */
#include "tool.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef char *demangler(const char *name, char *buffer, size_t *length, int *status);

/* The name of a function, without what compilers append to clones of it (".cold", ".part.0"), which c++filt shows. */
static char *by_runtime(const char *symbol)
{
    static const char *const libraries[] = {"libstdc++.so.6", "libc++abi.so.1", "libstdc++.so", "libc++abi.dylib"};
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        void *library = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
        void *found = library ? dlsym(library, "__cxa_demangle") : NULL;
        demangler *function;
        int status = -1;
        if (!found)
            continue;
        memcpy(&function, &found, sizeof function); /* POSIX has functions as object pointers here, C does not */
        char *text = function(symbol, NULL, NULL, &status);
        char *copy = status == 0 && text ? take_text(text, strlen(text)) : NULL;
        free(text);
        return copy;
    }
    return NULL;
}

/* The last line that a tool prints for the name, unless it is the name itself. */
static char *by_tool(const char *const *tools, const char *symbol)
{
    for (; *tools; tools++) {
        const char *arguments[] = {*tools, symbol, NULL};
        struct list command = {arguments, 2};
        struct string out = {0};
        char *answer = NULL;
        int status = run_program(&command, NULL, &out);
        if (status == 0 && out.data)
            for (char *line = strtok(out.data, "\r\n"); line; line = strtok(NULL, "\r\n"))
                if (strcmp(line, symbol) != 0 && strncmp(line, "error:", 6) != 0) {
                    free(answer);
                    answer = take_text(line, strlen(line));
                }
        free(out.data);
        if (status >= 0)
            return answer;
    }
    return NULL;
}

/* Arm64EC marks its functions by $$h within the name, which llvm-undname does not know. */
static char *by_microsoft(const char *symbol)
{
    static const char *const tools[] = {"llvm-undname-19", "llvm-undname", NULL};
    const char *mark = strstr(symbol, "$$h");
    if (!mark)
        return by_tool(tools, symbol);
    struct string plain = {0};
    string_put(&plain, symbol, (size_t)(mark - symbol));
    string_add(&plain, mark + 3);
    char *text = by_tool(tools, plain.data);
    free(plain.data);
    return text;
}

char *demangle(const char *symbol)
{
    static const char *const itanium[] = {"c++filt", "llvm-cxxfilt-19", "llvm-cxxfilt", NULL};
    if (symbol[0] == '?')
        return by_microsoft(symbol);
    char *text = by_runtime(symbol);
    return text ? text : by_tool(itanium, symbol);
}
