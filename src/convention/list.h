/*
 * What list.c gathers: the conventions' tables, and the tables of divergences. Adding a convention is one file, one
 * line here and one in list.c. Every table of divergences ends with an entry whose id is NULL.
 */
#ifndef CONVENTION_LIST_H
#define CONVENTION_LIST_H

#include "convention/convention.h"

extern const struct cconv_convention convention_x86_64_sysv;        /* x86_64_sysv.c */
extern const struct cconv_convention convention_x86_64_win;         /* x86_64_win.c */
extern const struct cconv_convention convention_x86_64_vectorcall;  /* x86_64_vectorcall.c */
extern const struct cconv_convention convention_x86_64_regcall, convention_x86_64_regcall_win; /* x86_64_regcall_tables.c */
extern const struct cconv_convention convention_x86_64_swift;        /* x86_64_swift.c */
extern const struct cconv_convention convention_x86_64_preserve_none; /* x86_64_preserve_none.c */
extern const struct cconv_convention convention_x86_64_x32;         /* x86_64_sysv_variants.c, with the next four */
extern const struct cconv_convention convention_x86_64_preserve_most, convention_x86_64_preserve_most_win;
extern const struct cconv_convention convention_x86_64_preserve_all, convention_x86_64_preserve_all_win;
extern const struct cconv_convention convention_aarch64_aapcs;      /* aarch64_aapcs.c, with its two variants */
extern const struct cconv_convention convention_aarch64_aapcs_darwin;
extern const struct cconv_convention convention_aarch64_aapcs_win;
extern const struct cconv_convention convention_aarch64_arm64ec;    /* aarch64_arm64ec.c */
extern const struct cconv_convention convention_aarch64_vector_pcs; /* aarch64_vector.c */
extern const struct cconv_convention convention_aarch64_sve_pcs;
extern const struct cconv_convention convention_arm_aapcs;          /* arm_aapcs.c, with its two variants */
extern const struct cconv_convention convention_arm_aapcs_vfp;
extern const struct cconv_convention convention_arm_aapcs_vfp_win;
extern const struct cconv_convention convention_arm_apcs_gnu;       /* arm_apcs_gnu.c */
extern const struct cconv_convention convention_x86_64_linux_syscall; /* linux_syscall.c, all of them */
extern const struct cconv_convention convention_aarch64_linux_svc;
extern const struct cconv_convention convention_x86_linux_int80;
extern const struct cconv_convention convention_arm_linux_svc;
extern const struct cconv_convention convention_riscv64_linux_ecall;
extern const struct cconv_convention convention_x86_sysv;           /* i386_tables.c, with its variants */
extern const struct cconv_convention convention_x86_win;
extern const struct cconv_convention convention_x86_stdcall;
extern const struct cconv_convention convention_x86_regparm1;
extern const struct cconv_convention convention_x86_regparm2;
extern const struct cconv_convention convention_x86_regparm3;
extern const struct cconv_convention convention_x86_fastcall;
extern const struct cconv_convention convention_x86_thiscall, convention_x86_thiscall_mingw;
extern const struct cconv_convention convention_x86_vectorcall, convention_x86_regcall;

extern const struct cconv_convention convention_powerpc64le_elfv2;  /* powerpc64le_elfv2.c */
extern const struct cconv_convention convention_s390x_elf;          /* s390x_elf.c */
extern const struct cconv_convention convention_loongarch64_lp64d;  /* loongarch64_lp64d.c */
extern const struct cconv_convention convention_riscv64_lp64d;      /* riscv_tables.c, all eight */
extern const struct cconv_convention convention_riscv64_lp64f, convention_riscv64_lp64, convention_riscv64_lp64e;
extern const struct cconv_convention convention_riscv32_ilp32d, convention_riscv32_ilp32f;
extern const struct cconv_convention convention_riscv32_ilp32, convention_riscv32_ilp32e;
extern const struct cconv_convention convention_mips64_n64;         /* mips64_n64.c */

extern const cconv_divergence layout_divergences[];                 /* src/type/divergence.c */
extern const cconv_divergence x86_64_sysv_divergences[];
extern const cconv_divergence x86_64_win_divergences[];
extern const cconv_divergence x86_64_vectorcall_divergences[];
extern const cconv_divergence aarch64_aapcs_divergences[];          /* and of arm_apcs_gnu */
extern const cconv_divergence i386_divergences[];                   /* the whole family */
extern const cconv_divergence arm_aapcs_divergences[];              /* all three variants */
extern const cconv_divergence powerpc64le_elfv2_divergences[];
extern const cconv_divergence s390x_elf_divergences[];
extern const cconv_divergence loongarch64_lp64d_divergences[];
extern const cconv_divergence riscv_divergences[];                  /* all eight */
extern const cconv_divergence mips64_n64_divergences[];

#endif
