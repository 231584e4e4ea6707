/* Source: gcc 12.2, -mabi=apcs-gnu; observed, -O1.
   Options: --as gcc */
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
