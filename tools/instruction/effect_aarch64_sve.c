/*
 * A64: SVE and SVE2. Arm ARM C4.1.32 to C4.1.89 ("SVE encodings"). What an instruction does with memory is told without its size,
 * which is the vector length's. A merging instruction keeps the elements that its predicate leaves out.
 */
#include "aarch64.h"

/* Bit 22 of predicate instructions: the flags are set. */
static bool sets_flags(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    if (word >> 22 & 1)
        register_set_add(&out->writes, A64_NZCV);
    return true;
}

/* brka, brkb: bit 4 merges. */
static bool brk(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    if (word & 16)
        a64_registers("*pd=", word, out);
    return sets_flags(word, address, row, out);
}

/* ptrues: bit 16. */
static bool ptrue(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    if (word >> 16 & 1)
        register_set_add(&out->writes, A64_NZCV);
    return true;
}

static bool rdffr(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    register_set_add(&out->reads, A64_FFR);
    return sets_flags(word, address, row, out);
}

static bool wrffr(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)word, (void)address, (void)row;
    register_set_add(&out->writes, A64_FFR);
    return true;
}

/* cpy with an immediate: bit 14 merges. movprfx: bit 16. Narrowing to the odd elements: bit 10. */
static bool merges_14(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    a64_registers(word >> 14 & 1 ? "*vd=" : "vd=", word, out);
    return true;
}

static bool merges_16(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    a64_registers(word >> 16 & 1 ? "*vd=" : "vd=", word, out);
    return true;
}

static bool merges_10(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    a64_registers(word >> 10 & 1 ? "*vd=" : "vd=", word, out);
    return true;
}

/* psel takes the element's number from w12 to w15. */
static bool psel(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    register_set_add(&out->reads, A64_X + 12 + a64_bits(word, 16, 2));
    return true;
}

/* An indexed register has 4 bits for elements of 8 bytes, else 3. */
static bool indexed(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    register_set_add(&out->reads, A64_V + a64_bits(word, 16, a64_bits(word, 22, 2) == 3 ? 4 : 3));
    return true;
}

static bool indexed_3(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    register_set_add(&out->reads, A64_V + a64_bits(word, 16, 3));
    return true;
}

/* Loads and stores with a scalar base; several registers: bits 21 and 22. */
static bool loads(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    out->operation = OPERATION_LOAD;
    effect_memory(out, a64_n(word), 0, 0, true, false);
    return true;
}

static bool loads_several(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    for (unsigned i = 0; i <= a64_bits(word, 21, 2); i++)
        register_set_add(&out->writes, A64_V + ((a64_d(word) + i) & 31));
    return loads(word, address, row, out);
}

static bool stores(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    out->operation = OPERATION_STORE;
    effect_memory(out, a64_n(word), 0, 0, false, true);
    return true;
}

static bool stores_several(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    for (unsigned i = 0; i <= a64_bits(word, 21, 2); i++)
        register_set_add(&out->reads, A64_V + ((a64_d(word) + i) & 31));
    return stores(word, address, row, out);
}

/* First-faulting and non-faulting loads change the register of faults. */
static bool loads_what_it_can(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    register_set_add(&out->reads, A64_FFR);
    register_set_add(&out->writes, A64_FFR);
    return loads(word, address, row, out);
}

/* Addresses in a vector: none that could be followed. Bit 13 of a gathering load: first-faulting. */
static bool gathers(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)address, (void)row;
    effect_memory(out, NO_REGISTER, 0, 0, true, false);
    if (word >> 13 & 1) {
        register_set_add(&out->reads, A64_FFR);
        register_set_add(&out->writes, A64_FFR);
    }
    return true;
}

static bool gathers_plain(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)word, (void)address, (void)row;
    effect_memory(out, NO_REGISTER, 0, 0, true, false);
    return true;
}

static bool scatters(uint32_t word, uint64_t address, const struct a64_row *row, struct effect *out)
{
    (void)word, (void)address, (void)row;
    effect_memory(out, NO_REGISTER, 0, 0, false, true);
    return true;
}

const struct a64_row a64_sve[] = {
    /* Integers under a predicate. */
    {0xff3ee000, 0x04102000, "=pg vn", merges_16},           /* movprfx */
    {0xff20e000, 0x04000000, "*vd=pg vn", NULL},
    {0xff20e000, 0x04002000, "vd=pg vn", NULL},
    {0xff204000, 0x04004000, "*vd=pg vn vm", NULL},          /* mla, mls, mad, msb */
    {0xff30e000, 0x04008000, "*vd=pg", NULL},                /* shifts by an immediate, a vector */
    {0xff30e000, 0x04108000, "*vd=pg vn", NULL},
    {0xff20e000, 0x0400a000, "*vd=pg vn", NULL},
    /* Without one. */
    {0xff20f800, 0x04203800, "+vd=vn vm", NULL},             /* eor3, bsl and its like */
    {0xff20fc00, 0x04203400, "+vd=vn", NULL},                /* xar */
    {0xff20e000, 0x04200000, "vd=vn vm", NULL},
    {0xff20e000, 0x04202000, "vd=vn vm", NULL},
    {0xff20fc00, 0x04204000, "vd=", NULL},                   /* index */
    {0xff20fc00, 0x04204400, "vd=xn", NULL},
    {0xff20fc00, 0x04204800, "vd=xm", NULL},
    {0xff20fc00, 0x04204c00, "vd=xn xm", NULL},
    {0xffa0f000, 0x04205000, "sd=sm", NULL},                 /* addvl, addpl */
    {0xfffff000, 0x04bf5000, "xd=", NULL},                   /* rdvl */
    {0xff20e000, 0x04206000, "vd=vn vm", NULL},
    {0xff20f000, 0x04208000, "vd=vn vm", NULL},
    {0xff20f000, 0x04209000, "vd=vn", NULL},
    {0xff20f000, 0x0420a000, "vd=vn vm", NULL},
    {0xff20fc00, 0x0420b000, "vd=vn vm", NULL},
    {0xff20f800, 0x0420b800, "vd=vn", NULL},                 /* fexpa, movprfx */
    {0xff20f000, 0x0420c000, "+vd=", NULL},                  /* counts of elements */
    {0xff30f800, 0x0420e000, "xd=", NULL},
    {0xff30f800, 0x0430e000, "+xd=", NULL},
    {0xff20f000, 0x0420f000, "+xd=", NULL},
    /* Immediates, permutations. */
    {0xfffc0000, 0x05c00000, "vd=", NULL},                   /* dupm */
    {0xff3c0000, 0x05000000, "+vd=", NULL},
    {0xff308000, 0x05100000, "=pe", merges_14},              /* cpy */
    {0xff30e000, 0x0510c000, "*vd=pe", NULL},
    {0xffe0e000, 0x05200000, "+vd=vn", NULL},                /* ext */
    {0xffe0e000, 0x05600000, "vd=vn2", NULL},
    {0xffe0e000, 0x05a00000, "vd=vn vm", NULL},              /* zip, uzp, trn of 16 bytes */
    {0xff20fc00, 0x05202000, "vd=vn", NULL},
    {0xffe0fc00, 0x05202400, "vd=vn", NULL},
    {0xfff0fc00, 0x05602400, "+vd=vn", NULL},
    {0xff3ffc00, 0x05203800, "vd=sn", NULL},                 /* dup, insr, unpk, rev */
    {0xff3ffc00, 0x05243800, "+vd=xn", NULL},
    {0xff3ffc00, 0x05343800, "+vd=vn", NULL},
    {0xff3cfc00, 0x05303800, "vd=vn", NULL},
    {0xff3ffc00, 0x05383800, "vd=vn", NULL},
    {0xff20fc00, 0x05203000, "vd=vn vm", NULL},              /* tbl, tbx */
    {0xff20fc00, 0x05202800, "vd=vn2 vm", NULL},
    {0xff20fc00, 0x05202c00, "+vd=vn vm", NULL},
    {0xff20fc00, 0x05203400, "+vd=vn vm", NULL},
    {0xff30e210, 0x05204000, "pd=pn pe", NULL},
    {0xff3ffe10, 0x05344000, "pd=pn", NULL},
    {0xfffefe10, 0x05304000, "pd=pn", NULL},
    {0xff20e000, 0x05206000, "vd=vn vm", NULL},
    {0xff3fe000, 0x05208000, "*vd=pg vn", NULL},             /* cpy, compact, last, rev, clast, splice */
    {0xff3fe000, 0x05218000, "vd=pg vn", NULL},
    {0xff3ee000, 0x05228000, "vd=pg vn", NULL},
    {0xff3ce000, 0x05248000, "*vd=pg vn", NULL},
    {0xff3ce000, 0x05288000, "+vd=pg vn", NULL},
    {0xff3fe000, 0x052c8000, "+vd=pg vn", NULL},
    {0xff3fe000, 0x052d8000, "vd=pg vn2", NULL},
    {0xff3fe000, 0x052e8000, "*vd=pg vn", NULL},
    {0xff3ee000, 0x0520a000, "xd=pg vn", NULL},
    {0xff3fe000, 0x0528a000, "*vd=pg sn", NULL},
    {0xff3ee000, 0x0530a000, "+xd=pg vn", NULL},
    {0xff20c000, 0x0520c000, "vd=pG vn vm", NULL},           /* sel */
    /* Comparisons, predicates. */
    {0xff200000, 0x24000000, "pd f=pg vn vm", NULL},
    {0xff200000, 0x24200000, "pd f=pg vn", NULL},
    {0xff204000, 0x25000000, "pd f=pg vn", NULL},
    {0xff30c000, 0x25004000, "pd=pG pn pe", sets_flags},
    {0xff30c000, 0x2500c000, "pd=pG pn pe", sets_flags},
    {0xff3fc200, 0x25104000, "pd=pG pn", brk},
    {0xffbfc210, 0x25184000, "+pd=pG pn", sets_flags},
    {0xffffc21f, 0x2550c000, "f=pG pn", NULL},               /* ptest */
    {0xfffffe10, 0x2558c000, "+pd f=pn", NULL},
    {0xff3ffe10, 0x2519c400, "+pd f=pn", NULL},
    {0xff3efc10, 0x2518e000, "pd=", ptrue},
    {0xfffffff0, 0x2518e400, "pd=", NULL},
    {0xffbffe10, 0x2518f000, "pd=pn", rdffr},
    {0xfffffff0, 0x2519f000, "pd=", rdffr},
    {0xfffffe1f, 0x25289000, "=pn", wrffr},
    {0xffffffff, 0x252c9000, "", wrffr},
    {0xff20e000, 0x25200000, "pd f=xn xm", NULL},            /* while */
    {0xffa0fc0f, 0x25a02000, "+f=xn xm", NULL},
    {0xff20fc00, 0x25203000, "pd f=xn xm", NULL},
    {0xff20c210, 0x25204000, "pd=pG pn", psel},
    {0xff3fc200, 0x25208000, "xd=pG pn", NULL},              /* cntp */
    {0xff38fe00, 0x25288000, "+vd=pn", NULL},
    {0xff38fa00, 0x25288800, "+xd=pn", NULL},
    {0xff3ec000, 0x2538c000, "vd=", NULL},                   /* dup, fdup */
    {0xff20c000, 0x2520c000, "+vd=", NULL},
    /* SVE2. */
    {0xff208000, 0x44000000, "+vd=vn vm", NULL},
    {0xff20f000, 0x4400d000, "+vd=vn vm", NULL},             /* mlapt, madpt */
    {0xff20f800, 0x4400c000, "+vd=vn vm", NULL},             /* clamp */
    {0xff20c000, 0x44008000, "*vd=pg vn", NULL},
    {0xff20e000, 0x4400e000, "vd=vn vm", NULL},
    {0xff20f800, 0x4420f000, "vd=vn", indexed},              /* products that add to nothing */
    {0xff20fc00, 0x4420f800, "vd=vn", indexed},
    {0xff20e000, 0x4420c000, "vd=vn", indexed},
    {0xff20f000, 0x4420e000, "vd=vn", indexed},
    {0xff200000, 0x44200000, "+vd=vn", indexed},
    {0xff20f800, 0x45009000, "+vd=vn vm", NULL},             /* eorbt */
    {0xff20fc00, 0x45009800, "+vd=vn vm", NULL},             /* smmla */
    {0xff20f000, 0x4500a000, "vd=vn", NULL},                 /* shll */
    {0xff208000, 0x45000000, "vd=vn vm", NULL},
    {0xff20c000, 0x45008000, "vd=vn vm", NULL},
    {0xff20f800, 0x4500d800, "+vd=vn", NULL},                /* cadd */
    {0xff20f000, 0x4500e000, "+vd=vn", NULL},                /* ssra */
    {0xff20f800, 0x4500f000, "+vd=vn", NULL},                /* sri, sli */
    {0xff20c000, 0x4500c000, "+vd=vn vm", NULL},
    {0xff20c000, 0x45200000, "=vn", merges_10},              /* shrn */
    {0xff20e000, 0x45204000, "=vn", merges_10},              /* xtn */
    {0xff20e000, 0x45206000, "=vn vm", merges_10},           /* addhn */
    {0xff20e000, 0x45208000, "pd f=pg vn vm", NULL},         /* match */
    {0xffe0fc00, 0x4520a000, "vd=vn vm", NULL},              /* histseg */
    {0xff20fc00, 0x4520a400, "vd=vn vm", NULL},              /* luti4, luti2 */
    {0xff20fc00, 0x4520a800, "vd=vn vm", NULL},
    {0xff20fc00, 0x4520b400, "vd=vn2 vm", NULL},
    {0xff20f000, 0x4520b000, "vd=vn vm", NULL},
    {0xff20e000, 0x4520c000, "vd=pg vn vm", NULL},           /* histcnt */
    {0xfffffbe0, 0x4520e000, "+vd=", NULL},                  /* aesmc */
    {0xfffef800, 0x4522e000, "+vd=vn", NULL},
    {0xffe0f800, 0x4520f000, "vd=vn vm", NULL},              /* sm4ekey, rax1 */
    /* Floating point. */
    {0xff208000, 0x64000000, "*vd=pg vn vm", NULL},          /* fcmla */
    {0xff3ee000, 0x64008000, "*vd=pg vn", NULL},             /* fcadd */
    {0xff38e000, 0x64108000, "*vd=pg vn", NULL},             /* faddp */
    {0xff38e000, 0x6410a000, "vd=pg vn", NULL},              /* faddqv */
    {0xff30e000, 0x6400a000, "*vd=pg vn", NULL},             /* fcvtnt */
    {0xff20f400, 0x64202000, "vd=vn", indexed},              /* fmul */
    {0xff20fc00, 0x64202400, "+vd=vn vm", NULL},             /* fclamp */
    {0xff20f000, 0x64200000, "+vd=vn", indexed},             /* fmla */
    {0xff20f000, 0x64201000, "+vd=vn", indexed},             /* fcmla */
    {0xff20c000, 0x64204000, "+vd=vn", indexed_3},           /* fmlal, bfdot */
    {0xff20f000, 0x6420c000, "+vd=vn", indexed_3},
    {0xff208000, 0x64208000, "+vd=vn vm", NULL},
    {0xff20e000, 0x65000000, "vd=vn vm", NULL},
    {0xff204000, 0x65004000, "pd=pg vn vm", NULL},
    {0xff3cfc00, 0x650c3000, "vd=vn", NULL},                 /* frecpe */
    {0xfffffc20, 0x650a3c00, "*vd=vn2", NULL},               /* fcvtnt, fcvtn */
    {0xfffff020, 0x650a3000, "vd=vn2", NULL},
    {0xfffcf000, 0x65083000, "vd=vn", NULL},                 /* f1cvt */
    {0xff38e000, 0x65002000, "vd=pg vn", NULL},
    {0xff38e000, 0x65102000, "pd=pg vn", NULL},
    {0xff38e000, 0x65182000, "+vd=pg vn", NULL},             /* fadda */
    {0xff38fc00, 0x65108000, "+vd=vn", NULL},                /* ftmad */
    {0xff38e000, 0x65188000, "*vd=pg", NULL},
    {0xff20e000, 0x65008000, "*vd=pg vn", NULL},
    {0xff20e000, 0x6500a000, "*vd=pg vn", NULL},
    {0xff200000, 0x65200000, "*vd=pg vn vm", NULL},
    /* Loads. Those to no register prefetch. */
    {0xffc0e000, 0x85804000, "vd=sn", loads},
    {0xffc0e010, 0x85800000, "pd=sn", loads},
    {0xffc08010, 0x85c00000, "=pg sn", NULL},
    {0xfe60e010, 0x8400c000, "=pg sn xm", NULL},
    {0xffa08010, 0x84200000, "=pg sn vm", NULL},
    {0xfe60e010, 0x8400e000, "=pg vn", NULL},
    {0xfe408000, 0x84408000, "vd=pg sn", loads},             /* ld1r */
    {0xfe608000, 0x84208000, "vd=pg vn", gathers},
    {0xfe60c000, 0x84008000, "vd=pg vn xm", gathers_plain},  /* ldnt1 */
    {0xfe008000, 0x84000000, "vd=pg sn vm", gathers},
    {0xfe00e000, 0xa4004000, "vd=pg sn xm", loads},
    {0xfe00e000, 0xa4006000, "vd=pg sn xm", loads_what_it_can},
    {0xfe10e000, 0xa400a000, "vd=pg sn", loads},
    {0xfe10e000, 0xa410a000, "vd=pg sn", loads_what_it_can}, /* ldnf1 */
    {0xfe00e000, 0xa400c000, "=pg sn xm", loads_several},
    {0xfe10e000, 0xa400e000, "=pg sn", loads_several},
    {0xfe40e000, 0xa4000000, "vd=pg sn xm", loads},          /* ld1rq, ld1ro */
    {0xfe50e000, 0xa4002000, "vd=pg sn", loads},
    {0xffa08010, 0xc4200000, "=pg sn vm", NULL},
    {0xffe08010, 0xc4608000, "=pg sn vm", NULL},
    {0xfe60e010, 0xc400e000, "=pg vn", NULL},
    {0xfe608000, 0xc4208000, "vd=pg vn", gathers},
    {0xfe60a000, 0xc4008000, "vd=pg vn xm", gathers_plain},
    {0xffe0e000, 0xc400a000, "vd=pg vn xm", gathers_plain},  /* ld1q */
    {0xfe000000, 0xc4000000, "vd=pg sn vm", gathers},
    /* Stores. */
    {0xffc0e000, 0xe5804000, "=vd sn", stores},
    {0xffc0e010, 0xe5800000, "=pd sn", stores},
    {0xfe00e000, 0xe4004000, "=vd pg sn xm", stores},
    {0xfe10e000, 0xe400e000, "=vd pg sn", stores},
    {0xfe00e000, 0xe4006000, "=pg sn xm", stores_several},
    {0xfe10e000, 0xe410e000, "=pg sn", stores_several},
    {0xfe20e000, 0xe4002000, "=vd pg vn xm", scatters},
    {0xffe0e000, 0xe4202000, "=vd pg vn xm", scatters},
    {0xfe40e000, 0xe440a000, "=vd pg vn", scatters},
    {0xfe008000, 0xe4008000, "=vd pg sn vm", scatters},
    {0, 0, NULL, NULL}};
