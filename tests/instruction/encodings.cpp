// Rows of tables, as masks and values.
#include "judge.h"

extern "C" {
#include "aarch64.h"
#include "ppc64.h"
}

std::vector<std::pair<uint32_t, uint32_t>> encodings_of(cconv_arch arch)
{
    std::vector<std::pair<uint32_t, uint32_t>> out;
    if (arch == CCONV_ARCH_PPC64)
        for (const ppc_row *rows : {ppc_base, ppc_extended, ppc_floating, ppc_vmx, ppc_vsx})
            for (; rows->mask; rows++)
                out.emplace_back(rows->mask, rows->value);
    if (arch != CCONV_ARCH_AARCH64)
        return out;
    for (const a64_row *rows : {a64_immediate, a64_branch, a64_memory, a64_register, a64_simd, a64_simd_scalar, a64_sve})
        for (; rows->mask; rows++)
            out.emplace_back(rows->mask, rows->value);
    return out;
}
