/* Source: clang 19.1, -mabi=apcs-gnu; observed, -O1. An enum, an _Atomic member and an array without elements are not
   integer-like to it; unnamed bit-fields are nothing.
   Options: --as clang */
enum e { A };
struct holds_enum { enum e a; };
struct holds_atomic { _Atomic int a; };
struct holds_none { int a[0]; };
struct unnamed { int : 3; };
struct nothing { };

struct holds_enum holds_enum(int);
struct holds_atomic holds_atomic(int);
struct holds_none holds_none(int);
struct unnamed unnamed(int);
struct nothing nothing(int);
