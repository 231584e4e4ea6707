/* Source: AAPCS64 2025Q4, 6.8.2, C.7: "named". Options: --varargs 'svint8_t, svbool_t, int' */
void through(svint8_t, ...);
