/* Source: AAPCS64 2025Q4, 5.10, and gcc 12.2 and clang 19.1 where it is silent: structures without members. */
struct empty { };
struct zero { int a[0]; };
struct unnamed { int : 3; };
struct unnamed_zero { int : 0; };
struct empty empty(int, struct empty, int);
struct zero zero(int, struct zero, int);
struct unnamed unnamed(int, struct unnamed, int);
struct unnamed_zero unnamed_zero(int, struct unnamed_zero, int);
