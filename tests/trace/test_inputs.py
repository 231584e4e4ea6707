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


PRINTF = r"""
#ifdef _WIN32 /* Windows's C library has Microsoft's long double, which is a double; mingw's own is wider */
#define WIDE double
#else
#define WIDE long double
#endif
int printf(const char *, ...);
int run(void)
{
    int n = 0;
    n += printf("%d|%5d|%-5d|%05d|%+d|% d|%.3d|%x|%#X|%o|%u\n", -7, 42, 42, 42, 42, 42, 5, 255, 255, 8, 3000000000u);
    n += printf("%hhd|%hd|%hhu|%ld|%lu|%lld|%llx|%jd|%zu|%td\n", 513 - 256, 70000, 511, -5L, 6UL, -70000000000LL, 0x123456789abcdefULL, (long long)-9,
                (__SIZE_TYPE__)11, (__PTRDIFF_TYPE__)-12);
    n += printf("%f|%.2f|%10.3e|%g|%G|%-8.1f|%+g|%a|%F\n", 1.5, 2.345, 12345.678, 0.0001, 1e20, 2.25, 3.0, 1.0, -0.5);
    n += printf("%d %f %d %f %d %f %s %d %f %d %f %d\n", 1, 1.0, 2, 2.0, 3, 3.0, "and", 4, 4.0, 5, 5.0, 6);
    n += printf("%Lf|%.3Lg|%Le\n", (WIDE)1.25L, (WIDE)-1234.5L, (WIDE)1e-3L);
    n += printf("%s|%8s|%-8s|%.2s|%.*s|%c|%3c|%-3c|%%|%s\n", "text", "right", "left", "cut", 3, "counted", 'x', 'y', 'z', "");
    n += printf("%*d|%-*d|%*.*f|%.*d\n", 6, 42, 6, 42, 9, 2, 3.14159, -1, 7);
    n += printf("%f %f %f %f %f %f %f %f %f %f\n", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.);
    int count = 0;
    printf("abc%ndef\n", &count);
    return n * 100 + count;
}
"""


def printf(cases):
    """C's printf, by every convention's way of passing what goes through `...`: as the host's own prints."""
    source, program = write("printf.c", PRINTF), SCRATCH / "printf"
    main = write("main.c", '#include "printf.c"\nint main(void) { int n = run(); printf("%d\\n", n); return 0; }\n')
    subprocess.run(["gcc", "-w", str(main), "-o", str(program)], check=True)
    wanted = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout.splitlines()
    for compiler in COMPILERS:
        if not shutil.which(compiler.split()[0]):
            cases.skip(f"{compiler}: printf", "not installed")
            continue
        for level in ("-O0", "-O2"):
            done = run(f"{source}:run", "--cc", f"{compiler} -w {level}", "--checks")
            said = done.stderr.splitlines()
            cases.check(said == wanted[:-1], f"{compiler} {level}: printf prints", "\n".join(f"{a}\n{b}" for a, b in zip(said, wanted) if a != b) or done.stdout + done.stderr)
            cases.check(done.returncode == 0 and f"returns int: {wanted[-1]}" in done.stdout, f"{compiler} {level}: printf returns", done.stdout[:800] + done.stderr[:300])


def prototypes(cases):
    """Of headers, of the C library, and none: what is said of a call that leaves the file."""
    source = write("calls.s", ".globl f\nf:\n sub $8, %rsp\n mov $text, %edi\n mov $65, %esi\n call strchr\n add $8, %rsp\n ret\n"
                   ".globl g\ng:\n sub $8, %rsp\n mov $5, %edi\n call own\n add $8, %rsp\n ret\n.section .rodata\ntext: .asciz \"CAB\"\n")
    header = write("own.h", "/* a header */\nint own(short count);\nint f(void);\n")
    wanted = (("f", [], 1, "'strchr(const char * text = 0x", "\"CAB\", int c = 65)' is called"), ("g", [], 1, "'own' is called (no prototype is known)", "--stub 'own=0'"),
              ("g", ["--header", header], 1, "'own(short count = 5)' is called", ""), ("g", ["--header", header, "--header", "string.h", "--stub", "own=3"], 0, "", ""),
              ("f", ["--header", "<nothing_is_here.h>"], 1, "nothing_is_here.h", ""), ("g", ["--stub", "own=9"], 0, "", ""))
    for function, options, status, *words in wanted:
        done = run(f"{source}:{function}", "--checks", *options)
        cases.check(done.returncode == status and all(word in done.stderr for word in words), f"{function} {options}", f"{done.returncode}\n{done.stdout}{done.stderr}")
    thing = SCRATCH / "calls.o"
    subprocess.run(["gcc", "-c", str(source), "-o", str(thing)], check=True)
    done = run(f"{thing}:g", "--checks", "--header", header, "--stub", "own=3")
    cases.check(done.returncode == 0 and thing.exists(), "a header beside an object", done.stdout + done.stderr)
    scratch = SCRATCH / "scratch"
    scratch.mkdir()
    os.environ["TMPDIR"] = str(scratch)
    run(f"{source}:g", "--checks", "--header", header, "--stub", "own=3")
    del os.environ["TMPDIR"]
    cases.check(not list(scratch.iterdir()), "nothing is left behind", str(list(scratch.iterdir())))


PROGRAM = """
extern int given;
static int twice(int n) { return 2 * n; }
static int thrice(int n) { return 3 * n; }
static int (*const table[])(int) = {twice, thrice};
static const char *const words[] = {"zero", "one"};
int given = 5, zeros[1000];
int *pointer = &given;
__attribute__((noinline, EXPORT)) int f(int n) { zeros[999] = n; return table[n & 1](*pointer) + words[1][2] + zeros[999]; }
int main(void) { return f(1); }
#ifdef _WIN32
int _start(void) { return main(); }
#endif
"""
# Compiler, flags that link, the name of the file.
PROGRAMS = [(compiler, flags, name) for compiler in ("gcc", "i686-linux-gnu-gcc", "aarch64-linux-gnu-gcc", "arm-linux-gnueabihf-gcc -marm",
                                                     "arm-linux-gnueabihf-gcc -mthumb", "riscv64-linux-gnu-gcc")
            for flags, name in (("-static", "static"), ("-pie -fPIE", "pie"), ("-no-pie -fno-pie", "fixed"), ("-shared -fPIC", "library.so"))]
PROGRAMS += [(compiler, flags, name) for compiler in ("x86_64-w64-mingw32-gcc", "i686-w64-mingw32-gcc") for flags, name in (("", "program.exe"), ("-shared", "library.dll"))]
PROGRAMS += [(f"clang-19 --target={target} -fuse-ld=lld", f"-nostdlib -Wl,-platform_version,macos,13.0,13.0 {flags}", name)
             for target in ("x86_64-apple-macos13", "arm64-apple-macos13") for flags, name in (("-Wl,-e,_main", "program"), ("-dynamiclib", "library.dylib"))]


def programs(cases):
    """Linked files of every format, with pointers in their data, with and without debugging information."""
    source = write("program.c", PROGRAM)
    for compiler, flags, name in PROGRAMS:
        title = f"{compiler} {flags}"
        thing = SCRATCH / name
        if not shutil.which(compiler.split()[0]):
            cases.skip(title, "not installed")
            continue
        for level in ("-O0 -g", "-O2"):
            linked = subprocess.run([*compiler.split(), *level.split(), "-DEXPORT=visibility(\"default\")", *flags.split(), str(source), "-o", str(thing)], capture_output=True,
                                    text=True)
            if not cases.check(linked.returncode == 0, f"{title} {level}: links", linked.stderr[:600]):
                continue
            done = run(f"{thing}:f", "--prototype", "int f(int)", "--args", "1", "--checks")
            cases.check(done.returncode == 0 and "f returns int: 117" in done.stdout, f"{title} {level}", done.stdout + done.stderr[:600])


def main():
    cases = Cases()
    for part in (limits, speed, faults, printf, prototypes, programs):
        if not WORDS or part.__name__ in WORDS:
            begun = time.monotonic()
            part(cases)
            print(f"{part.__name__}: {time.monotonic() - begun:.0f} s")
    cases.end()


CALLCONV, WORDS = os.path.abspath(sys.argv[1]), sys.argv[2:]
with tempfile.TemporaryDirectory() as directory:
    SCRATCH = pathlib.Path(directory)
    main()
