/* Source: AAPCS64 2025Q4, 5.10.5: homogeneity looks through structures, unions and arrays after layout. */
struct inner { float a; };
struct nested { struct inner a[2]; union { float b; struct inner c; } u; };
union shorter { float a; float b[3]; };
struct with_empty { struct { } e; double a; };
struct zero_width { float a; int : 0; float b; };
struct padded { float a; _Alignas(8) float b; };
struct flexible { float a; float rest[]; };
struct zero_length { float rest[0]; float a; };
void nested(struct nested);
union shorter shorter(union shorter);
void with_empty(struct with_empty);
void zero_width(struct zero_width);
void padded(struct padded);
void flexible(struct flexible);
void zero_length(struct zero_length);
