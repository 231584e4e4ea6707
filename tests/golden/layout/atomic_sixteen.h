/* Source: gcc 12 -std=gnu17: _Atomic aligns 16 bytes to 16, or to 8 where the target aligns no type to more; observed,
   random types reduced.
   Options: --as=gcc --target=x86_64-linux-gnu,s390x-linux-gnu,arm-linux-gnueabihf */
struct __attribute__((packed)) packed { _Complex double a; };
struct atomic { char a; _Atomic struct packed b; };
struct words { int a[3]; int b; };
struct atomic_words { char a; _Atomic struct words b; };
