/* Source: Apple, "Writing ARM64 code for Apple platforms", "Pass arguments to functions correctly": empty structures are ignored. */
struct empty { };
struct unnamed { int : 3; };
struct empty empty(int, struct empty, int);
struct unnamed unnamed(int, struct unnamed, int);
