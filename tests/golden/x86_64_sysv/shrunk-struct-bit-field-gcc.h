/* Source: shrunk by the placement oracle (seed 11), and its variants; each read from code of gcc 12.
   Options: --as gcc */
struct unnamed { char c; struct { int : 16; } s; };
void memory(struct unnamed);
struct at_multiple { short c; struct { int : 16; } s; };
void at_multiple(struct at_multiple);
struct odd_width { char c; struct { int : 24; } s; };
void odd_width(struct odd_width);
struct inner_off { char c; struct { int : 8; int : 16; } s; };
void inner_off(struct inner_off);
struct packed { char c; struct { int : 16; } __attribute__((packed)) s; };
void packed(struct packed);
#pragma pack(push, 1)
struct named { char c; struct { int x : 16; } s; };
#pragma pack(pop)
void named(struct named);
