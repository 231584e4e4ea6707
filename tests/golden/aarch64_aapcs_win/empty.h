/* Source: clang 19.1, aarch64-pc-windows-msvc, and Microsoft, "Parameter passing", C.10: structures without named members. */
struct empty { };
struct unnamed { int : 3; };
struct empty empty(int, struct empty, int);
struct unnamed unnamed(int, struct unnamed, int);
