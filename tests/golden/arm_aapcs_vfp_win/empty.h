/* Source: clang 19.1, armv7-pc-windows-msvc, and the document's stage B, rule 3: structures without named members. */
struct empty { };
struct unnamed { int : 3; };
struct empty f(int, struct empty, int);
struct unnamed g(int, struct unnamed, int);
