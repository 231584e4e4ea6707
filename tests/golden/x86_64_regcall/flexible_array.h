/* Source: clang 19 for x86_64-linux-gnu, __regcall; observed, -O1. A structure with a flexible array is on the stack even where
   clang counts no register any more, but its code generator has one. */
struct bits { int a : 1; int : 1; int b : 1; int c : 1; __int128 d; int e : 1; };
struct flexible { int length; int data[]; };
struct plain { int length; };
void __regcall flexible(int, int, int, struct bits, int, struct flexible);
void __regcall plain(int, int, int, struct bits, int, struct plain);
