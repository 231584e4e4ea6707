/* Source: shrunk by the placement oracle (seed 20261121, case 7612), judged by gcc 12.
   Options: --as gcc */
union whole { double m; int : 0; };
struct part { double m; int : 0; };
union inner { double m; struct { int : 0; } z; };
void zero_width(union whole, struct part, union inner);
