#!/usr/bin/env python3
"""Makes real system calls where the plans say: kernel (or qemu-user) is the judge.

For each convention of system calls, `callconv explain --format json` says which register holds the number, each
argument and the result. From that alone an assembly function is written that fills every preserved register with a known
value, loads the arguments, makes the call, and stores all registers. main.c then checks what the kernel did, and that
what the plan calls preserved still holds what was put there.

    syscall.py CALLCONV [CONVENTION …]
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# The kernel's own prototypes. All 64-bit types are loff_t; mmap's offset is in pages where it is called mmap2.
CALLS = [
    "long write(unsigned fd, const void *buffer, unsigned long count);",
    "long pread64(unsigned fd, void *buffer, unsigned long count, long long position);",
    "long {mmap}(void *at, unsigned long length, unsigned long prot, unsigned long flags, unsigned long fd, long offset);",
    "int close(unsigned fd);",
    "int getpid(void);",
]


class Machine:
    """How to write the few instructions that are needed. `general`: every register that can be filled and stored."""

    def __init__(self, compiler, runner, word, general, enter, leave, canary, load, store, mmap="mmap", unit=1):
        self.compiler, self.runner, self.word, self.general = compiler, runner, word, general
        self.enter, self.leave, self.canary, self.load, self.store = enter, leave, canary, load, store
        self.mmap, self.unit = mmap, unit


MACHINES = {
    "x86_64_linux_syscall": Machine(
        ["gcc"], [], 8, "rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15".split(),
        ["push %rbx", "push %rbp", "push %r12", "push %r13", "push %r14", "push %r15"],
        ["pop %r15", "pop %r14", "pop %r13", "pop %r12", "pop %rbp", "pop %rbx", "ret"],
        "mov ${value:#x}, %{reg}", "mov {at}(%rip), %{reg}", "mov %{reg}, {at}(%rip)"),
    "x86_linux_int80": Machine(
        ["i686-linux-gnu-gcc", "-static"], [], 4, "eax ebx ecx edx esi edi ebp".split(),
        ["push %ebx", "push %ebp", "push %esi", "push %edi"], ["pop %edi", "pop %esi", "pop %ebp", "pop %ebx", "ret"],
        "mov ${value:#x}, %{reg}", "mov {at}, %{reg}", "mov %{reg}, {at}", mmap="mmap2", unit=4096),
    "aarch64_linux_svc": Machine(
        ["aarch64-linux-gnu-gcc", "-static"], ["qemu-aarch64"], 8,
        [f"x{i}" for i in range(18)] + [f"x{i}" for i in range(19, 30)],
        ["stp x29, x30, [sp, #-96]!", "stp x19, x20, [sp, #16]", "stp x21, x22, [sp, #32]", "stp x23, x24, [sp, #48]",
         "stp x25, x26, [sp, #64]", "stp x27, x28, [sp, #80]"],
        ["ldp x19, x20, [sp, #16]", "ldp x21, x22, [sp, #32]", "ldp x23, x24, [sp, #48]", "ldp x25, x26, [sp, #64]",
         "ldp x27, x28, [sp, #80]", "ldp x29, x30, [sp], #96", "ret"],
        "ldr {reg}, ={value:#x}", "adrp {reg}, {at}\n add {reg}, {reg}, :lo12:{at}\n ldr {reg}, [{reg}]",
        "adrp x30, {at}\n add x30, x30, :lo12:{at}\n str {reg}, [x30]"),
    "arm_linux_svc": Machine(
        ["arm-linux-gnueabihf-gcc", "-static", "-marm"], ["qemu-arm"], 4, [f"r{i}" for i in range(13)],
        ["push {{r4-r11, lr}}"], ["pop {{r4-r11, pc}}", ".ltorg"],
        "ldr {reg}, ={value:#x}", "ldr {reg}, ={at}\n ldr {reg}, [{reg}]", "ldr lr, ={at}\n str {reg}, [lr]",
        mmap="mmap2", unit=4096),
    "riscv64_linux_ecall": Machine(
        ["riscv64-linux-gnu-gcc", "-static"], ["qemu-riscv64"], 8,
        "ra t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5".split(),
        ["addi sp, sp, -112", "sd ra, 0(sp)"] + [f"sd s{i}, {8 + 8 * i}(sp)" for i in range(12)],
        ["ld ra, 0(sp)"] + [f"ld s{i}, {8 + 8 * i}(sp)" for i in range(12)] + ["addi sp, sp, 112", "ret"],
        "li {reg}, {value:#x}", "lla {reg}, {at}\n ld {reg}, 0({reg})", "lla t6, {at}\n sd {reg}, 0(t6)"),
}


def function(machine, index, plan):
    """The assembly of call_<index>: arguments from arguments+16*i, all registers to stored+8*j."""
    number = plan["syscall"]["number"]
    pieces = [(piece, i) for i, value in enumerate(plan["args"]) for piece in value["pieces"]]
    taken = {piece["reg"] for piece, _ in pieces} | {plan["syscall"]["reg"]}
    lines = [f".globl call_{index}", f"call_{index}:"] + [line.replace("{{", "{").replace("}}", "}") for line in machine.enter]
    for j, register in enumerate(machine.general):
        if register not in taken:
            lines.append(machine.canary.format(reg=register, value=0x5a00 + j))
    for piece, i in pieces:
        lines.append(machine.load.format(reg=piece["reg"], at=f"arguments+{16 * i + piece['offset']}"))
    lines.append(machine.canary.format(reg=plan["syscall"]["reg"], value=number))
    lines.append(plan["syscall"]["instruction"])
    lines += [machine.store.format(reg=register, at=f"stored+{8 * j}") for j, register in enumerate(machine.general)]
    return lines + [line.replace("{{", "{").replace("}}", "}") for line in machine.leave]


def facts(machine, index, plan):
    """What main.c must know of call_<index>: where the result is, and what each preserved register must hold after."""
    held = {plan["syscall"]["reg"]: f"{plan['syscall']['number']}u"}
    for i, value in enumerate(plan["args"]):
        for piece in value["pieces"]:
            held[piece["reg"]] = f"*(const word *)(arguments + {16 * i + piece['offset']})"
    result = machine.general.index(plan["return"]["pieces"][0]["reg"])
    lines = [f"static int result_{index} = {result};", f"static void check_{index}(void)", "{"]
    for j, register in enumerate(machine.general):
        if register in plan["preserved"]:
            lines.append(f'    kept("{register}", {j}, {held.get(register, f"{0x5a00 + j}u")});')
    return lines + ["}"]


def judge(callconv, convention, directory):
    """(passed, failed, skipped)"""
    machine = MACHINES[convention]
    missing = [tool for tool in machine.compiler[:1] + machine.runner[:1] if shutil.which(tool) is None]
    if missing:
        print(f"skipped: {convention}: no {missing[0]}")
        return 0, 0, 1
    text = "\n".join(CALLS).replace("{mmap}", machine.mmap)
    answer = subprocess.run([callconv, "explain", "--abi", convention, "--format", "json", text], check=True,
                            capture_output=True, text=True).stdout
    plans = json.loads(answer)["functions"]
    lacking = [plan["name"] for plan in plans if "number" not in plan["syscall"]]
    if lacking:
        print(f"FAILED {convention}: no number for {', '.join(lacking)}")
        return 0, len(lacking), 0
    assembly, header = [".text"], [f"#define UNIT {machine.unit}"]
    for index, plan in enumerate(plans):
        assembly += function(machine, index, plan)
        header += facts(machine, index, plan)
    assembly.append('.section .note.GNU-stack,"",%progbits')
    for name, lines in (("calls.s", assembly), ("facts.h", header)):
        with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    program = os.path.join(directory, "calls")
    subprocess.run(machine.compiler + ["-O1", "-w", "-I", directory, "-o", program, os.path.join(HERE, "main.c"),
                                       os.path.join(directory, "calls.s")] + (["-no-pie"] if not machine.runner else []),
                   check=True)
    run = subprocess.run(machine.runner + [program, os.path.join(directory, "file")], capture_output=True, text=True,
                         timeout=60)
    lines = run.stdout.splitlines()
    print("\n".join(f"{convention}: {line}" for line in lines))
    if run.returncode not in (0, 1):
        print(f"FAILED {convention}: ended with status {run.returncode} {run.stderr}")
        return 0, 1, 0
    return sum(l.startswith("ok") for l in lines), sum(l.startswith("FAILED") for l in lines), 0


def main():
    callconv, total = sys.argv[1], [0, 0, 0]
    listed = json.loads(subprocess.run([callconv, "list", "conventions", "--format", "json"], check=True,
                                       capture_output=True, text=True).stdout)["conventions"]
    names = {convention["name"] for convention in listed}
    for convention in sys.argv[2:] or [name for name in MACHINES if name in names]:
        with tempfile.TemporaryDirectory(prefix="callconv-syscall-") as directory:
            total = [a + b for a, b in zip(total, judge(callconv, convention, directory))]
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
