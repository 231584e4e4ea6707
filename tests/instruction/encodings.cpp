// Rows of tables, as masks and values.
#include "judge.h"

extern "C" {
#include "aarch64.h"
}

std::vector<std::pair<uint32_t, uint32_t>> encodings_of(cconv_arch arch)
{
    std::vector<std::pair<uint32_t, uint32_t>> out;
    if (arch != CCONV_ARCH_AARCH64)
        return out;
    for (const a64_row *rows : {a64_immediate, a64_branch, a64_memory, a64_register, a64_simd, a64_simd_scalar, a64_sve})
        for (; rows->mask; rows++)
            out.emplace_back(rows->mask, rows->value);
    return out;
}
