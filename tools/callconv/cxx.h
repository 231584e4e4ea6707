/* A demangled C++ function read as the C prototype that is called alike. */
#ifndef CXX_H
#define CXX_H

#include "tool.h"

/* What the name tells. Texts are owned; cxx_free releases them. */
struct cxx_function {
    bool microsoft;              /* Microsoft's mangling, which tells more */
    bool is_member;              /* has `this` for sure */
    bool perhaps_member;         /* Itanium: A::f may be in a class or in a namespace */
    bool has_result;             /* the name tells the result's type */
    bool result_unknown;         /* a class by value, whose size no name tells */
    bool variadic;
    char *name;                  /* as written: "Foo::bar" */
    char *convention;            /* keyword: "__thiscall"; NULL for none */
    char *prototype;             /* C, up to the first parameter that is not known */
    char *unknown;               /* the type of that parameter; NULL if all are known */
    size_t unknown_index;        /* its number among those written, from 1 */
};

/* False if the text is not that of a function (a variable, a table of virtual functions …). */
bool cxx_read(struct cxx_function *function, const char *demangled, bool microsoft);
void cxx_free(struct cxx_function *function);

#endif
