#!/usr/bin/env python3
"""The command as its users meet it: exit statuses, messages, formats, goldens of text.

usage: test_cli.py [--bless] CALLCONV [NAME...]
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import contract

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CONVENTIONS = ["x86_64_sysv", "x86_64_win", "aarch64_aapcs", "aarch64_aapcs_darwin", "aarch64_aapcs_win"]
TARGETS = ["x86_64-linux-gnu", "x86_64-windows-msvc", "x86_64-windows-gnu", "x86_64-macos", "aarch64-linux-gnu",
           "aarch64-macos", "aarch64-windows-msvc", "i686-linux-gnu", "i686-windows-msvc", "i686-windows-gnu",
           "i686-macos", "arm-linux-gnueabihf", "arm-linux-gnueabi", "arm-linux-gnu", "armv7-windows-msvc",
           "powerpc64le-linux-gnu", "s390x-linux-gnu",
           "loongarch64-linux-gnu", "mips64el-linux-gnuabi64"]
CALLCONV = ""
SCRATCH = pathlib.Path()
BLESS = False


class Skip(Exception):
    """A judge is missing."""


def run(*arguments, text=None, env=None, cwd=None):
    environment = {key: item for key, item in os.environ.items() if key not in ("NO_COLOR", "CLICOLOR_FORCE")}
    environment.update({"LC_ALL": "C.UTF-8"}, **(env or {}))
    return subprocess.run([CALLCONV, *arguments], input=text, capture_output=True, text=True, env=environment,
                          cwd=cwd or SCRATCH, timeout=120, stdin=None if text is not None else subprocess.DEVNULL)


def good(*arguments, **more):
    done = run(*arguments, **more)
    assert done.returncode == 0, f"exit status {done.returncode}: {done.stderr}"
    assert not done.stderr, done.stderr
    return done.stdout


def bad(status, *arguments, **more):
    done = run(*arguments, **more)
    assert done.returncode == status, f"exit status {done.returncode}, not {status}: {done.stdout}{done.stderr}"
    assert done.stderr, "no message"
    assert not done.stdout, f"on standard output: {done.stdout[:300]}"
    return done.stderr


def functions(*arguments, **more):
    answer = json.loads(good("explain", "--format", "json", *arguments, **more))
    contract.explain(answer)
    return answer["functions"]


def types(*arguments, **more):
    answer = json.loads(good("layout", "--format", "json", *arguments, **more))
    contract.layout(answer)
    return answer["types"]


def write(name, text):
    path = SCRATCH / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def need(program):
    if not shutil.which(program):
        raise Skip(f"no {program}")


def same(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def has(text, *parts):
    for part in parts:
        assert part in text, f"{part!r} is not in: {text}"


# ------------------------------------------------------------------ usage

def test_version():
    assert re.fullmatch(r"callconv \d+\.\d+\.\d+\n", good("--version"))


def test_help():
    has(good("--help"), "explain", "layout", "list", "Exit status")
    for command in ("explain", "layout", "list"):
        text = good(command, "--help")
        has(text, f"Usage: callconv {command}", "--format")
        same(good("help", command), text)
        same(good(command, "-h"), text)
    same(good("help"), good("--help"))


def test_no_command():
    has(bad(2), "Usage:")


def test_unknown_command():
    has(bad(2, "explian", "int f(void);"), "explain")
    has(bad(2, "help", "layuot"), "layout")
    has(bad(2, "--verison"), "--version")


def test_unknown_option():
    has(bad(2, "explain", "--fromat", "json", "int f(void);"), "--format")
    has(bad(2, "explain", "int f(void);", "--abbi=sysv"), "--abi")
    has(bad(2, "layout", "--abi", "sysv", "int"), "--abi")
    has(bad(2, "list", "-I", "x"), "-I")


def test_option_values():
    has(bad(2, "explain", "--abi"), "--abi", "argument")
    has(bad(2, "explain", "--brief=1", "int f(void);"), "--brief")
    has(bad(2, "explain", "--format", "jsn", "int f(void);"), "json")
    has(bad(2, "explain", "--as", "gc", "int f(void);"), "gcc")
    has(bad(2, "explain", "--color", "alway", "int f(void);"), "always")
    has(bad(2, "explain", "--features", "axv", "int f(void);"), "avx")
    has(bad(2, "explain", "--width", "x", "int f(void);"), "--width")
    has(bad(2, "list", "--format", "svg"), "svg")


def test_options_after_operands():
    answer = functions("int f(int a);", "--abi=win64", "--target", "x86_64-linux-gnu")
    same([(one["abi"], one["target"]) for one in answer], [("x86_64_win", "x86_64-linux-gnu")])
    same(functions("--abi", "sysv", "--", "int f(int a);")[0]["name"], "f")


def test_no_operand():
    has(bad(2, "explain"), "--help")
    has(bad(2, "layout"), "--help")


def test_unknown_convention():
    has(bad(2, "explain", "--abi", "x86_64_sysvv", "int f(void);"), "x86_64_sysv")
    has(bad(2, "explain", "--abi", "sysv,wn64", "int f(void);"), "win64")
    has(bad(2, "explain", "--abi", "nothing like it", "int f(void);"), *CONVENTIONS)
    has(bad(2, "explain", "--abi", "", "int f(void);"), "convention")
    has(bad(2, "explain", "--abi", "sysv,", "int f(void);"), "convention")
    has(bad(2, "list", "x86_64_syv"), "x86_64_sysv")


def test_unknown_target():
    has(bad(2, "explain", "--target", "x86_64-linux-gun", "int f(void);"), "x86_64-linux-gnu")
    has(bad(2, "layout", "--target", "aarch64-macso", "int"), "aarch64-macos")


def test_convention_of_other_architecture():
    has(bad(2, "explain", "--abi", "sysv", "--target", "aarch64-linux-gnu", "int f(void);"), "x86_64", "aarch64")


# ------------------------------------------------------------------ operands

def test_declaration_without_semicolon():
    same(functions("--abi", "sysv", "int f(int a)")[0]["name"], "f")
    same(functions("--abi", "sysv", " int f(int a) ; ")[0]["name"], "f")


def test_several_declarations():
    answer = functions("--abi", "sysv", "struct p { double x, y; }; double f(struct p p); int g(struct p *p)")
    same([one["name"] for one in answer], ["f", "g"])
    same([one["reg"] for one in answer[0]["args"][0]["pieces"]], ["xmm0", "xmm1"])


def test_several_operands():
    same([one["name"] for one in functions("--abi", "sysv", "int f(void);", "int g(void);")], ["f", "g"])


def test_well_known_types():
    same(functions("--abi", "sysv", "void f(size_t n, uint8_t b, FILE *f);")[0]["args"][0]["size"], 8)


def test_stdin():
    same(functions("--abi", "sysv", "-", text="int f(int a);\n")[0]["name"], "f")


def test_function_pointers():
    same(functions("--abi", "sysv", "typedef int (*compare)(const void *, const void *);")[0]["name"], "compare")
    same(functions("--abi", "sysv", "void (*handler)(int);")[0]["name"], "handler")
    same([one["name"] for one in functions("--abi", "sysv", "typedef int (*cb)(int); int f(cb c);")], ["f"])
    same([one["name"] for one in functions("--abi", "sysv", "--only", "cb", "typedef int (*cb)(int); int f(cb c);")],
         ["cb"])


def test_no_such_file():
    has(bad(1, "explain", "nosuch.h"), "nosuch.h", "declaration")
    has(bad(1, "layout", "nosuch.h"), "nosuch.h")
    has(bad(1, "explain", str(SCRATCH)), "directory")


def test_unreadable_file():
    path = write("secret.h", "int f(void);\n")
    os.chmod(path, 0)
    if not os.access(path, os.R_OK): # root reads every file
        has(bad(1, "explain", path), "secret.h", "ermission")
    if os.path.exists("/proc/self/mem"):
        has(bad(1, "explain", "/proc/self/mem"), "/proc/self/mem")


def test_later_file_missing():
    has(bad(1, "explain", "int f(void);", "nosuch.h"), "nosuch.h")


def test_only():
    path = write("several.h", "int alpha(void); int beta(void); int alps(void);\n")
    names = [one["name"] for one in functions("--abi", "sysv", "--only", "al*", path)]
    same(names, ["alpha", "alps"])
    names = [one["name"] for one in functions("--abi", "sysv", "--only", "beta", "--only", "alps", path)]
    same(names, ["beta", "alps"])
    has(bad(1, "explain", "--only", "gamma", path), "gamma")
    has(bad(1, "explain", "--only", "betta", path), "betta; did you mean 'beta'?")


def test_from():
    write("inner.h", "int inner(void);\n")
    path = write("outer.h", '#include "inner.h"\nint outer(void);\n')
    need("cc")
    same([one["name"] for one in functions("--abi", "sysv", "--from", "inner.h", path)], ["inner"])
    same([one["name"] for one in functions("--abi", "sysv", "--from", "*/outer.h", path)], ["outer"])


# ------------------------------------------------------------------ targets and conventions

def test_default_targets():
    answer = functions("--abi", "all", "int f(long a);")
    same([one["abi"] for one in answer], CONVENTIONS)
    same([one["target"] for one in answer], ["x86_64-linux-gnu", "x86_64-windows-msvc", "aarch64-linux-gnu",
                                             "aarch64-macos", "aarch64-windows-msvc"])
    same([one["args"][0]["size"] for one in answer], [8, 4, 8, 8, 4])


def test_all_of_a_target():
    found = [one["abi"] for one in functions("--abi", "all", "--target", "aarch64-macos", "int f(void);")]
    same(found[:3], CONVENTIONS[2:])
    assert "aarch64_vector_pcs" in found and "aarch64_linux_svc" not in found


def test_order_asked():
    same([one["abi"] for one in functions("--abi", "win64,apple,sysv", "int f(void);")],
         ["x86_64_win", "aarch64_aapcs_darwin", "x86_64_sysv"])


def test_groups_of_conventions():
    every = [one["abi"] for one in functions("--abi", "every", "int f(void);")]
    assert set(CONVENTIONS) < set(every) or every == CONVENTIONS
    assert len(every) == len(set(every))
    of_arch = [one["abi"] for one in functions("--abi", "aarch64", "int f(void);")]
    assert of_arch == [name for name in every if name.startswith("aarch64")]


def test_symbols():
    answer = json.loads(good("explain", "--symbol", "f", "--target", "x86_64-linux-gnu", "--format", "json"))
    same(answer["readings"], [{"abi": "x86_64_sysv", "name": "f", "targets": ["x86_64-linux-gnu"]}])
    has(good("explain", "--symbol", "_f"), "x86_64-macos", "the function f\n", "the function _f\n")
    has(bad(1, "explain", "--symbol", "f@"), "no C function", "f@")
    has(bad(2, "explain", "--symbol", "f", "int f(void);"), "not both")
    has(bad(2, "explain", "--symbol", "f", "--target", "x86_64-linus"), "did you mean")


def test_cxx_symbols():
    need("c++filt")
    text = good("explain", "--symbol", "_ZNK1A1fEiRKd", "--target", "x86_64-linux-gnu")
    has(text, "A::f(int, double const&) const", "void A_f(void *this, int, const double *)", "rdi", "rdx",
        "does not tell the result")
    answer = json.loads(good("explain", "--symbol", "_ZN1A1fE1Bi", "--target", "x86_64-linux-gnu",
                             "--format=json"))
    assert any("'B'" in note and "unknown" in note for note in answer["notes"])
    assert any("member function" in note for note in answer["notes"])
    same(json.loads(good("explain", "--symbol", "_ZN1AcvjEv", "--format=json"))["prototype"],
         "unsigned int A_operator_unsigned_int(void *this)")
    has(bad(1, "explain", "--symbol", "_ZTV1A"), "no function", "vtable")
    has(bad(1, "explain", "--symbol", "_Zjunk"), "cannot demangle")


def test_microsoft_symbols():
    need("llvm-undname-19")
    answer = json.loads(good("explain", "--symbol", "??HFoo@@QEBA?AV0@AEBV0@@Z", "--format=json"))
    same(answer["prototype"], "void __cdecl Foo_operator_(void *this, void *result, const struct Foo *)")
    same(answer["target"], "x86_64-windows-msvc")
    has(good("explain", "--symbol", "?g@@YAXT__m128@@M_NPEIFAHZZ"), "xmm1", "pointer in rcx", "r9")


def test_system_calls():
    one = functions("--abi", "x86_64_linux_syscall", "ssize_t write(int, const void *, size_t);")[0]
    same([piece["reg"] for value in one["args"] for piece in value["pieces"]], ["rdi", "rsi", "rdx"])
    same(one["syscall"], {"instruction": "syscall", "reg": "rax", "number": 1})
    assert "symbol" not in one and "rcx" in one["clobbered"]
    has(good("explain", "--abi", "linux_syscall", "long write(int, const void *, unsigned long)"),
        "rax = 1", "__NR_write", "-4095 to -1")
    one = functions("--abi", "x86_64_linux_syscall", "long no_such_call(int);")[0]
    assert "number" not in one["syscall"]
    has(bad(1, "explain", "--abi", "x86_64_linux_syscall", "long f(double);"), "argument 1", "double", "syscall(2)")
    has(bad(1, "explain", "--abi", "x86_64_linux_syscall", "long f(long, long, long, long, long, long, long);"),
        "argument 7")
    has(bad(2, "explain", "--abi", "x86_64_linux_syscall", "--target", "x86_64-macos", "long f(int);"), "x86_64-macos")


def test_aliases():
    for alias, name in {"sysv": 0, "sysv_abi": 0, "win64": 1, "ms_abi": 1, "aapcs64": 2, "apple": 3}.items():
        same(functions("--abi", alias, "int f(void);")[0]["abi"], CONVENTIONS[name])
    same(functions("--abi", "c", "--target", "aarch64-macos", "int f(void);")[0]["abi"], CONVENTIONS[3])


def test_triples():
    for triple, name in {"x86_64-pc-windows-msvc": "x86_64-windows-msvc", "arm64-apple-macos": "aarch64-macos",
                         "x86_64-unknown-linux-gnu": "x86_64-linux-gnu", "x86_64-w64-mingw32": "x86_64-windows-gnu",
                         "aarch64-unknown-linux-gnu": "aarch64-linux-gnu"}.items():
        same(functions("--target", triple, "int f(void);")[0]["target"], name)


def test_attribute_chooses():
    linux = ["--target", "x86_64-linux-gnu"]
    same(functions(*linux, "int __attribute__((ms_abi)) f(int a);")[0]["abi"], "x86_64_win")
    same(functions("--target", "x86_64-windows-gnu", "int __attribute__((sysv_abi)) f(int a);")[0]["abi"],
         "x86_64_sysv")
    same(functions(*linux, "--abi", "sysv", "int __attribute__((ms_abi)) f(int a);")[0]["abi"], "x86_64_sysv")
    same(functions("--target", "x86_64-windows-msvc", "int __stdcall f(int a);")[0]["abi"], "x86_64_win")
    same(functions("--target", "x86_64-windows-msvc", "int __vectorcall f(int a);")[0]["abi"], "x86_64_vectorcall")
    has(bad(1, "explain", *linux, "int __attribute__((aarch64_vector_pcs)) f(int a);"), "aarch64_vector_pcs", "--abi")


# ------------------------------------------------------------------ errors in declarations

def test_syntax_error():
    text = bad(1, "explain", "int f(strut s);")
    assert re.match(r"<declaration>:1:7: error: .*\nint f\(strut s\);\n      \^\n", text), text


def test_error_at_the_end():
    has(bad(1, "explain", "int f(int"), "<declaration>:1:10: error: expected ')' before the end of the text\nint f(int\n")
    has(bad(1, "explain", "int f(int) __attribute__(("), "before the end of the text")


def test_decimal_where_there_is_none():
    good("explain", "--target", "x86_64-windows-gnu", "_Decimal64 f(int);")
    has(bad(1, "explain", "--target", "aarch64-macos", "_Decimal64 f(int);"), "aarch64-macos has no type '_Decimal64'")


def test_syntax_error_in_json():
    bad(1, "explain", "--format", "json", "int f(int;")


def test_error_is_said_once():
    text = bad(1, "explain", "--abi", "all", "int f(strut s);")
    same(text.count("error:"), 1)


def test_error_keeps_tabs():
    path = write("tabs.h", "int a(void);\n\tint f(\tstrut s);\n")
    done = run("explain", "--abi", "sysv", path)
    same(done.returncode, 1)
    has(done.stderr, ":2:9: error:", "\tint f(\tstrut s);\n\t      \t^\n")


def test_parsing_goes_on():
    path = write("two.h", "int f(strut s);\nint good(void);\nint g(unin u);\n")
    done = run("explain", "--abi", "sysv", path)
    same(done.returncode, 1)
    same(done.stderr.count("error:"), 2)
    has(done.stderr, "two.h:1:7:", "two.h:3:7:")


def test_line_markers():
    path = write("marked.i", '# 1 "real.h"\nint a(void);\n# 40 "other.h" 2\nint f(strut s);\n')
    has(run("explain", "--abi", "sysv", path).stderr, "other.h:40:7: error:")


def test_varargs():
    answer = functions("--abi", "sysv", "--varargs", "int, float, char", "int printf(const char *format, ...);")[0]
    same([one["type"] for one in answer["args"]], ["const char *", "int", "double", "int"])
    same([one.get("variadic") for one in answer["args"]], [None, True, True, True])
    same(answer["vector_count"], {"reg": "rax", "value": 1})


def test_varargs_of_a_struct():
    answer = functions("--abi", "sysv", "--varargs", "struct p", "struct p { long a, b; }; int f(int, ...);")[0]
    same([one["reg"] for one in answer["args"][1]["pieces"]], ["rsi", "rdx"])


def test_varargs_errors():
    has(bad(1, "explain", "--varargs", "int", "int f(int);"), "--varargs", "...", "\nint f(int);\n    ^\n")
    has(bad(1, "explain", "--varargs", "strut s", "int f(int, ...);"), "--varargs")


def test_others_are_explained():
    done = run("explain", "--abi", "all", "struct s { char a[1l << 40]; }; int f(struct s *s, int b[1l << 40 > 0 ? 1 : -1]);")
    same(done.returncode, 1)
    has(done.stdout, "x86_64_sysv")
    done = run("explain", "--abi", "sysv", "int good(void); struct s; int wrong(struct s s);")
    same(done.returncode, 1)
    has(done.stdout, "good")
    has(done.stderr, "wrong")


def test_readings():
    text = "union u { struct { int : 3; } e; float a; }; void f(union u u);"
    as_gcc = functions("--abi", "aapcs64", "--as", "gcc", text)[0]["args"][0]
    as_clang = functions("--abi", "aapcs64", "--as", "clang", text)[0]["args"][0]
    assert as_gcc["pieces"] != as_clang["pieces"]
    assert as_gcc["notes"] and as_clang["notes"]


def test_features():
    text = "typedef float v8 __attribute__((vector_size(32))); v8 f(v8 a);"
    same(functions("--abi", "sysv", text)[0]["args"][0]["pieces"][0]["in"], "stack")
    same(functions("--abi", "sysv", "--features", "avx", text)[0]["args"][0]["pieces"][0]["reg"], "ymm0")


def test_doubled_members():
    """Sixty levels of two members each: an answer or an error, at once."""
    for first in ("struct s0 { float a[0]; };", "union s0 { char a; };", "struct s0 { int : 0; };"):
        tag = first.split()[0]
        text = first + " ".join(f"{tag} s{i + 1} {{ {tag} s{i} a, b; }};" for i in range(56)) + f" int f({tag} s56 x);"
        for abi in CONVENTIONS:
            message = bad(1, "explain", "--abi", abi, text)
            has(message, "nested members")


def test_many_arguments():
    text = "void f(" + ", ".join(f"long a{i}" for i in range(900)) + ");"
    has(good("explain", "--abi", "all", text), "a8 to a899", "rsp+7152")


def test_unsupported():
    text = bad(1, "explain", "--abi", "sysv", "struct s; int f(int a, struct s value);")
    has(text, "value", "\nstruct s; int f(int a, struct s value);\n" + " " * 14 + "^\n")
    path = write("late.h", "#define S struct s\nS;\nint fine(void);\n  int f(S value);\n")
    done = run("explain", "--abi", "all", path)
    same(done.returncode, 1)
    has(done.stderr, "late.h:4:7: error: ", "\n  int f(struct s value);\n      ^\n")


# ------------------------------------------------------------------ preprocessor

def test_header():
    need("cc")
    path = write("pre.h", "#define T long\nT f(T a);\n")
    answer = functions("--abi", "all", path)
    same([one["target"] for one in answer][0:3], ["x86_64-linux-gnu", "x86_64-linux-gnu", "aarch64-linux-gnu"])
    same([one["args"][0]["size"] for one in answer], [8] * 5)


def test_defines():
    need("cc")
    same(functions("--abi", "sysv", "-DT=short", "-D", "U=char", "T f(U a);")[0]["declaration"], "short f(char a)")
    names = [one["name"] for one in functions("--abi", "sysv", "-include", "stdlib.h", "div_t f(div_t a);")]
    same(names, ["f"])


def test_include_path():
    need("cc")
    (SCRATCH / "include").mkdir(exist_ok=True)
    write("include/mine.h", "#pragma once\nint mine(void);\n")
    same(functions("--abi", "sysv", "-Iinclude", "<mine.h>")[0]["name"], "mine")
    same(functions("--abi", "sysv", "<mine.h>", "-I", "include")[0]["name"], "mine")


def test_preprocessor_fails():
    need("cc")
    path = write("wrong.h", '#include "nosuch.h"\nint f(void);\n')
    has(bad(1, "explain", path), "nosuch.h", "failed")
    has(bad(1, "explain", "<nosuch.h>"), "nosuch.h")
    path = write("hash.h", "#error told so\n")
    has(bad(1, "explain", path), "told so")


def test_compiler_missing():
    path = write("pre2.h", "#define T long\nT f(T a);\n")
    has(bad(1, "explain", "--cc", "no-such-compiler", path), "no-such-compiler")


def test_errors_name_the_header():
    need("cc")
    path = write("line.h", "#define T strut\n\nint f(T s);\n")
    has(run("explain", "--abi", "sysv", path).stderr, f"{path}:3:")


def test_cross_compiler():
    need("aarch64-linux-gnu-gcc")
    path = write("cross.h", "#ifdef __aarch64__\nint arm(void);\n#else\nint other(void);\n#endif\n")
    same(functions("--target", "aarch64-linux-gnu", path)[0]["name"], "arm")
    answer = functions("--cc", "aarch64-linux-gnu-gcc", path)[0]
    same((answer["name"], answer["abi"]), ("arm", "aarch64_aapcs"))


def test_windows_compiler():
    need("x86_64-w64-mingw32-gcc")
    path = write("windows.h", "#ifdef _WIN32\nlong windows(void);\n#endif\n")
    answer = functions("--target", "x86_64-windows-gnu", path)[0]
    same((answer["name"], answer["abi"], answer["return"]["size"]), ("windows", "x86_64_win", 4))


# ------------------------------------------------------------------ output

def test_much_that_is_no_token():
    """Read in a loop, not by calls within calls: any amount of it fits on the stack."""
    blank = " \n" * 200000 + "__extension__\n" * 100000 + "__extension__\t" * 100000
    answer = json.loads(good("explain", "--format", "json", "-", text=blank + "int f(int);\n"))
    assert [function["name"] for function in answer["functions"]] == ["f"]


def test_json_of_nothing():
    path = write("nothing.h", "struct s { int a; };\n")
    same(json.loads(good("explain", "--format", "json", path)), {"schema": 1, "functions": []})


def test_json_strings():
    answer = functions("--abi", "sysv", 'int f(void) __asm__("a\\"b\\\\c");')
    same(answer[0]["symbol"], 'a"b\\c')


def test_output_file():
    path = SCRATCH / "out.json"
    same(good("explain", "--abi", "sysv", "--format=json", "-o", str(path), "int f(int a);"), "")
    contract.explain(json.loads(path.read_text()))
    has(bad(1, "explain", "-o", "/nosuch/folder/file", "int f(int a);"), "/nosuch/folder/file")


def test_full_disk():
    if not os.path.exists("/dev/full"):
        raise Skip("no /dev/full")
    with open("/dev/full", "w") as full:
        for arguments in (["explain", "int f(void);"], ["list"], ["--help"], ["layout", "int"]):
            done = subprocess.run([CALLCONV, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
            same(done.returncode, 1)
            has(done.stderr, "cannot write")


def test_closed_pipe():
    path = write("many.h", "".join(f"int f{i}(int a, double b, long c);\n" for i in range(20000)))
    done = subprocess.run(["sh", "-c", f'trap "" PIPE; "{CALLCONV}" explain --abi all "{path}" | head -n 1'],
                          capture_output=True, text=True, timeout=120)
    same(done.stderr, "")


def test_colour():
    assert "\033[" not in good("explain", "int f(void);")
    assert "\033[" in good("explain", "--color=always", "int f(void);")
    assert "\033[" in good("explain", "int f(void);", env={"CLICOLOR_FORCE": "1"})
    assert "\033[" not in good("explain", "int f(void);", env={"CLICOLOR_FORCE": "1", "NO_COLOR": "1"})
    assert "\033[" not in good("explain", "--color", "never", "int f(void);", env={"CLICOLOR_FORCE": "1"})


def test_terminal_colour():
    need("script")
    command = f"'{CALLCONV}' explain 'int f(void);'"
    def typed(**env):
        return subprocess.run(["script", "-qec", command, "/dev/null"], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL,
                              env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", **env}).stdout
    if "return address" not in typed():
        raise Skip("script(1) gives no terminal")
    assert "\033[" in typed()
    assert "\033[" not in typed(NO_COLOR="1")


def test_ascii():
    text = good("explain", "--abi", "all", "int f(long double a, char b);", env={"LC_ALL": "C"})
    assert text.isascii(), text
    assert good("explain", "--ascii", "int f(long double a);").isascii()
    assert not good("explain", "--unicode", "int f(long double a);", env={"LC_ALL": "C"}).isascii()


def test_width():
    text = good("explain", "--abi", "all", "--width", "90",
                "struct big { long a[9]; } f(struct big value, long double other, float x, char c);")
    drawn = text[:text.index("differs from")]
    assert max(map(len, drawn.splitlines())) <= 90, max(drawn.splitlines(), key=len)


def test_brief():
    path = write("few.h", "".join(f"int f{i}(int a);\n" for i in range(21)))
    has(good("explain", "--full", path), "return address")
    assert "return address" not in good("explain", path)
    assert "return address" not in good("explain", "--brief", "int f(int a);")
    has(good("explain", "--brief", "--abi", "sysv,win64", "int f(int a);"), "  x86_64_sysv \u00b7 x86_64-linux-gnu\n",
        "  x86_64_win \u00b7 x86_64-windows-msvc\n")


def test_svg():
    text = good("explain", "--format", "svg", "int f(struct s { long a[4]; } s, const char *<:5:>);")
    root = xml.etree.ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    has(bad(1, "explain", "--format", "svg", "int f(void); int g(void);"), "--only")
    xml.etree.ElementTree.fromstring(good("layout", "--format", "svg", "struct s { int a; }"))


def test_markdown():
    for arguments in (["explain", "--abi", "all", "int f(int a, long double b);"], ["list"], ["list", "sysv"],
                      ["explain", "int f(int a);"], ["layout", "--target", "all", "struct s { char c; long l; }"],
                      ["list", "divergences"]):
        text = good(*arguments, "--format", "markdown")
        tables = [block for block in re.split(r"\n\s*\n", text) if block.startswith("|")]
        assert tables or arguments == ["list", "divergences"], text
        for table in tables:
            rows = table.strip().splitlines()
            assert re.fullmatch(r"\|(---:?\|)+", rows[1]), rows[1]
            same({len(re.findall(r"(?<!\\)\|", row)) for row in rows}, {rows[1].count("|")})


def test_list():
    text = good("list")
    has(text, *CONVENTIONS, *TARGETS)
    answer = json.loads(good("list", "--format", "json"))
    same([one["name"] for one in answer["conventions"]][:len(CONVENTIONS)], CONVENTIONS)
    assert set(TARGETS) <= {one["name"] for one in answer["targets"]}
    for name in CONVENTIONS:
        has(good("list", name), "preserved", "red zone", "alignment")
        one = json.loads(good("list", name, "--format=json"))
        assert one["name"] == name and one["registers"] and one["stack"]["alignment"] == 16
    has(good("list", "x86_64_win"), "32 bytes", "rcx")
    assert json.loads(good("list", "divergences", "--format", "json"))["divergences"]
    has(bad(2, "list", "sysv", "win64"), "one")


# ------------------------------------------------------------------ layout

def test_layout():
    one = types("--target", "x86_64-linux-gnu", "struct s { char c; long l; unsigned b : 3, d : 5; char last[]; }")[0]
    same((one["name"], one["type"], one["size"], one["align"]), ("s", "struct s", 24, 8))
    same(one["fields"][1], {"name": "l", "type": "long", "offset": 8, "size": 8})
    same(one["fields"][3], {"name": "d", "type": "unsigned int", "offset": 16, "size": 4, "bit_offset": 131,
                            "bit_width": 5})


def test_layout_of_targets():
    answer = types("--target", "all", "struct s { char c; long l; long double d; }")
    names = [one["target"] for one in answer]
    assert set(TARGETS) <= set(names) and len(names) == len(set(names)), names
    by_target = {one["target"]: one["size"] for one in answer}
    same((by_target["x86_64-linux-gnu"], by_target["x86_64-windows-msvc"], by_target["aarch64-macos"]), (32, 16, 24))


def test_layout_of_type_names():
    same(types("unsigned long", "--target", "x86_64-windows-msvc")[0]["size"], 4)
    same(types("size_t", "--target", "aarch64-macos")[0]["size"], 8)
    same(types("int (*[4])(void)", "--target", "x86_64-linux-gnu")[0]["size"], 32)
    has(bad(1, "layout", "struct nosuch"), "nosuch")
    has(bad(1, "layout", "void"), "void")
    bad(1, "layout", "strut s")


def test_layout_of_files():
    path = write("types.h", "struct a { int x; }; typedef struct { char c; } b; union c { int i; double d; };\n"
                            "enum e { E }; typedef int number; struct forward; int f(struct a);\n")
    same([one["name"] for one in types("--target", "x86_64-linux-gnu", path)], ["a", "b", "c", "e"])
    same([one["name"] for one in types("--only", "number", path)], ["number"])
    has(good("layout", path), "struct a", "union c")


def test_layout_of_text_with_slashes():
    has(good("layout", "struct s { char a[8 / 2]; }"), "size 4")
    has(good("layout", "struct s { char a; } // one"), "size 1")
    has(bad(1, "layout", "no/such.h"), "no such file")
    has(good("layout", "-include", "stdlib.h", "div_t"), "size 8")


def test_layout_anonymous():
    fields = types("--target", "x86_64-linux-gnu", "struct s { int a; union { long b; struct { char c, d; }; }; }")[0]["fields"]
    same({one["name"]: one["offset"] for one in fields if "name" in one}, {"a": 0, "b": 8, "c": 8, "d": 9})


def test_layout_holes():
    text = good("layout", "--target", "x86_64-linux-gnu", "struct s { char c; long l; char t; }")
    has(text, "(hole)", "(padding)", "size 24", "1 hole of 7 bytes", "7 bytes of padding")


# ------------------------------------------------------------------ goldens

GOLDEN = {
    "sysv": ["explain", "--abi", "sysv", "--varargs", "int, double",
             "struct mix { double x; long n; }; double f(signed char c, struct mix m, const char *format, ...);"],
    "sysv-stack": ["explain", "--abi", "sysv",
                   "struct big { long a[12]; }; struct big f(int a, int b, int c, int d, int e, short s, char t, "
                   "struct big v, long double w);"],
    "win": ["explain", "--abi", "win64", "--varargs", "double, int",
            "struct three { char c[3]; }; int f(struct three a, double b, float c, ...);"],
    "aapcs": ["explain", "--abi", "aapcs64",
              "struct hfa { float x, y, z; }; struct hfa f(struct hfa h, __int128 i, char a, int b, long c, long d, "
              "short e, char g);"],
    "darwin": ["explain", "--abi", "apple",
               "void f(long a, long b, long c, long d, long e, long g, long h, long i, char j, char k, short l, int m);"],
    "all": ["explain", "--abi", "all", "struct p { double x; int n; }; struct p f(signed char c, struct p p, "
                                       "long l, float v);"],
    "all-ascii": ["explain", "--ascii", "--abi", "sysv,win64", "--varargs", "double",
                  "int f(const char *format, ...);"],
    "nothing": ["explain", "--abi", "sysv", "void f(void);"],
    "markdown": ["explain", "--format", "markdown", "--abi", "sysv,win64", "int f(int a, double b);"],
    "layout": ["layout", "--target", "x86_64-linux-gnu",
               "struct s { char c; long l; int b : 3; unsigned : 4; int d : 20; union { float f; char k[3]; }; }"],
    "layout-all": ["layout", "--target", "all", "--width", "200",
                   "struct s { char c; long l; int b : 3; long double d; }"],
    "list": ["list"],
    "list-win": ["list", "x86_64_win"],
}


def golden(name):
    actual = good(*GOLDEN[name])
    path = HERE / "golden" / f"{name}.txt"
    if BLESS:
        path.parent.mkdir(exist_ok=True)
        path.write_text(actual, encoding="utf-8")
        return
    expected = path.read_text(encoding="utf-8")
    if actual != expected:
        import difflib
        lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), str(path), "now", lineterm="")
        raise AssertionError("\n".join(lines))


# ------------------------------------------------------------------ documentation

def options_of(command):
    text = good(command, "--help")
    return set(re.findall(r"^  (-[-a-zA-Z]+)", text, re.MULTILINE))


def test_completion_names_every_option():
    for path in ("tools/completion/callconv.bash", "tools/completion/_callconv"):
        text = (ROOT / path).read_text(encoding="utf-8")
        for command in ("explain", "layout", "list", "call", "thunk"):
            for option in options_of(command):
                assert re.search(rf"(?<![-\w]){re.escape(option)}(?![-\w])", text), f"{path} lacks {option}"


def test_manual_names_every_option():
    text = (ROOT / "doc/callconv.1").read_text(encoding="utf-8").replace("\\-", "-")
    for command in ("explain", "layout", "list", "call", "thunk"):
        for option in options_of(command):
            assert re.search(rf"(?<![-\w]){re.escape(option)}(?![-\w])", text), f"doc/callconv.1 lacks {option}"


def test_manual_renders():
    need("mandoc")
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(ROOT / "doc/callconv.1")],
                          capture_output=True, text=True)
    same((done.returncode, done.stdout + done.stderr), (0, ""))


def complete(*words):
    script = f'''source "{ROOT}/tools/completion/callconv.bash"
callconv() {{ "{CALLCONV}" "$@"; }}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
compopt() {{ :; }}
_callconv; printf '%s\\n' "${{COMPREPLY[@]}}"'''
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True)
    same(done.stderr, "")
    return done.stdout.split()


def test_bash_completion():
    need("bash")
    same(complete("callconv", "ex"), ["explain"])
    for command in ("explain", "layout", "list", "call"):
        offered = set(complete("callconv", command, "-"))
        missing = options_of(command) - offered
        assert not missing, f"{command}: {missing} are not offered"
    same(complete("callconv", "explain", "--abi", "x86_64_sy"), ["x86_64_sysv"])
    same(complete("callconv", "explain", "--abi", "sysv,x86_64_w"), ["sysv,x86_64_win"])
    same(complete("callconv", "layout", "--target", "aarch64-m"), ["aarch64-macos"])
    has(" ".join(complete("callconv", "list", "")), "divergences", "x86_64_sysv")


def test_zsh_completion():
    need("zsh")
    done = subprocess.run(["zsh", "-n", str(ROOT / "tools/completion/_callconv")], capture_output=True, text=True)
    same((done.returncode, done.stderr), (0, ""))


# ------------------------------------------------------------------ run

def run_tests(tests, names):
    """Those of the names, or all; the exit status."""
    passed = failed = skipped = 0
    for name, test in tests.items():
        if names and name not in names:
            continue
        try:
            test()
            passed += 1
        except Skip as why:
            skipped += 1
            print(f"SKIP {name}: {why}")
        except Exception as why:
            failed += 1
            print(f"FAIL {name}: {type(why).__name__}: {why}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def main():
    global CALLCONV, SCRATCH, BLESS
    arguments = sys.argv[1:]
    BLESS = "--bless" in arguments
    arguments = [argument for argument in arguments if argument != "--bless"]
    CALLCONV = str(pathlib.Path(arguments[0]).resolve())
    tests = {name[5:]: test for name, test in globals().items() if name.startswith("test_") and callable(test)}
    tests.update({f"golden-{name}": (lambda name=name: golden(name)) for name in GOLDEN})
    with tempfile.TemporaryDirectory() as scratch:
        SCRATCH = pathlib.Path(scratch)
        return run_tests(tests, arguments[1:])


if __name__ == "__main__":
    sys.exit(main())
