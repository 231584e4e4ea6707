/*
 * gcc 12, x86-64: of a union or struct that holds a vector of one __int128, 8 of the 16 bytes are passed. Beside an
 * integer, the vector takes no vector register at all.
 *
 *   gcc -O1 gcc-int128-vector-half.c -o program && ./program    ends with 1
 */
typedef __int128 vector __attribute__((vector_size(16)));
union value { long long half; vector whole; };

__attribute__((noipa)) int callee(union value value)
{
    return (long long)(value.whole[0] >> 64) != 5;
}

int main(void)
{
    union value value = {.whole = {(__int128)5 << 64 | 7}};
    return callee(value);
}
