/* Source: the data models of the targets: LP64 and LLP64, and their long double, wchar_t and va_list. */
typedef struct { long l; void *p; long double ld; } model;
enum unsigned_enum { A };
enum signed_enum { B = -1 };
enum large_enum { C = 0x100000000 };
enum __attribute__((packed)) packed_enum { D };
struct complex { char a; _Complex float f; char b; _Complex long double d; };
struct vectors { char a; float v __attribute__((vector_size(16))); };
struct bits { char a; _BitInt(65) b; };
