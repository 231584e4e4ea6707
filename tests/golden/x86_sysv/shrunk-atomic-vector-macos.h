/* Source: shrunk by the placement oracle (i686-macos, seed 11, case 16), and its variants; code of clang 19.
   Options: --as clang --target i686-macos */
typedef int v4 __attribute__((vector_size(16)));
struct atomic { _Atomic(v4) m; };
void atomic(int, struct atomic, int);
struct plain { v4 m; };
void plain(int, struct plain, int);
struct inner { _Atomic(struct plain) m; };
void inner(int, struct inner, int);
struct both { _Atomic(v4) m; v4 n; };
void both(int, struct both, int);
