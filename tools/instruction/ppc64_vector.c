/* 64-bit Power's tables of vectors: VMX and VSX, and the prefixed instructions of Power10. Power ISA, book I, chapters 6 and 7. */
#include "ppc64.h"

static void memory_of(uint32_t word, int64_t displacement, unsigned bytes, bool is_store, struct effect *out)
{
    unsigned a = ppc_a(word);
    effect_memory(out, a ? a : NO_REGISTER, displacement, bytes, !is_store, is_store);
}

static bool ds_load_vector(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    memory_of(word, ppc_signed(word & 0xfffc, 16), row->bytes, false, out);
    return true;
}

static bool ds_store_vector(uint32_t word, const struct ppc_row *row, struct effect *out)
{
    memory_of(word, ppc_signed(word & 0xfffc, 16), row->bytes, true, out);
    return true;
}

/* The sixth bit of the register is bit 3. */
static bool whole(uint32_t word, const struct ppc_row *row, bool is_store, struct effect *out)
{
    memory_of(word, ppc_signed(word & 0xfff0, 16), row->bytes, is_store, out);
    out->operation = is_store ? OPERATION_STORE : OPERATION_LOAD;
    effect_transfer(out, PPC64_VS + (ppc_bits(word, 3, 1) << 5 | ppc_t(word)), 16, 16, 0, is_store, false);
    return true;
}

static bool lxv(uint32_t word, const struct ppc_row *row, struct effect *out) { return whole(word, row, false, out); }
static bool stxv(uint32_t word, const struct ppc_row *row, struct effect *out) { return whole(word, row, true, out); }

const struct ppc_row ppc_vmx[] = {
    /* mtvsrbmi; three operands */
    {0xfc00003e, 0x10000014, "vt=", NULL, 0}, {0xfc00003f, 0x10000020, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000021, "vt=vavbvc", NULL, 0},
    {0xfc00003f, 0x10000022, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000024, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000025, "vt=vavbvc", NULL, 0},
    {0xfc00003f, 0x10000026, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000027, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000028, "vt=vavbvc", NULL, 0},
    {0xfc00003f, 0x10000029, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000023, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000017, "vt=vavbvc", NULL, 0},
    {0xfc00003f, 0x1000002a, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000002b, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000002d, "vt=vavbvc", NULL, 0},
    {0xfc00003f, 0x1000003b, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000003c, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000003d, "vt=vavbvc", NULL, 0},
    {0xfc00003f, 0x1000003e, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000003f, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000002c, "vt=vavb", NULL, 0},
    {0xfc00003f, 0x1000002e, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x1000002f, "vt=vavbvc", NULL, 0}, {0xfc00003f, 0x10000030, "rt=rarbrc", NULL, 0},
    {0xfc00003f, 0x10000031, "rt=rarbrc", NULL, 0}, {0xfc00003f, 0x10000033, "rt=rarbrc", NULL, 0}, {0xfc00003f, 0x10000016, "vt=vavb", NULL, 0},
    {0xfc00003f, 0x10000018, "vt=vavbrc", NULL, 0}, {0xfc00003f, 0x10000019, "vt=vavbrc", NULL, 0}, {0xfc00003f, 0x1000001a, "vt=vavbrc", NULL, 0},
    {0xfc00003f, 0x1000001b, "vt=vavbrc", NULL, 0}, {0xfc00003f, 0x1000001c, "vt=vavbrc", NULL, 0}, {0xfc00003f, 0x1000001d, "vt=vavbrc", NULL, 0},
    {0xfc00003f, 0x1000001e, "vt=vavbrc", NULL, 0}, {0xfc00003f, 0x1000001f, "vt=vavbrc", NULL, 0},
    /* Comparisons: cr6, with bit 10 */
    {0xfc0003ff, 0x10000006, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000046, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000086, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x100000c7, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000007, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000047, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x10000087, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000107, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000147, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x10000187, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000206, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000246, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x10000286, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x100002c7, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000306, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x10000346, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000386, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x100003c7, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x100000c6, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x100001c6, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x100002c6, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x100003c6, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x100001c7, "vtk6=vavb", NULL, 0}, {0xfc0003ff, 0x10000287, "vtk6=vavb", NULL, 0},
    {0xfc0003ff, 0x10000387, "vtk6=vavb", NULL, 0},
    /* Two operands: sums, extremes, averages, shifts, products, packing */
    {0xfc0007ff, 0x10000000, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000040, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000080, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100000c0, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000100, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000140, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000180, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000200, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000240, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000280, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000300, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000340, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000380, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000400, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000440, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000480, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100004c0, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000500, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000540, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000580, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000600, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000640, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000680, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000700, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000740, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000780, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000002, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000042, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000082, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100000c2, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000102, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000142, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000182, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100001c2, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000202, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000242, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000282, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100002c2, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000302, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000342, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000382, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100003c2, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000402, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000442, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000482, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000502, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000542, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000582, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000403, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000443, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000483, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000004, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000044, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000084, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100000c4, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000005, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000145, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000185, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100001c5, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000104, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000144, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000184, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100001c4, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000204, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000244, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000284, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100002c4, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000304, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000344, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000384, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100003c4, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100005c4, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100006c4, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000105, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000205, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000305, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000404, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000444, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000484, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100004c4, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000504, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000544, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000584, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000684, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000040c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000044c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000744, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000704, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000000c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000004c, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000008c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000010c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000014c, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000018c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000068c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000078c, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000000e, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000004e, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000008e, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100000ce, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000010e, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000014e, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000018e, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100001ce, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000030e, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000044e, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100004ce, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000054e, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100005ce, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000008, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000048, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000088, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100000c8, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000108, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000148, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000188, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100001c8, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000208, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000248, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000288, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100002c8, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000308, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000348, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000388, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100003c8, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000089, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100000c9, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100001c9, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000289, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100002c9, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000389, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100003c9, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000608, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000648, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000688, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000708, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000788, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000000a, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000004a, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000040a, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000044a, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000054c, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100005cc, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000508, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000509, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000548, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000549, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000408, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000448, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000488, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100004c8, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000008b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100000cb, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000018b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100001cb, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000028b, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100002cb, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000038b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100003cb, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000010b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000014b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000024b, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000030b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000034b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000785, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000000b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000020b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000060b, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x1000070b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000068b, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x1000078b, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100006cb, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x100007cb, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000784, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x100007c4, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000001, "vt=va", NULL, 0}, {0xfc0007ff, 0x10000041, "vt=vavb", NULL, 0},
    {0xfc0007ff, 0x10000241, "vt=vavb", NULL, 0}, {0xfc0007ff, 0x10000201, "vt=va", NULL, 0},
    /* One, and those that keep a part */
    {0xfc0007ff, 0x1000010a, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000014a, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000018a, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x100001ca, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000020a, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000024a, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000028a, "vt=vb", NULL, 0}, {0xfc0007ff, 0x100002ca, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000020e, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000024e, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000028e, "vt=vb", NULL, 0}, {0xfc0007ff, 0x100002ce, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000034e, "vt=vb", NULL, 0}, {0xfc0007ff, 0x100003ce, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000064e, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x100006ce, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000030a, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000034a, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000038a, "vt=vb", NULL, 0}, {0xfc0007ff, 0x100003ca, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000020c, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000024c, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000028c, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000050c, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x10000702, "vt=vb", NULL, 0}, {0xfc0007ff, 0x10000742, "vt=vb", NULL, 0}, {0xfc0007ff, 0x10000782, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x100007c2, "vt=vb", NULL, 0}, {0xfc0007ff, 0x10000703, "vt=vb", NULL, 0}, {0xfc0007ff, 0x10000743, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x10000783, "vt=vb", NULL, 0}, {0xfc0007ff, 0x100007c3, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000020d, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000024d, "vt=vb", NULL, 0}, {0xfc0007ff, 0x1000028d, "vt=vb", NULL, 0}, {0xfc0007ff, 0x100002cd, "vt=vb", NULL, 0},
    {0xfc0007ff, 0x1000030c, "vt=", NULL, 0}, {0xfc0007ff, 0x1000034c, "vt=", NULL, 0}, {0xfc0007ff, 0x1000038c, "vt=", NULL, 0},
    {0xfc0007ff, 0x100005c8, "vt=va", NULL, 0}, {0xfc0007ff, 0x10000682, "vt=va", NULL, 0}, {0xfc0007ff, 0x100006c2, "vt=va", NULL, 0},
    {0xfc0007ff, 0x10000085, "vt=vtvavb", NULL, 0}, {0xfc0007ff, 0x100000c5, "vt=vtvavb", NULL, 0}, {0xfc0007ff, 0x10000045, "vt=vtvavb", NULL, 0},
    {0xfc0007ff, 0x1000030d, "vt=vtvb", NULL, 0}, {0xfc0007ff, 0x1000034d, "vt=vtvb", NULL, 0}, {0xfc0007ff, 0x1000038d, "vt=vtvb", NULL, 0},
    {0xfc0007ff, 0x100003cd, "vt=vtvb", NULL, 0}, {0xfc0007ff, 0x10000604, "vt=h.", NULL, 0}, {0xfc0007ff, 0x10000644, "h.=vb", NULL, 0},
    {0xfc0007ff, 0x1000060d, "rt=ravb", NULL, 0}, {0xfc0007ff, 0x1000064d, "rt=ravb", NULL, 0}, {0xfc0007ff, 0x1000068d, "rt=ravb", NULL, 0},
    {0xfc0007ff, 0x1000070d, "rt=ravb", NULL, 0}, {0xfc0007ff, 0x1000074d, "rt=ravb", NULL, 0}, {0xfc0007ff, 0x1000078d, "rt=ravb", NULL, 0},
    {0xfc1f07ff, 0x10000602, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x10010602, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x10060602, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x10070602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10080602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10090602, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x100a0602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10100602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10110602, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x10180602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10190602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x101a0602, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x101b0602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x101c0602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x101d0602, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x101e0602, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x101f0602, "vt=vb", NULL, 0},
    /* Power10: insertions by a general register, masks, gathers, strings */
    {0xfc0007ff, 0x1000000f, "vt=vtravb", NULL, 0}, {0xfc0007ff, 0x1000004f, "vt=vtravb", NULL, 0}, {0xfc0007ff, 0x1000008f, "vt=vtravb", NULL, 0},
    {0xfc0007ff, 0x1000010f, "vt=vtravb", NULL, 0}, {0xfc0007ff, 0x1000014f, "vt=vtravb", NULL, 0}, {0xfc0007ff, 0x1000018f, "vt=vtravb", NULL, 0},
    {0xfc0007ff, 0x1000020f, "vt=vtrarb", NULL, 0}, {0xfc0007ff, 0x1000024f, "vt=vtrarb", NULL, 0}, {0xfc0007ff, 0x1000028f, "vt=vtrarb", NULL, 0},
    {0xfc0007ff, 0x100002cf, "vt=vtrarb", NULL, 0}, {0xfc0007ff, 0x1000030f, "vt=vtrarb", NULL, 0}, {0xfc0007ff, 0x1000034f, "vt=vtrarb", NULL, 0},
    {0xfc0007ff, 0x1000038f, "vt=vtrarb", NULL, 0}, {0xfc0007ff, 0x100003cf, "vt=vtrarb", NULL, 0}, {0xfc0007ff, 0x100000cf, "vt=vtrb", NULL, 0},
    {0xfc0007ff, 0x100001cf, "vt=vtrb", NULL, 0}, {0xfc1e07ff, 0x1000066a, "vt=vb", NULL, 0}, {0xfc1e07ff, 0x1002066a, "vt=vb", NULL, 0},
    {0xfc1e07ff, 0x1004066a, "vt=vb", NULL, 0}, {0xfc1e07ff, 0x1006066a, "vt=vb", NULL, 0}, {0xfc1e07ff, 0x1008066a, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x100a066a, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10000642, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10010642, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x10020642, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10030642, "vt=vb", NULL, 0}, {0xfc1f07ff, 0x10040642, "vt=vb", NULL, 0},
    {0xfc1f07ff, 0x10080642, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x10090642, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x100a0642, "rt=vb", NULL, 0},
    {0xfc1f07ff, 0x100b0642, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x100c0642, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x100d0642, "rt=vb", NULL, 0},
    {0xfc1f07ff, 0x100e0642, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x100f0642, "rt=vb", NULL, 0}, {0xfc1f07ff, 0x10100642, "vt=rb", NULL, 0},
    {0xfc1f07ff, 0x10110642, "vt=rb", NULL, 0}, {0xfc1f07ff, 0x10120642, "vt=rb", NULL, 0}, {0xfc1f07ff, 0x10130642, "vt=rb", NULL, 0},
    {0xfc1f07ff, 0x10140642, "vt=rb", NULL, 0}, {0xfc1e07ff, 0x10180642, "rt=vb", NULL, 0}, {0xfc1e07ff, 0x101a0642, "rt=vb", NULL, 0},
    {0xfc1e07ff, 0x101c0642, "rt=vb", NULL, 0}, {0xfc1e07ff, 0x101e0642, "rt=vb", NULL, 0}, {0xfc1807ff, 0x100004cc, "rt=vb", NULL, 0},
    {0xfc0007ff, 0x100004cc, "rt=vb", NULL, 0}, {0xfc0007ff, 0x1000018d, "vt=varb", NULL, 0}, {0xfc0007ff, 0x100001cd, "vt=varb", NULL, 0},
    {0xfc1f03ff, 0x1000000d, "vtk6=vb", NULL, 0}, {0xfc1f03ff, 0x1001000d, "vtk6=vb", NULL, 0}, {0xfc1f03ff, 0x1002000d, "vtk6=vb", NULL, 0},
    {0xfc1f03ff, 0x1003000d, "vtk6=vb", NULL, 0}, {0, 0, NULL, NULL, 0}};

const struct ppc_row ppc_vsx[] = {
    /* lxsd, lxssp, lfdp; lxv, stxv, stxsd, stxssp; lxvp, stxvp of opcode 6 are with the base */
    {0xfc000003, 0xe4000002, "vt=", ds_load_vector, 8}, {0xfc000003, 0xe4000003, "vt=", ds_load_vector, 4},
    {0xfc000003, 0xe4000000, "Pt=", ds_load_vector, 16}, {0xfc000007, 0xf4000001, "", lxv, 16}, {0xfc000007, 0xf4000005, "", stxv, 16},
    {0xfc000003, 0xf4000002, "=vt", ds_store_vector, 8}, {0xfc000003, 0xf4000003, "=vt", ds_store_vector, 4},
    {0xfc000003, 0xf4000000, "=Pt", ds_store_vector, 16},
    /* Two operands */
    {0xfc0007f8, 0xf0000000, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000040, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000080, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf00000c0, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000100, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000140, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000180, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00001c0, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000200, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000240, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000280, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00002c0, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000300, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000340, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000380, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf00003c0, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000400, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000440, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000480, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00004c0, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000500, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000540, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000600, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000640, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000680, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00006c0, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000700, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000740, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000780, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00007c0, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000580, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000410, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000450, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000490, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00004d0, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000510, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000550, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000590, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00005d0, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000090, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000190, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf00000d0, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf00001d0, "xt=xtxaxb", NULL, 0}, {0xfc0004f8, 0xf0000050, "xt=xaxb", NULL, 0}, {0xfc0004f8, 0xf0000010, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000008, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000048, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000088, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf00000c8, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000108, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000148, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000188, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf00001c8, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000208, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000248, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000288, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf00002c8, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000308, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000348, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000388, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf00003c8, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000408, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000448, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000488, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf00004c8, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000508, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000548, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000588, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf00005c8, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000608, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000648, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000688, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf00006c8, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000708, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000748, "xt=xtxaxb", NULL, 0},
    {0xfc0007f8, 0xf0000788, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf00007c8, "xt=xtxaxb", NULL, 0}, {0xfc0007f8, 0xf0000018, "xt=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000058, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000098, "xt=xaxb", NULL, 0}, {0xfc0007f8, 0xf0000118, "kf=xaxb", NULL, 0},
    {0xfc0007f8, 0xf0000158, "kf=xaxb", NULL, 0}, {0xfc0007f8, 0xf00001d8, "kf=xaxb", NULL, 0}, {0xfc0007f8, 0xf00001e8, "kf=xaxb", NULL, 0},
    {0xfc0007f8, 0xf00003e8, "kf=xaxb", NULL, 0}, {0xfc0007f8, 0xf00002e8, "kf=xaxb", NULL, 0}, {0xfc0003f8, 0xf0000218, "xtk6=xaxb", NULL, 0},
    {0xfc0003f8, 0xf0000258, "xtk6=xaxb", NULL, 0}, {0xfc0003f8, 0xf0000298, "xtk6=xaxb", NULL, 0}, {0xfc0003f8, 0xf0000318, "xtk6=xaxb", NULL, 0},
    {0xfc0003f8, 0xf0000358, "xtk6=xaxb", NULL, 0}, {0xfc0003f8, 0xf0000398, "xtk6=xaxb", NULL, 0}, {0xfc000030, 0xf0000030, "xt=xaxbxc", NULL, 0},
    {0xfc0007fe, 0xf0000728, "xt=vb", NULL, 0}, {0xfc0007fe, 0xf000072a, "xt=vb", NULL, 0}, {0xfc0007fe, 0xf0000768, "xt=vb", NULL, 0},
    {0xfc0007fe, 0xf000076a, "xt=vb", NULL, 0},
    /* One */
    {0xfc0007fc, 0xf00001a8, "kf=xb", NULL, 0}, {0xfc0007fc, 0xf00002a8, "kf=xb", NULL, 0}, {0xfc0007fc, 0xf00003a8, "kf=xb", NULL, 0},
    {0xfc0007fc, 0xf0000120, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000124, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000128, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf000012c, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000160, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000164, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000168, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00001a4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00001ac, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00001e4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000220, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000224, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000228, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf000022c, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000260, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000264, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000268, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00002a0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00002a4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00002ac, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00002e0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00002e4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000320, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000324, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000328, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf000032c, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000360, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000364, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000368, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00003a0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00003a4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00003ac, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00003e0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00003e4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000424, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf000042c, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000464, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00004a0, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00004e0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000520, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000524, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf000052c, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000560, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000564, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00005a0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00005a4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00005e0, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00005e4, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000620, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000624, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000660, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000664, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00006a0, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00006a4, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00006e0, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00006e4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000720, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000724, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000760, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000764, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00007a0, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00007a4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf00007e0, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00007e4, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000028, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf000002c, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf0000068, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000290, "xt=xb", NULL, 0}, {0xfc0007fc, 0xf0000294, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00002d4, "xt=xtxb", NULL, 0}, {0xfc1807fe, 0xf00002d0, "xt=", NULL, 0}, {0xfc1f07fe, 0xf01f02d0, "xt=", NULL, 0},
    {0xfc1f07fc, 0xf000056c, "rt=xb", NULL, 0}, {0xfc1f07fc, 0xf001056c, "rt=xb", NULL, 0}, {0xfc1f07fc, 0xf010056c, "xt=xb", NULL, 0},
    {0xfc1f07fc, 0xf011056c, "xt=xb", NULL, 0}, {0xfc1f07fc, 0xf002076c, "kf=xb", NULL, 0}, {0xfc0007fc, 0xf000076c, "xt=xb", NULL, 0},
    {0xfc0007fc, 0xf00005a8, "kf=xb", NULL, 0}, {0xfc0007fc, 0xf00004a8, "kf=xb", NULL, 0}, {0xfc0007b8, 0xf00007a8, "xt=xb", NULL, 0},
    {0xfc0007b8, 0xf00006a8, "xt=xb", NULL, 0}, {0xfc0007fe, 0xf000072c, "xt=rarb", NULL, 0}, {0, 0, NULL, NULL, 0}};

/* --------------------------------------------------------------------------- prefixed */

/* What the second word of a prefixed load or store is: opcode, bits of the prefix's type, registers as in rows. */
struct prefixed_row {
    uint8_t opcode, type, bytes;
    char class;
    bool is_store, is_signed;
};

static const struct prefixed_row prefixed_rows[] = {
    {32, 2, 4, 'r', false, false}, {34, 2, 1, 'r', false, false}, {40, 2, 2, 'r', false, false}, {42, 2, 2, 'r', false, true},
    {36, 2, 4, 'r', true, false}, {38, 2, 1, 'r', true, false}, {44, 2, 2, 'r', true, false}, {48, 2, 4, 'f', false, false},
    {50, 2, 8, 'f', false, false}, {52, 2, 4, 'f', true, false}, {54, 2, 8, 'f', true, false},
    {41, 0, 4, 'r', false, true}, {57, 0, 8, 'r', false, false}, {61, 0, 8, 'r', true, false}, {42, 0, 8, 'v', false, false},
    {43, 0, 4, 'v', false, false}, {46, 0, 8, 'v', true, false}, {47, 0, 4, 'v', true, false}, {50, 0, 16, 'x', false, false},
    {51, 0, 16, 'x', false, false}, {54, 0, 16, 'x', true, false}, {55, 0, 16, 'x', true, false}, {58, 0, 32, 'p', false, false},
    {62, 0, 32, 'p', true, false}};

static unsigned register_of(uint32_t word, char class)
{
    switch (class) {
    case 'r': return ppc_t(word);
    case 'f': return PPC64_VS + ppc_t(word);
    case 'v': return PPC64_V + ppc_t(word);
    case 'x': return PPC64_VS + (ppc_bits(word, 26, 1) << 5 | ppc_t(word));
    default: return PPC64_VS + (ppc_bits(word, 21, 1) << 5 | (ppc_t(word) & 30));
    }
}

static void access(uint32_t word, const struct prefixed_row *row, bool is_relative, int64_t displacement, uint64_t address, struct effect *out)
{
    unsigned reg = register_of(word, row->class), a = ppc_a(word);
    bool is_none = is_relative || !a;
    effect_memory(out, is_none ? NO_REGISTER : a, is_relative ? (int64_t)address + displacement : displacement, row->bytes, !row->is_store, row->is_store);
    if (row->class == 'r' || (row->class == 'x') || (row->class == 'f' && row->bytes == 8)) {
        unsigned whole = row->class == 'x' ? 16 : 8;
        out->operation = row->is_store ? OPERATION_STORE : OPERATION_LOAD;
        effect_transfer(out, reg, row->is_store ? row->bytes : whole, row->bytes, 0, row->is_store, row->is_signed);
        out->transfers[0].reg.at = row->class == 'f' ? 8 : 0;
    } else {
        register_set_add_run(row->is_store ? &out->reads : &out->writes, reg, row->bytes == 32 ? 2 : 1);
    }
}

/* paddi: with R and without a source a constant. */
static void add(uint32_t word, bool is_relative, int64_t displacement, uint64_t address, struct effect *out)
{
    unsigned a = ppc_a(word);
    out->destination = (struct register_part){(uint8_t)ppc_t(word), 0, 8};
    out->immediate = is_relative ? (int64_t)address + displacement : displacement;
    out->operation = OPERATION_CONSTANT;
    register_set_add(&out->writes, ppc_t(word));
    if (is_relative || !a)
        return;
    out->operation = OPERATION_ADD;
    out->source = (struct register_part){(uint8_t)a, 0, 8};
    register_set_add(&out->reads, a);
}

/* xxspltiw and its kin: an immediate of 32 bits to vs; the permutations with one of 8. */
static bool vectors(uint32_t prefix, uint32_t word, struct effect *out)
{
    unsigned opcode = word >> 26, t = PPC64_VS + ppc_t(word);
    (void)prefix;
    if (opcode == 32) {
        unsigned which = ppc_bits(word, 17, 4), to = PPC64_VS + (ppc_bits(word, 16, 1) << 5 | ppc_t(word));
        if (which > 3)
            return false;
        register_set_add(&out->writes, to);
        if (which < 2)
            register_set_add(&out->reads, to);
        return true;
    }
    if (opcode != 33 && opcode != 34)
        return false;
    t += (word & 1) << 5;
    register_set_add(&out->writes, t);
    register_set_add(&out->reads, PPC64_VS + (ppc_bits(word, 2, 1) << 5 | ppc_a(word)));
    register_set_add(&out->reads, PPC64_VS + (ppc_bits(word, 1, 1) << 5 | ppc_b(word)));
    register_set_add(&out->reads, PPC64_VS + (ppc_bits(word, 3, 1) << 5 | ppc_bits(word, 6, 5)));
    return opcode == 33 || ppc_bits(word, 4, 2) == 0;
}

/* Bits 24 and 25 are the type: 0 and 2 with a displacement of 34 bits, 1 vectors, 3 pnop. */
bool ppc_prefixed(uint32_t prefix, uint32_t word, uint64_t address, struct effect *out)
{
    unsigned type = ppc_bits(prefix, 24, 2), opcode = word >> 26;
    bool is_relative = prefix >> 20 & 1;
    int64_t displacement = ppc_signed((uint64_t)(prefix & 0x3ffff) << 16 | (word & 0xffff), 34);
    if (type == 3) {
        out->is_landing = true;
        return (prefix & 0x00f00000) == 0;
    }
    if (type == 1)
        return vectors(prefix, word, out);
    if (is_relative && ppc_a(word))
        return false;
    if (type == 2 && opcode == 14) {
        add(word, is_relative, displacement, address, out);
        return true;
    }
    for (unsigned i = 0; i < sizeof prefixed_rows / sizeof *prefixed_rows; i++)
        if (prefixed_rows[i].opcode == opcode && prefixed_rows[i].type == type) {
            access(word, &prefixed_rows[i], is_relative, displacement, address, out);
            return true;
        }
    return false;
}
