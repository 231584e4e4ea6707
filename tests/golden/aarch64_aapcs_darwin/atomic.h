/* Source: shrunk by the placement oracle (seed 1, cases 78 and 142), judged by clang 19. */
_Atomic char narrow(_Atomic char, _Atomic(short));
_Atomic(_Complex double) complex_number(void);
