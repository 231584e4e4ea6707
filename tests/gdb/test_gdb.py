#!/usr/bin/env python3
"""tools/gdb/callconv.py in real gdb: stripped programs, natively and through qemu's stub, and debugging information.

usage: test_gdb.py CALLCONV
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "api"))
from counting import Cases  # noqa: E402

EXTENSION = ROOT / "tools" / "gdb" / "callconv.py"
# Compiler, what runs its programs, gdb.
MACHINES = [("gcc", None, "gdb"), ("i686-linux-gnu-gcc", None, "gdb"), ("aarch64-linux-gnu-gcc", "qemu-aarch64", "gdb-multiarch"),
            ("arm-linux-gnueabihf-gcc", "qemu-arm", "gdb-multiarch"), ("riscv64-linux-gnu-gcc", "qemu-riscv64", "gdb-multiarch")]
ARGUMENTS = ["signed char c = -3 ", "float f = 1.5 ", "double d = 2.25 ", 'const char *s = 0x', ' "text" ', "struct pair p = {x = 4.5, n = 7} ",
             "struct big b = {a = {9, 2, 3, 4, 5}} ", "long l = 11 ", "unsigned int u = 12 ", "long m = 13 ", "long n = 14 ", "long o = -15 ", "short t = -2 "]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def debug(gdb, program, runner, *commands):
    """What gdb prints. Without a runner the program is gdb's own child."""
    words = [gdb, "-nx", "-batch", "-ex", "set pagination off", "-ex", f"source {EXTENSION}", "-ex", f"set callconv-command {CALLCONV}"]
    stub = None
    if runner:
        port = free_port()
        stub = subprocess.Popen([runner, "-g", str(port), str(program)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                stdin=subprocess.DEVNULL)
        words += ["-ex", "set tcp connect-timeout 30", "-ex", f"target remote localhost:{port}"]
    for command in commands:
        if command != "run" or not runner:
            words += ["-ex", command]
        else:
            words += ["-ex", "continue"]
    try:
        done = subprocess.run([*words, str(program)], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    finally:
        if stub:
            stub.kill()
            stub.wait()
    return done.stdout + done.stderr


def build(compiler, name, *flags):
    program = SCRATCH / f"{name}-{compiler}"
    done = subprocess.run([compiler, "-static", *flags, str(HERE / "called.c"), "-o", str(program)], capture_output=True, text=True)
    return program if done.returncode == 0 else None


def judge(cases, compiler, runner, gdb):
    if not all(shutil.which(word) for word in (compiler, runner or "true", gdb)):
        cases.skip(compiler, "the compiler, its emulator or gdb is not installed")
        return
    stripped, known = build(compiler, "stripped", "-O1"), build(compiler, "known", "-O0", "-g")
    if not cases.check(stripped and known, f"{compiler}: the programs"):
        return
    subprocess.run([compiler.replace("gcc", "strip") if "-gcc" in compiler else "strip", "-g", str(stripped)], check=True)
    said = debug(gdb, stripped, runner, f"callconv header {HERE / 'called.h'}", "break *mix", "run", "callconv args", "callconv check", "finish",
                 "callconv return")
    aligned = "wrong: esp" if compiler.startswith("i686") else "nothing is off" # gcc does not align for functions of the same file there
    for wanted in ARGUMENTS + [aligned, "mix returns double = 159.25 "]:
        cases.check(wanted in said, f"{compiler}, stripped: {wanted}", said)
    said = debug(gdb, stripped, runner, "break *make", "run", "callconv args struct big { long a[5]; } make(int i)", "finish", "callconv return")
    cases.check("int i = 9 " in said, f"{compiler}, a prototype: the argument", said)
    if runner:
        cases.check("whose address this convention does not return" in said, f"{compiler}, a prototype: the result", said)
    else:
        cases.check("make returns struct big = {a = {9, 2, 3, 4, 5}} " in said, f"{compiler}, a prototype: the result", said)
    said = debug(gdb, known, runner, "break *mix", "run", "callconv args", "break mix", "continue", "callconv frame")
    for wanted in ARGUMENTS + ["frame of mix", "d = 2.25"]:
        cases.check(wanted in said, f"{compiler}, debugging information: {wanted}", said)
    if not runner:
        cases.check("return address" in said, f"{compiler}: the frame", said)


def wrong(cases):
    program = build("gcc", "known", "-O0", "-g")
    said = debug("gdb", program, None, "break *mix", "run", "callconv args int mix(", "callconv return", "callconv args nothing", "set callconv-command /nothing",
                 "callconv args")
    for words in ("callconv: ", "of which function?", "no prototype of 'nothing'", "/nothing: No such file"):
        cases.check(words in said, f"wrong input: {words}", said)
    said = debug("gdb", program, None, "break *mix", "run", "set $rsp = $rsp - 8", "callconv check", "set $eflags = $eflags | 0x400", "callconv check")
    cases.check("wrong: rsp" in said and "the direction flag is set" in said, "callconv check", said)


def main():
    cases = Cases()
    for machine in MACHINES:
        judge(cases, *machine)
    wrong(cases)
    cases.end()


CALLCONV = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as directory:
    SCRATCH = pathlib.Path(directory)
    main()
