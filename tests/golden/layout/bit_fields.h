/* Source: AMD64 psABI 1.0, 3.1.2 (bit-fields may share a unit with other members); Microsoft C's rule that a unit holds one type only. */
struct shared { int a : 3; char b; int c : 5; };
struct mixed { char a : 3; int b : 5; short c : 4; };
struct zero { char a; int : 0; char b; };
struct wide { long long a : 40; long long b : 30; };
struct boolean { _Bool a : 1; unsigned b : 31; };
struct __attribute__((packed)) packed { int a : 7; int b : 30; char c; };
