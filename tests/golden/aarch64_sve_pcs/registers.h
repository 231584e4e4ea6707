/* Source: AAPCS64 2025Q4, 6.8.2, C.7 and C.8; observed with gcc 12 and clang 19 (tests/scalable). */
svint32_t one(svint8_t, svbool_t);
svfloat64x4_t tuples(svint8x3_t, svbfloat16x2_t, double, svuint16x2_t, svuint64_t);
svbool_t predicates(svbool_t, svbool_t, svbool_t, svbool_t, svbool_t, int);
int too_many(svint8x4_t, svint8x4_t, svint8_t, svint8x2_t, float);
svbool_t nothing(void);
