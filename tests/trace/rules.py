"""The cases of test_rules.py: (machines, rule, name, code, prototypes). The traced function is `f`."""

INTEL = ".intel_syntax noprefix"

# Assembler, head of the file, options of trace.
MACHINES = {
    "sysv": ("gcc", INTEL, []),
    "win64": ("x86_64-w64-mingw32-gcc", INTEL, []),
    "cdecl": ("i686-linux-gnu-gcc", INTEL, []),
    "stdcall": ("i686-w64-mingw32-gcc", INTEL + "\n.globl _f", ["--abi", "stdcall"]),
    "fastcall": ("i686-w64-mingw32-gcc", INTEL + "\n.globl _f", ["--abi", "fastcall"]),
    "aarch64": ("aarch64-linux-gnu-gcc", "", []),
    "darwin": ("clang-19 --target=arm64-apple-macos13", "", []),
    "winarm64": ("clang-19 --target=aarch64-w64-windows-gnu", "", []),
    "arm": ("arm-linux-gnueabihf-gcc -march=armv7-a", ".syntax unified\n.arm\n.fpu neon", []),
    "thumb": ("arm-linux-gnueabihf-gcc -march=armv7-a", ".syntax unified\n.thumb\n.fpu neon\n.thumb_func", []),
    "riscv": ("riscv64-linux-gnu-gcc", "", []),
}

VOID = "void f(void); void g(void)"
INT = "int f(int); int g(int)"
PRINTF = "int f(void); int printf(const char *, ...)"
CASES = []


def add(machines, rule, prototypes, **codes):
    """Codes by name; `near_…` break nothing."""
    for name, code in codes.items():
        assert ("/*!*/" in code) != name.startswith("near"), name
        CASES.append((machines, rule, name, code, prototypes))


# ---------------------------------------------------------------- the stack pointer's alignment at a call
add("sysv", "stack-misaligned", VOID,
    call="f:\n call g /*!*/\n ret\ng:\n ret", pushes="f:\n push rbx\n push rbp\n call g /*!*/\n pop rbp\n pop rbx\n ret\ng:\n ret",
    near_push="f:\n push rbx\n call g\n pop rbx\n ret\ng:\n ret", near_tail="f:\n jmp g\ng:\n ret")
add("win64", "stack-misaligned", VOID, call="f:\n sub rsp, 32\n call g /*!*/\n add rsp, 32\n ret\ng:\n ret",
    near="f:\n sub rsp, 40\n call g\n add rsp, 40\n ret\ng:\n ret")
add("cdecl", "stack-misaligned", VOID, call="f:\n sub esp, 8\n call g /*!*/\n add esp, 8\n ret\ng:\n ret",
    near="f:\n sub esp, 12\n call g\n add esp, 12\n ret\ng:\n ret")
add("stdcall fastcall", "stack-misaligned", VOID, call="_f:\n sub esp, 6\n call _g /*!*/\n add esp, 6\n ret\n_g:\n ret",
    near="_f:\n sub esp, 8\n call _g\n add esp, 8\n ret\n_g:\n ret")
add("aarch64 winarm64", "stack-misaligned", VOID, call="f:\n str x19, [sp, #-16]!\n mov x19, x30\n sub sp, sp, #8\n bl g /*!*/\n add sp, sp, #8\n mov x30, x19\n ldr x19, [sp], #16\n ret\ng:\n ret",
    near="f:\n str x30, [sp, #-16]!\n bl g\n ldr x30, [sp], #16\n ret\ng:\n ret")
add("arm thumb", "stack-misaligned", VOID, call="f:\n push {lr}\n bl g /*!*/\n pop {pc}\ng:\n bx lr",
    near="f:\n push {r4, lr}\n bl g\n pop {r4, pc}\ng:\n bx lr")
add("riscv", "stack-misaligned", VOID, call="f:\n addi sp, sp, -8\n sd ra, 0(sp)\n call g /*!*/\n ld ra, 0(sp)\n addi sp, sp, 8\n ret\ng:\n ret",
    near="f:\n addi sp, sp, -16\n sd ra, 8(sp)\n call g\n ld ra, 8(sp)\n addi sp, sp, 16\n ret\ng:\n ret")

# ---------------------------------------------------------------- shadow space
add("win64", "shadow-space", VOID,
    missing="f:\n sub rsp, 8\n call g /*!*/\n add rsp, 8\n ret\ng:\n ret", too_little="f:\n sub rsp, 24\n call g /*!*/\n add rsp, 24\n ret\ng:\n ret",
    saved_in_it="f:\n sub rsp, 40\n mov [rsp + 8], rbx\n call g /*!*/\n add rsp, 40\n ret\ng:\n ret",
    read_after="f:\n sub rsp, 40\n mov dword ptr [rsp + 16], 5\n call g\n mov eax, [rsp + 16] /*!*/\n add rsp, 40\n ret\ng:\n ret",
    near_enough="f:\n sub rsp, 40\n call g\n add rsp, 40\n ret\ng:\n ret",
    near_above_it="f:\n sub rsp, 40\n mov [rsp + 32], rbx\n call g\n mov rbx, [rsp + 32]\n add rsp, 40\n ret\ng:\n ret",
    near_written_again="f:\n sub rsp, 40\n call g\n mov dword ptr [rsp + 16], 5\n mov eax, [rsp + 16]\n add rsp, 40\n ret\ng:\n ret",
    near_own="f:\n mov [rsp + 8], rbx\n xor ebx, ebx\n mov rbx, [rsp + 8]\n ret")

# ---------------------------------------------------------------- preserved registers


def preserved(machines, names, change, save, restore, end):
    for name in names.split():
        code = change.format(r=name)
        add(machines, "preserved-register", VOID, **{
            name: f"f:\n {code} /*!*/\n {end}",
            f"near_{name}_restored": f"f:\n {save.format(r=name)}\n {code}\n {restore.format(r=name)}\n {end}"})


def scratch(machines, names, change, end):
    for name in names.split():
        add(machines, "preserved-register", VOID, **{f"near_{name}": f"f:\n {change.format(r=name)}\n {end}"})


preserved("sysv", "rbx rbp r12 r13 r14 r15", "mov {r}, 1", "push {r}", "pop {r}", "ret")
preserved("sysv", "bl r12b r15w", "mov {r}, 99", "push rbx\n push r12\n push r15", "pop r15\n pop r12\n pop rbx", "ret")
scratch("sysv", "rax rcx rdx rsi rdi r8 r9 r10 r11", "mov {r}, 1", "ret")
scratch("sysv", "xmm0 xmm6 xmm15", "pxor {r}, {r}", "ret")
preserved("win64", "rbx rbp rsi rdi r12 r13 r14 r15", "mov {r}, 1", "push {r}", "pop {r}", "ret")
preserved("win64", "xmm6 xmm7 xmm8 xmm9 xmm10 xmm11 xmm12 xmm13 xmm14 xmm15", "pxor {r}, {r}", "sub rsp, 24\n movdqu [rsp], {r}",
          "movdqu {r}, [rsp]\n add rsp, 24", "ret")
preserved("win64", "xmm6 xmm15", "movlps {r}, [rsp]", "sub rsp, 24\n movdqu [rsp], {r}", "movdqu {r}, [rsp]\n add rsp, 24", "ret")
preserved("win64", "xmm7", "movhps {r}, [rsp]", "sub rsp, 24\n movdqu [rsp], {r}", "movdqu {r}, [rsp]\n add rsp, 24", "ret")
scratch("win64", "rax rcx rdx r8 r9 r10 r11", "mov {r}, 1", "ret")
scratch("win64", "xmm0 xmm5", "pxor {r}, {r}", "ret")
preserved("cdecl", "ebx ebp esi edi", "mov {r}, 1", "push {r}", "pop {r}", "ret")
scratch("cdecl", "eax ecx edx", "mov {r}, 1", "ret")
for register in ("ebx", "ebp", "esi", "edi"):
    add("stdcall fastcall", "preserved-register", VOID, **{register: f"_f:\n mov {register}, 1 /*!*/\n ret",
                                                           f"near_{register}_restored": f"_f:\n push {register}\n mov {register}, 1\n pop {register}\n ret"})
preserved("aarch64 winarm64", " ".join(f"x{n}" for n in range(19, 30)), "mov {r}, #1", "str {r}, [sp, #-16]!", "ldr {r}, [sp], #16", "ret")
preserved("aarch64 winarm64", " ".join(f"d{n}" for n in range(8, 16)), "fmov {r}, #1.0", "str {r}, [sp, #-16]!", "ldr {r}, [sp], #16", "ret")
preserved("aarch64", "v8", "mov {r}.s[1], wzr", "str d8, [sp, #-16]!", "ldr d8, [sp], #16", "ret")
add("aarch64", "preserved-register", VOID, near_upper_half="f:\n mov v8.d[1], xzr\n ret",
    lower_half_first="f:\n mov v9.d[0], xzr /*!*/\n mov v9.d[1], xzr\n ret",
    wrong_slot="f:\n stp x19, x20, [sp, #-16]!\n ldr x20, [sp, #8]\n ldr x19, [sp, #8] /*!*/\n add sp, sp, #16\n ret")
scratch("aarch64 winarm64", "x0 x8 x9 x15 x16 x17", "mov {r}, #1", "ret")
scratch("aarch64 winarm64", "d0 d7 d16 d31", "fmov {r}, #1.0", "ret")
preserved("arm thumb", "r4 r5 r6 r7 r8 r9 r10 r11", "mov {r}, #1", "push {{{r}, lr}}", "pop {{{r}, lr}}", "bx lr")
preserved("arm thumb", " ".join(f"d{n}" for n in range(8, 16)), "vmov.f64 {r}, #1.0", "vpush {{{r}}}", "vpop {{{r}}}", "bx lr")
preserved("arm", "s17 s30", "vmov.f32 {r}, #1.0", "vpush {{d8, d9, d10, d11, d12, d13, d14, d15}}", "vpop {{d8, d9, d10, d11, d12, d13, d14, d15}}", "bx lr")
scratch("arm thumb", "r0 r1 r2 r3 r12", "mov {r}, #1", "bx lr")
scratch("arm thumb", "d0 d7", "vmov.f64 {r}, #1.0", "bx lr")
preserved("riscv", " ".join(f"s{n}" for n in range(12)), "li {r}, 1", "addi sp, sp, -16\n sd {r}, 0(sp)", "ld {r}, 0(sp)\n addi sp, sp, 16", "ret")
preserved("riscv", " ".join(f"fs{n}" for n in range(12)), "fmv.d.x {r}, zero", "addi sp, sp, -16\n fsd {r}, 0(sp)", "fld {r}, 0(sp)\n addi sp, sp, 16", "ret")
scratch("riscv", "t0 t6 a0 a7", "li {r}, 1", "ret")
scratch("riscv", "ft0 ft11 fa0 fa7", "fmv.d.x {r}, zero", "ret")
add("sysv", "preserved-register", VOID,
    callee_of_one_that_saves="f:\n push rbx\n mov rbx, 7\n call g\n pop rbx\n ret\ng:\n mov rbx, 1 /*!*/\n ret",
    before_a_tail_call="f:\n mov rbx, 1 /*!*/\n jmp g\ng:\n ret")

# ---------------------------------------------------------------- the stack pointer and return address at return
add("sysv", "stack-pointer", VOID, left_below="f:\n push rax\n ret /*!*/", left_above="f:\n add rsp, 8\n ret /*!*/", near="f:\n push rax\n pop rcx\n ret",
    pops="f:\n ret 8 /*!*/")
add("win64", "stack-pointer", VOID, left_below="f:\n sub rsp, 40\n ret /*!*/", near="f:\n sub rsp, 40\n add rsp, 40\n ret")
add("cdecl", "stack-pointer", INT, pops="f:\n ret 4 /*!*/", left_below="f:\n push ebx\n ret /*!*/", near="f:\n mov eax, [esp + 4]\n ret")
add("cdecl", "stack-pointer", "struct s { int a[4]; }; struct s f(void)", does_not_pop_the_hidden="f:\n mov eax, [esp + 4]\n ret /*!*/",
    near_pops_the_hidden="f:\n mov eax, [esp + 4]\n ret 4")
add("stdcall", "stack-pointer", INT, does_not_pop="_f:\n mov eax, [esp + 4]\n ret /*!*/", pops_too_much="_f:\n ret 8 /*!*/",
    near_pops="_f:\n mov eax, [esp + 4]\n ret 4")
add("fastcall", "stack-pointer", "int f(int, int, int)", does_not_pop="_f:\n mov eax, ecx\n ret /*!*/", near_pops="_f:\n mov eax, ecx\n add eax, [esp + 4]\n ret 4")
add("aarch64 winarm64", "stack-pointer", VOID, left_below="f:\n sub sp, sp, #16\n ret /*!*/", near="f:\n sub sp, sp, #16\n add sp, sp, #16\n ret")
add("arm thumb", "stack-pointer", VOID, left_below="f:\n push {r4, r5}\n bx lr /*!*/", near="f:\n push {r4, r5}\n pop {r4, r5}\n bx lr")
add("riscv", "stack-pointer", VOID, left_below="f:\n addi sp, sp, -16\n ret /*!*/", near="f:\n addi sp, sp, -16\n addi sp, sp, 16\n ret")
add("sysv win64", "return-address", VOID, overwritten="f:\n mov rax, [rsp]\n mov [rsp], rax /*!*/\n ret", near_read="f:\n mov rax, [rsp]\n ret")
add("cdecl", "return-address", VOID, overwritten="f:\n mov eax, [esp]\n mov [esp], eax /*!*/\n ret", near_read="f:\n mov eax, [esp]\n ret")
add("aarch64 winarm64", "return-address", VOID, other="f:\n sub sp, sp, #16\n str x30, [sp]\n bl g\n nop\n ldr x30, [sp]\n add sp, sp, #16\n ret\ng:\n add x30, x30, #4\n ret /*!*/",
    near="f:\n mov x9, x30\n mov x30, #0\n ret x9")

# ---------------------------------------------------------------- al before a variadic function
FORMATS = "\n.data\nint: .asciz \"%d\\n\"\nreal: .asciz \"%g\\n\""
add("sysv", "vector-count", PRINTF,
    unset="f:\n sub rsp, 8\n lea rdi, int[rip]\n mov esi, 1\n call printf /*!*/\n add rsp, 8\n ret" + FORMATS,
    too_many="f:\n sub rsp, 8\n lea rdi, int[rip]\n mov esi, 1\n mov eax, 9\n call printf /*!*/\n add rsp, 8\n ret" + FORMATS,
    too_few="f:\n sub rsp, 8\n lea rdi, real[rip]\n xorps xmm0, xmm0\n xor eax, eax\n call printf /*!*/\n add rsp, 8\n ret" + FORMATS,
    near_zero="f:\n sub rsp, 8\n lea rdi, int[rip]\n mov esi, 1\n xor eax, eax\n call printf\n add rsp, 8\n ret" + FORMATS,
    near_more="f:\n sub rsp, 8\n lea rdi, real[rip]\n xorps xmm0, xmm0\n mov al, 8\n call printf\n add rsp, 8\n ret" + FORMATS)

# ---------------------------------------------------------------- a caller-saved register read after a call
add("sysv", "lost-register", INT, argument="f:\n push rbx\n call g\n mov eax, edi /*!*/\n pop rbx\n ret\ng:\n mov eax, edi\n ret",
    second="f:\n push rbx\n call g\n add rax, r11 /*!*/\n pop rbx\n ret\ng:\n mov eax, edi\n ret",
    vector="f:\n push rbx\n call g\n movd eax, xmm1 /*!*/\n pop rbx\n ret\ng:\n mov eax, edi\n ret",
    near_result="f:\n push rbx\n call g\n add eax, 1\n pop rbx\n ret\ng:\n mov eax, edi\n ret",
    near_kept="f:\n push rbx\n mov ebx, edi\n call g\n add eax, ebx\n pop rbx\n ret\ng:\n mov eax, edi\n ret",
    near_cleared="f:\n push rbx\n call g\n xor edi, edi\n add eax, edi\n pop rbx\n ret\ng:\n mov eax, edi\n ret")
add("win64", "lost-register", INT, argument="f:\n sub rsp, 40\n call g\n mov eax, ecx /*!*/\n add rsp, 40\n ret\ng:\n mov eax, ecx\n ret",
    near_rsi="f:\n sub rsp, 40\n mov [rsp + 32], rsi\n mov esi, ecx\n call g\n add eax, esi\n mov rsi, [rsp + 32]\n add rsp, 40\n ret\ng:\n mov eax, ecx\n ret")
add("cdecl", "lost-register", INT, scratch="f:\n sub esp, 8\n push 1\n call g\n add eax, edx /*!*/\n add esp, 12\n ret\ng:\n mov eax, [esp + 4]\n ret",
    near_ebx="f:\n push ebx\n sub esp, 4\n push 1\n call g\n add eax, ebx\n add esp, 8\n pop ebx\n ret\ng:\n mov eax, [esp + 4]\n ret")
add("fastcall", "lost-register", INT, argument="_f:\n call _g\n add eax, ecx /*!*/\n ret\n_g:\n mov eax, ecx\n ret",
    near_kept="_f:\n push ebx\n mov ebx, ecx\n call _g\n add eax, ebx\n pop ebx\n ret\n_g:\n mov eax, ecx\n ret")
add("stdcall", "lost-register", INT, scratch="_f:\n push 1\n call _g\n add eax, ecx /*!*/\n ret 4\n_g:\n mov eax, [esp + 4]\n ret 4",
    near="_f:\n push 1\n call _g\n add eax, [esp + 4]\n ret 4\n_g:\n mov eax, [esp + 4]\n ret 4")
add("aarch64 winarm64", "lost-register", INT,
    scratch="f:\n stp x29, x30, [sp, #-16]!\n mov w9, w0\n bl g\n add w0, w0, w9 /*!*/\n ldp x29, x30, [sp], #16\n ret\ng:\n ret",
    vector="f:\n stp x29, x30, [sp, #-16]!\n bl g\n fmov w0, s16 /*!*/\n ldp x29, x30, [sp], #16\n ret\ng:\n ret",
    near_x19="f:\n stp x19, x30, [sp, #-16]!\n mov w19, w0\n bl g\n add w0, w0, w19\n ldp x19, x30, [sp], #16\n ret\ng:\n ret")
add("arm thumb", "lost-register", INT, scratch="f:\n push {r4, lr}\n bl g\n add r0, r0, r3 /*!*/\n pop {r4, pc}\ng:\n bx lr",
    near_r4="f:\n push {r4, lr}\n mov r4, r0\n bl g\n add r0, r0, r4\n pop {r4, pc}\ng:\n bx lr")
add("riscv", "lost-register", INT,
    scratch="f:\n addi sp, sp, -16\n sd ra, 8(sp)\n mv t0, a0\n call g\n add a0, a0, t0 /*!*/\n ld ra, 8(sp)\n addi sp, sp, 16\n ret\ng:\n ret",
    near_s1="f:\n addi sp, sp, -16\n sd ra, 8(sp)\n sd s1, 0(sp)\n mv s1, a0\n call g\n add a0, a0, s1\n ld s1, 0(sp)\n ld ra, 8(sp)\n addi sp, sp, 16\n ret\ng:\n ret")

# ---------------------------------------------------------------- below the red zone
add("sysv", "below-stack", VOID, stored="f:\n mov dword ptr [rsp - 132], 1 /*!*/\n ret", read="f:\n mov eax, [rsp - 136] /*!*/\n ret",
    after_a_pop="f:\n sub rsp, 256\n mov dword ptr [rsp], 1\n add rsp, 256\n mov eax, [rsp - 256] /*!*/\n ret",
    near_red_zone="f:\n mov dword ptr [rsp - 128], 1\n mov eax, [rsp - 128]\n ret", near_push="f:\n push rbx\n pop rbx\n ret")
add("win64", "below-stack", VOID, stored="f:\n mov dword ptr [rsp - 8], 1 /*!*/\n ret", read="f:\n mov eax, [rsp - 4] /*!*/\n ret", near="f:\n mov eax, [rsp]\n ret")
add("cdecl", "below-stack", VOID, stored="f:\n mov dword ptr [esp - 4], 1 /*!*/\n ret", read="f:\n mov eax, [esp - 8] /*!*/\n ret", near="f:\n mov eax, [esp]\n ret")
add("stdcall fastcall", "below-stack", VOID, stored="_f:\n mov dword ptr [esp - 4], 1 /*!*/\n ret", near="_f:\n push 1\n pop eax\n ret")
add("aarch64", "below-stack", VOID, stored="f:\n str xzr, [sp, #-16] /*!*/\n ret", read="f:\n ldr x0, [sp, #-8] /*!*/\n ret",
    near_moves="f:\n str xzr, [sp, #-16]!\n ldr x0, [sp], #16\n ret")
add("winarm64", "below-stack", VOID, stored="f:\n stur xzr, [sp, #-24] /*!*/\n ret", near_red_zone="f:\n stur xzr, [sp, #-16]\n ret")
add("darwin", "below-stack", VOID, stored="_f:\n stur xzr, [sp, #-136] /*!*/\n ret", near_red_zone="_f:\n stur xzr, [sp, #-128]\n ldur x0, [sp, #-128]\n ret")
add("arm thumb", "below-stack", VOID, stored="f:\n str r4, [sp, #-4] /*!*/\n bx lr", read="f:\n ldr r0, [sp, #-4] /*!*/\n bx lr",
    near_moves="f:\n str r4, [sp, #-4]!\n ldr r4, [sp], #4\n bx lr", near_push="f:\n push {r4, r5, r6, lr}\n pop {r4, r5, r6, pc}")
add("riscv", "below-stack", VOID, stored="f:\n sd zero, -8(sp) /*!*/\n ret", read="f:\n ld a0, -8(sp) /*!*/\n ret",
    near="f:\n addi sp, sp, -16\n sd zero, 8(sp)\n addi sp, sp, 16\n ret")

# ---------------------------------------------------------------- a register read that no argument is in
add("sysv", "unset-register", INT, second="f:\n mov eax, esi /*!*/\n ret", scratch="f:\n lea eax, [r10 + 1] /*!*/\n ret", vector="f:\n movd eax, xmm0 /*!*/\n ret",
    near_first="f:\n mov eax, edi\n ret", near_pushed="f:\n push rax\n pop rcx\n mov eax, edi\n ret", near_cleared="f:\n xor esi, esi\n mov eax, esi\n ret")
add("win64", "unset-register", INT, second="f:\n mov eax, edx /*!*/\n ret", near_first="f:\n mov eax, ecx\n ret")
add("cdecl", "unset-register", INT, scratch="f:\n mov eax, ecx /*!*/\n ret", near_stack="f:\n mov eax, [esp + 4]\n ret")
add("fastcall", "unset-register", INT, second="_f:\n mov eax, edx /*!*/\n ret", near_first="_f:\n mov eax, ecx\n ret")
add("stdcall", "unset-register", INT, scratch="_f:\n mov eax, ecx /*!*/\n ret 4", near="_f:\n mov eax, [esp + 4]\n ret 4")
add("aarch64 winarm64", "unset-register", INT, second="f:\n add w0, w0, w1 /*!*/\n ret", vector="f:\n fmov w0, s0 /*!*/\n ret", near_first="f:\n and w0, w0, #7\n ret",
    near_stored="f:\n stp x0, x1, [sp, #-16]!\n ldp x0, x1, [sp], #16\n ret")
add("arm thumb", "unset-register", INT, second="f:\n add r0, r0, r1 /*!*/\n bx lr", vector="f:\n vmov r0, s0 /*!*/\n bx lr", near_first="f:\n add r0, r0, #7\n bx lr",
    near_pushed="f:\n push {r3, lr}\n pop {r3, pc}")
add("riscv", "unset-register", INT, second="f:\n add a0, a0, a1 /*!*/\n ret", vector="f:\n fmv.x.w a0, fa0 /*!*/\n ret", near_first="f:\n addi a0, a0, 7\n ret")
