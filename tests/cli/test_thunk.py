#!/usr/bin/env python3
"""`callconv thunk` as its users meet it: text of every kind and syntax (golden/thunk.txt), errors, options.

usage: test_thunk.py [--bless] CALLCONV [NAME...]
"""
import pathlib
import shlex
import sys
import tempfile

import test_cli as cli
from test_cli import Skip, has, same

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden" / "thunk.txt"


def thunk(*arguments):
    return cli.run("thunk", *arguments)


def need_disassemblers():
    for declaration in (["--abi", "sysv"], ["--abi", "aarch64_aapcs"]):
        done = thunk("call", *declaration, "int f(void)")
        if "was built without" in done.stderr:
            raise Skip(done.stderr.strip())


def good(*arguments):
    done = thunk(*arguments)
    assert done.returncode == 0, f"exit status {done.returncode}: {done.stderr}"
    same(done.stderr, "")
    return done.stdout


def bad(status, *arguments):
    done = thunk(*arguments)
    same(done.returncode, status)
    same(done.stdout, "")
    return done.stderr


def test_golden():
    """Each "$ ARGUMENTS" line of the file is run again; what follows it is the answer."""
    need_disassemblers()
    lines = [line[2:] for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line.startswith("$ ")]
    actual = "".join(f"$ {line}\n{good(*shlex.split(line))}" for line in lines)
    if cli.BLESS:
        GOLDEN.write_text(actual, encoding="utf-8")
        return
    expected = GOLDEN.read_text(encoding="utf-8")
    if actual != expected:
        import difflib
        raise AssertionError("\n".join(difflib.unified_diff(expected.splitlines(), actual.splitlines(), str(GOLDEN), "now", lineterm="")))


def test_usage():
    has(bad(2), "Usage:")
    has(bad(2, "brigde", "int f(void)"), "'bridge'")
    has(bad(2, "check", "int f(void)"), "'check-wrapper'")
    has(bad(2, "bridge", "--from", "sysv", "int f(void)"), "--to")
    has(bad(2, "bridge", "--from", "sysv", "--to", "win46", "int f(void)"), "'win64'")
    has(bad(2, "call", "--from", "sysv", "--to", "win64", "int f(void)"), "--to is for a bridge")
    has(bad(2, "call", "--save", "rbx", "int f(void)"), "--save")
    has(bad(2, "call", "--naked", "int f(void)"), "--naked are for callee")
    has(bad(2, "callee", "--naked", "--syntax", "intel", "int f(void)"), "AT&T")
    has(bad(2, "callee", "--target-symbol", "g", "int f(void)"), "--target-symbol")
    has(bad(2, "call"), "needs a declaration")
    has(bad(2, "call", "int f(void)", "int g(void)"), "one declaration")
    has(bad(2, "call", "--syntax", "nasn", "int f(void)"), "'nasm'")
    has(bad(2, "callee", "--locals", "12x", "int f(void)"), "'12x'")
    has(bad(2, "call", "--abi", "all", "int f(void)"), "not one convention")
    has(bad(2, "call", "--abbi", "sysv", "int f(void)"), "--abi")


def test_pairs_that_do_not_fit():
    has(bad(2, "bridge", "--from", "sysv", "--to", "aarch64_aapcs", "int f(void)"), "x86_64", "aarch64")
    has(bad(2, "call", "--abi", "sysv", "--syntax", "masm", "int f(void)"), "--target x86_64-windows-msvc")
    has(bad(2, "call", "--abi", "aarch64_aapcs", "--syntax", "nasm", "int f(void)"), "--syntax is for x86")
    has(bad(2, "call", "--abi", "s390x_elf", "int f(void)"), "s390x")


def test_methods():
    need_disassemblers()
    declared = "struct s { int a; }; struct s f(void *self, int b)"
    text = good("callee", "--abi", "stdcall", "--method", "abi", "--target", "i686-windows-msvc", declared)
    has(text, "called under x86_stdcall as a method", "(result)   8(%esp)", "b          12(%esp)", "ret $12", "@feat.00")
    has(good("bridge", "--from", "sysv", "--to", "win64", "--method", "to", declared), "(result)   nothing                                %rdx", "mov %rdi, %rcx")
    has(good("call", "--abi", "aarch64_aapcs_win", "--method", "abi", declared), "(result)   x1")
    has(good("call", "--abi", "win64", "--method", "abi", "--target-symbol", "?f@s@@QEAA?AU1@H@Z", declared), 'call "?f@s@@QEAA?AU1@H@Z"')
    has(bad(1, "call", "--abi", "sysv", "--method", "abi", declared), "no rule is known for methods of C++")
    has(bad(1, "call", "--abi", "win64", "--method", "abi", "int f(int)"), "first parameter is the object's address")
    has(bad(2, "call", "--abi", "win64", "--method", "to", declared), "unknown side for --method 'to'; known are abi")
    has(bad(2, "bridge", "--from", "sysv", "--to", "win64", "--method", "too", declared), "'to'")
    has(bad(2, "check-wrapper", "--abi", "win64", "--method", "abi", declared), "C has no methods")


def test_saves():
    has(bad(2, "callee", "--abi", "sysv", "--save", "rxb", "int f(void)"), "'rbx'")
    has(bad(2, "callee", "--abi", "sysv", "--save", "rax", "int f(void)"), "preserved register 'rax'")
    has(bad(1, "callee", "--save", "rax", "int f(void)"), "'rax' is no register that it preserves")


def test_declarations():
    need_disassemblers()
    has(bad(1, "call", "--abi", "sysv", "int x;"), "no function")
    has(bad(1, "call", "--abi", "sysv", "int f(unknown x)"), "unknown")
    has(bad(1, "call", "--abi", "sysv", "--only", "gg", "int f(void); int g(void);"), "unknown function 'gg'", "'g'")
    has(bad(1, "bridge", "--from", "sysv", "--to", "win64", "int f(int, ...)"), "--varargs")
    has(bad(1, "call", "--abi", "sysv", "--varargs", "int", "int f(int)"), "no '...'")
    has(bad(1, "call", "--abi", "sysv", "--name", "h", "int f(void); int g(void);"), "--name names one function")
    has(bad(1, "callee", "--abi", "sysv", "--naked", "int f(void); int g(void);"), "--naked writes one function")
    has(bad(1, "callee", "--abi", "x86_64_swift", "--naked", "int f(void)"), "no attribute for x86_64_swift")
    has(bad(1, "bridge", "--from", "aarch64_sve_pcs", "--to", "aarch64_aapcs", "__SVInt8_t f(__SVInt8_t)"), "f")


def test_check_wrapper():
    need_disassemblers()
    text = good("check-wrapper", "--abi", "win64", "--target", "x86_64-linux-gnu", "int f(int a, double b)")
    has(text, "unsigned f_checked_failures;", "xmm15 is not preserved", "__attribute__((ms_abi)) int f_checked(int a, double b);", "call f")
    has(good("check-wrapper", "--abi", "stdcall", "int f(int a, double b)"), "_f_checked@12", "ret $12", "ebx is not preserved")
    has(good("check-wrapper", "--abi", "arm_aapcs", "int f(int a)"), "FPSCR is changed", "bl f", "r4 is not preserved")
    has(good("check-wrapper", "--abi", "riscv64_lp64d", "int f(int a)"), "gp is changed", "call f", "fs11 is not preserved")
    has(bad(1, "bridge", "--from", "x86_64_x32", "--to", "x86_64_x32", "int f(void)"), "pointers of 4 bytes")
    has(bad(1, "check-wrapper", "--abi", "sysv", "--features", "avx", "__m256 f(__m256 a)"), "does not watch vector registers wider")
    has(bad(2, "check-wrapper", "--syntax", "intel", "int f(void)"), "writes C")


def test_many_functions_and_a_file():
    need_disassemblers()
    text = good("call", "--abi", "sysv", "int f(void); int g(void);")
    has(text, "f_call:", "g_call:")
    same(text.count(".text"), 1)


def test_help_and_manual():
    has(good("--help"), "Usage: callconv thunk bridge", "--target-symbol", "Examples:")
    same(cli.good("help", "thunk"), good("--help"))
    text = (cli.ROOT / "doc/callconv.1").read_text(encoding="utf-8").replace("\\-", "-")
    for option in cli.options_of("thunk"):
        assert option in text, f"doc/callconv.1 lacks {option}"


def main():
    arguments = sys.argv[1:]
    cli.BLESS = "--bless" in arguments
    arguments = [argument for argument in arguments if argument != "--bless"]
    cli.CALLCONV = str(pathlib.Path(arguments[0]).resolve())
    tests = {name[5:]: test for name, test in globals().items() if name.startswith("test_") and callable(test)}
    with tempfile.TemporaryDirectory() as scratch:
        cli.SCRATCH = pathlib.Path(scratch)
        return cli.run_tests(tests, arguments[1:])


if __name__ == "__main__":
    sys.exit(main())
