#!/usr/bin/env python3
"""Symbols judged by compilers: gcc, mingw-w64's gcc and clang compile functions of every convention that they have for a
target; each symbol in the object must be the one that `callconv explain` gives, and `explain --symbol` must read it back.
C++ functions are compiled too, and the prototype that is read from each mangled name is compared with the source.

    symbols.py CALLCONV
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

# convention: what asks a compiler for it. The target's own needs nothing.
ATTRIBUTES = {
    "x86_64_sysv": "sysv_abi", "x86_64_win": "ms_abi", "x86_64_vectorcall": "vectorcall", "x86_64_regcall": "regcall",
    "x86_64_regcall_win": "regcall",
    "x86_64_preserve_most": "preserve_most", "x86_64_preserve_all": "preserve_all",
    "x86_64_preserve_none": "preserve_none", "x86_64_swift": "swiftcall",
    "x86_stdcall": "stdcall", "x86_fastcall": "fastcall", "x86_thiscall": "thiscall", "x86_thiscall_mingw": "thiscall",
    "x86_vectorcall": "vectorcall", "x86_regcall": "regcall", "x86_regparm1": "regparm(1)",
    "x86_regparm2": "regparm(2)", "x86_regparm3": "regparm(3)",
}
# gcc ignores these, with a warning.
CLANG_ONLY = {"vectorcall", "regcall", "preserve_most", "preserve_all", "preserve_none", "swiftcall"}
CLANG = "clang-19"
# target: compilers, each a command without -c.
COMPILERS = {
    "x86_64-linux-gnu": (["gcc"], [CLANG, "--target=x86_64-linux-gnu"]),
    "x86_64-windows-gnu": (["x86_64-w64-mingw32-gcc"], [CLANG, "--target=x86_64-w64-mingw32"]),
    "x86_64-windows-msvc": ([CLANG, "--target=x86_64-pc-windows-msvc"],),
    "x86_64-macos": ([CLANG, "--target=x86_64-apple-macos14"],),
    "i686-linux-gnu": (["i686-linux-gnu-gcc"], [CLANG, "--target=i686-linux-gnu"]),
    "i686-windows-gnu": (["i686-w64-mingw32-gcc"], [CLANG, "--target=i686-w64-mingw32"]),
    "i686-windows-msvc": ([CLANG, "--target=i686-pc-windows-msvc"],),
    "aarch64-linux-gnu": (["aarch64-linux-gnu-gcc"], [CLANG, "--target=aarch64-linux-gnu"]),
    "aarch64-macos": ([CLANG, "--target=arm64-apple-macos14"],),
    "aarch64-windows-msvc": ([CLANG, "--target=aarch64-pc-windows-msvc"],),
    "arm64ec-windows-msvc": ([CLANG, "--target=arm64ec-pc-windows-msvc"],),
    "arm-linux-gnueabihf": (["arm-linux-gnueabihf-gcc"], [CLANG, "--target=arm-linux-gnueabihf"]),
    "riscv64-linux-gnu": (["riscv64-linux-gnu-gcc"], [CLANG, "--target=riscv64-linux-gnu"]),
}
TYPES = "struct three { char c[3]; }; struct twelve { int a, b, c; };\n"
FUNCTIONS = [
    "int {a} none{n}(void)", "int {a} one{n}(int x)", "int {a} three{n}(int x, char y, short z)",
    "int {a} wide{n}(long long x, void *y)", "int {a} floats{n}(double x, float y)",
    "int {a} small{n}(struct three x)", "int {a} large{n}(struct twelve x, int y)",
    "struct twelve {a} result{n}(int x)", "int {a} pointers{n}(char *x, int (*y)(void))",
]
VARIADIC = "int {a} variadic{n}(int x, ...)"
LABELLED = 'int labelled{n}(int x) __asm__("other.name{n}")'
# C++: source, and the C prototype that the name alone tells.
CXX = [
    ("int f_int(int, unsigned char, const char *)", "void f_int(int, unsigned char, const char *)"),
    ("void f_floats(float, double, long double, bool)", "void f_floats(float, double, long double, _Bool)"),
    ("void f_wide(long long, unsigned long, short, wchar_t)", "void f_wide(long long, unsigned long, short, wchar_t)"),
    ("void f_reference(int &, const double &&)", "void f_reference(int *, const double *)"),
    ("void f_callback(void (*)(int, char))", "void f_callback(void *)"),
    ("void f_variadic(const char *, ...)", "void f_variadic(const char *, ...)"),
    ("void f_class(int, Small, int)", "void f_class(int)"),
    ("void f_class_pointer(Small *, N::Inner &)", "void f_class_pointer(struct Small *, struct N_Inner *)"),
    ("template<class T> void f_template(T *, int) {} template void f_template<Small>(Small *, int)",
     "void f_template_Small_(struct Small *, int)"),
]
passed = failed = skipped = 0


def check(good, message):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAILED {message}")


def call(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace")


def symbols_of(compiler, text, language, directory):
    """Symbols of the functions that the compiler defines; None if it refuses the text."""
    source, made = (os.path.join(directory, name) for name in ("source." + language, "object.o"))
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    if call(*compiler, "-w", "-x", "c++" if language == "cc" else "c", "-c", source, "-o", made).returncode:
        return None
    listed = call("llvm-nm-19", "--defined-only", "--format=just-symbols", made).stdout.split("\n")
    return {line.strip() for line in listed if line.strip()}


def judge_c(callconv, target, compiler, convention, own, directory):
    attribute = "" if own else f"__attribute__(({ATTRIBUTES[convention]}))"
    if not own and ATTRIBUTES[convention] in CLANG_ONLY and compiler[0] != CLANG:
        return False
    # Variadic functions: those that only the target's own and its sibling have.
    shapes = FUNCTIONS + ([VARIADIC] if own or convention == "x86_stdcall" else []) + ([LABELLED] if own else [])
    # A structure that is no whole words, and first, has no place in clang's thiscall; swiftcall loses one of three bytes.
    if convention.startswith(("x86_thiscall", "x86_64_swift")):
        shapes = [shape for shape in shapes if " small{n}" not in shape.replace("{a} ", " ")]
    declarations = [shape.format(a=attribute, n=i) for i, shape in enumerate(shapes)]
    bodies = [d + ";" + d.split(" __asm__")[0] + (" { struct twelve t = {0}; return t; }" if d.startswith("struct twelve")
                                                  else " { return 0; }") for d in declarations]
    found = symbols_of(compiler, TYPES + "\n".join(bodies), "c", directory)
    name = f"{' '.join(compiler)}, {convention} on {target}"
    if found is None:
        return False
    text = TYPES + ";\n".join(declarations) + ";"
    answer = call(callconv, "explain", "--abi", convention, "--target", target, "--format", "json", text)
    if answer.returncode:
        check(False, f"{name}: {answer.stderr}")
        return True
    for function in json.loads(answer.stdout)["functions"]:
        symbol = function.get("symbol")
        check(symbol in found, f"{name}: {function['declaration']}: {symbol} is not one of {sorted(found)}")
        if symbol.lstrip("#").startswith("other"):
            continue
        back = call(callconv, "explain", "--symbol", symbol, "--target", target, "--format", "json")
        readings = json.loads(back.stdout)["readings"] if back.returncode == 0 else []
        same = [one for one in readings if one["name"] == function["name"]]
        told = [one["abi"] for one in same]
        decorated = symbol not in (function["name"], "_" + function["name"])
        check(function["abi"] in told if decorated else same, f"{name}: {symbol} is read as {readings} {back.stderr}")
        for one in same:
            if one["abi"] == function["abi"] and "callee_pops" in one:
                low, high = one["callee_pops"]
                hidden = sum(p["size"] for h in function["hidden"] for p in h["pieces"] if p["in"] == "stack")
                pops = function["stack"]["callee_pops"]
                check(low <= pops - hidden <= high or low <= pops <= high,
                      f"{name}: {symbol}: pops {pops}, read as {one['callee_pops']}")
    return True


def judge_cxx(callconv, target, compiler, directory):
    head = "struct Small { int x; }; namespace N { struct Inner { int x; int member(char) const; static int s(int); }; }\n"
    for source, expected in CXX:
        body = head + (source + ";" if source.startswith("template") else source + " { }" if source.startswith("void")
                       else source + " { return 0; }")
        found = symbols_of(compiler, body, "cc", directory)
        mangled = [s for s in found or [] if s.lstrip("_").startswith(("Z", "?"))]
        if len(mangled) != 1:
            check(False, f"{' '.join(compiler)}: {source}: {found}")
            continue
        answer = call(callconv, "explain", "--symbol", mangled[0], "--target", target, "--format", "json")
        prototype = json.loads(answer.stdout)["prototype"] if answer.returncode == 0 else answer.stderr
        plain = prototype
        for word in ("__cdecl ", "__vectorcall ", "struct_"): # Microsoft's names keep the word struct
            plain = plain.replace(word, "")
        wanted = expected.replace("void", "int", 1) if source.startswith("int") and mangled[0][0] == "?" else expected
        check(plain == wanted, f"{target}: {mangled[0]} ({source}): {prototype}")
    member = head + "int N::Inner::member(char) const { return 0; } int N::Inner::s(int) { return 0; }"
    for symbol in sorted(symbols_of(compiler, member, "cc", directory) or []):
        if not symbol.lstrip("_").startswith(("Z", "?")):
            continue
        answer = call(callconv, "explain", "--symbol", symbol, "--target", target, "--format", "json")
        prototype = json.loads(answer.stdout)["prototype"] if answer.returncode == 0 else answer.stderr
        check(("this" in prototype) == ("member" in symbol), f"{target}: {symbol}: {prototype}")
        if target == "i686-windows-msvc":
            check(("__thiscall" in prototype) == ("member" in symbol), f"{target}: {symbol}: {prototype}")


def main():
    global skipped
    callconv = sys.argv[1]
    lists = {kind: json.loads(call(callconv, "list", kind, "--format", "json").stdout)[kind]
             for kind in ("conventions", "targets")}
    for target in lists["targets"]:
        name, own = target["name"], target.get("convention")
        for compiler in COMPILERS.get(name, ()):
            if shutil.which(compiler[0]) is None or shutil.which("llvm-nm-19") is None:
                print(f"skipped: {name}: no {compiler[0]} or no llvm-nm-19")
                skipped += 1
                continue
            with tempfile.TemporaryDirectory(prefix="callconv-symbols-") as directory:
                judged = []
                arch = own.split("_")[0]
                for convention in [c["name"] for c in lists["conventions"]]:
                    accepts = call(callconv, "explain", "--abi", convention, "--target", name, "void f(void);")
                    if accepts.returncode == 0 and (convention == own or convention in ATTRIBUTES):
                        if judge_c(callconv, name, compiler, convention, convention == own, directory):
                            judged.append(convention)
                check(own in judged, f"{' '.join(compiler)} did not compile for {name}'s own convention")
                if compiler[0] == CLANG:
                    judge_cxx(callconv, name, compiler, directory)
                print(f"{' '.join(compiler)}: {', '.join(judged)} ({arch})")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
