/* Source: placement oracle (seed 20261125, case 924), judged by clang 19.
   Options: --as clang --features avx512 */
union three { __attribute__((vector_size(16))) int a[3], b; };
void f(union three, ...);
