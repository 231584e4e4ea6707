/*
 * clang 19, Windows on Arm: a register that holds a word of an argument becomes the address of a store.
 *
 *   clang-19 --target=armv7-pc-windows-msvc -O2 -S clang-arm-register.c -o - | grep r7
 *
 *   ldr.w r7, [lr, #140]     the last word of the struct of an int and a double
 *   add   r7, sp, #88        overwritten
 *   stm.w r7, {...}
 *   str   r7, [sp, #84]      what the callee gets
 *
 * With -mllvm -arm-load-store-opt=0 the word arrives.
 */
struct t0 { double m0; };
struct t1 { long long m1; };
struct t2 { double m2; unsigned long m3; double m4; };
union t3 { short m5; struct t1 m6; struct t2 m7; };
struct t4 { _Bool m8; int m9; struct { struct t0 m11; }; union t3 m12[3]; };
struct t5 { int m13; double m14; };
struct t6 { __bf16 m15[1]; } __attribute__((aligned(4)));
union t8 { double m17[3]; };
struct t9 { int m20 : 10; unsigned long long m21 : 28; int : 25; _Bool m23 : 1; };
union t10 { struct t9 m24; __bf16 m25; } __attribute__((packed));
typedef signed char t11 __attribute__((aligned(4)));
t11 f(struct t4, struct t5, struct t6, float, unsigned int, union t8, union t10, char);
extern unsigned char d[1026] __attribute__((aligned(128)));

void caller(void)
{
    f(*(struct t4 *)(d + 0), *(struct t5 *)(d + 128), *(struct t6 *)(d + 256), *(float *)(d + 384),
      *(unsigned int *)(d + 512), *(union t8 *)(d + 640), *(union t10 *)(d + 768), *(char *)(d + 896));
}
