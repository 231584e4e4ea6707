/* Source: Microsoft, long double is double; long has 4 bytes and wchar_t 2. */
long double same(long double, long, unsigned short);
