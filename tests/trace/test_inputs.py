#!/usr/bin/env python3
"""What `callconv trace` runs: every kind of file, limits, and what it says of runs that cannot go on.

usage: test_inputs.py CALLCONV [WORD...]
"""
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
from counting import Cases  # noqa: E402

COMPILERS = ["gcc", "i686-linux-gnu-gcc", "x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc", "aarch64-linux-gnu-gcc", "arm-linux-gnueabihf-gcc -marm",
             "arm-linux-gnueabihf-gcc -mthumb", "riscv64-linux-gnu-gcc", "clang-19 --target=x86_64-apple-macos13", "clang-19 --target=arm64-apple-macos13"]


def run(*arguments, timeout=120):
    return subprocess.run([CALLCONV, "trace", *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=timeout)


def write(name, text):
    path = SCRATCH / name
    path.write_text(text, encoding="utf-8")
    return path


def limits(cases):
    """A run that does not end by itself ends, and says why."""
    source = write("limits.c", "int down(int n) { volatile int a[4] = {n}; return down(n + 1) + a[0]; }\n"
                   "int spin(void) { for (;;); }\nvoid *malloc(__SIZE_TYPE__);\n"
                   "int eat(void) { int n = 0; while (malloc(1 << 20)) n++; return n; }\n")
    for compiler in COMPILERS:
        if not shutil.which(compiler.split()[0]):
            cases.skip(compiler, "not installed")
            continue
        options = ["--cc", f"{compiler} -O0", "--checks"]
        done = run(f"{source}:down", *options, "--args", "1", "--steps", "2000000", "--stack", "64K")
        cases.check(done.returncode == 1 and "the stack of 64 KiB is full" in done.stderr and "of down: --stack gives more" in done.stderr,
                    f"{compiler}: recursion without end", done.stderr[:500])
        done = run(f"{source}:spin", *options)
        cases.check(done.returncode == 1 and "stopped after 100000 instructions: --steps allows more" in done.stderr, f"{compiler}: a loop without end", done.stderr[:500])
        done = run(f"{source}:eat", *options, "--heap", "4M")
        cases.check(done.returncode == 0 and "eat returns int: 3" in done.stdout, f"{compiler}: the heap ends", done.stdout + done.stderr[:500])
    source = write("bss.c", "char big[0x100000000]; int f(void) { return big[5]; }\n")
    done = run(f"{source}:f", "--cc", "gcc -mcmodel=large", "--checks")
    cases.check(done.returncode == 1 and "'.bss' (0x100000000 bytes) does not fit into 0x40000000 bytes" in done.stderr, "4 GB of zeros", done.stderr[:500])
    source = write("deep.c", "int down(int n) { return n ? down(n - 1) + 1 : 0; }\n")
    done = run(f"{source}:down", "--cc", "gcc -O0", "--args", "5000", "--checks")
    cases.check(done.returncode == 0 and "returns int: 5000" in done.stdout, "5000 calls one in the other", done.stdout + done.stderr[:500])


def speed(cases):
    """A million instructions with all checks take less than 5 seconds of this machine's time."""
    source = write("speed.c", "int f(int *p, int i) { return p[i & 7] + i; }\nint spin(int n) { int a[8] = {1}, s = 0;"
                   " for (int i = 0; i < n; i++) { s += f(a, i); a[i & 7] ^= s; } return s; }\n")
    for compiler in ("gcc", "aarch64-linux-gnu-gcc", "arm-linux-gnueabihf-gcc", "riscv64-linux-gnu-gcc"):
        if not shutil.which(compiler):
            cases.skip(f"{compiler}: speed", "not installed")
            continue
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(f"{source}:spin", "--cc", f"{compiler} -O0", "--args", "40000", "--checks", "--steps", "1000000")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        cases.check("stopped after 1000000" in done.stderr and spent < 5, f"{compiler}: a million instructions", f"{spent} s\n{done.stderr[:500]}")


def faults(cases):
    """Code that faults: the instruction, its address, the registers and the stack; exit status 1."""
    source = write("faults.c", "int crash(void) { return *(volatile int *)16; }\nint store(void) { *(volatile int *)32 = 1; return 0; }\n"
                   "int go(int (*f)(void)) { return f() + 1; }\nint code(void) { *(volatile char *)code = 1; return 0; }\n")
    for compiler in COMPILERS:
        if not shutil.which(compiler.split()[0]):
            cases.skip(compiler, "not installed")
            continue
        for function, values, words in (("crash", "", "reads memory that is not there: 0x10"), ("store", "", "writes to memory that it may not write: 0x20"),
                                        ("code", "", "writes to memory that it may not write"), ("go", "0x1230", "goes on at 0x1230, where no code is")):
            done = run(f"{source}:{function}", "--cc", f"{compiler} -O0", "--checks", *(["--args", values] if values else []))
            sp = "rsp" if "86_64" in compiler or compiler == "gcc" else "esp" if "i686" in compiler else "sp"
            good = done.returncode == 1 and words in done.stderr and "faults.c:" in done.stderr and f"  {sp} " in done.stderr and f"{sp}+0" in done.stderr
            cases.check(good, f"{compiler}: {function}", done.stdout + done.stderr)


def main():
    cases = Cases()
    for part in (limits, speed, faults):
        if not WORDS or part.__name__ in WORDS:
            begun = time.monotonic()
            part(cases)
            print(f"{part.__name__}: {time.monotonic() - begun:.0f} s")
    cases.end()


CALLCONV, WORDS = os.path.abspath(sys.argv[1]), sys.argv[2:]
with tempfile.TemporaryDirectory() as directory:
    SCRATCH = pathlib.Path(directory)
    main()
