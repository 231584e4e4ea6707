#!/usr/bin/env python3
"""Builds the library's sources for wasm32-wasi and compares its answers under node with the native command's JSON.

Usage: wasm.py COMMAND SCRATCH_DIRECTORY SOURCE...
"""
import glob
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, os.path.join(HERE, "..", "api"))
from counting import Cases  # noqa: E402

EXPLAINED = [
    # target, conventions, declarations
    ("", "all", "struct point { double x, y; }; struct point move(struct point p, int n, const char *name);"),
    ("", "sysv,win64", "__int128 f(int, int, int, int, int, __int128, _Complex double, long double); int g(char, ...);"),
    ("aarch64-macos", "apple", "typedef float v __attribute__((vector_size(16))); struct h { v a, b; }; "
     "struct h f(char a, char b, short c, struct h, char d, char e, char g, char h, char i, char j, short k);"),
    ("x86_64-linux-gnu", "ms_abi", "struct s { int a : 3; long : 0; long b; }; struct s f(struct s, void (*)(int), float);"),
]


def missing():
    if not shutil.which("clang-19") or not shutil.which("wasm-ld-19"):
        return "no clang-19 or wasm-ld-19"
    if not shutil.which("node"):
        return "no node"
    if not os.path.isdir("/usr/include/wasm32-wasi") or not os.path.isdir("/usr/lib/wasm32-wasi"):
        return "no wasi-libc"
    if not glob.glob("/usr/lib/clang/19/lib/wasi/*") and not glob.glob("/usr/lib/llvm-19/lib/clang/19/lib/wasi/*"):
        return "no libclang-rt-19-dev-wasm32"
    return None


def build(cases, scratch, sources):
    module = os.path.join(scratch, "callconv.wasm")
    command = ["clang-19", "--target=wasm32-wasi", "-mexec-model=reactor", "-std=c11", "-O2", "-DNDEBUG",
               "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-unused-variable", "-Wno-unused-function",
               "-Wno-overlength-strings", "-Werror", "-fvisibility=hidden", "-Wl,--strip-all",
               "-I", os.path.join(ROOT, "include"), "-I", os.path.join(ROOT, "src"),
               os.path.join(HERE, "explain.c"), *sources, "-o", module]
    return module if cases.run("build for wasm32-wasi", command) is not None else None


def explain_native(command, target, abi, text):
    options = ["--target", target] if target else []
    done = subprocess.run([command, "explain", "--format", "json", "--abi", abi, *options, text],
                          capture_output=True, text=True, env=dict(os.environ, NO_COLOR="1"))
    return json.loads(done.stdout) if done.returncode == 0 else {"status": done.returncode, "stderr": done.stderr}


def explain_wasm(module, target, abi, text):
    done = subprocess.run(["node", "--no-warnings", os.path.join(HERE, "explain.mjs"), module, abi, target], input=text,
                          capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else {"stderr": done.stderr}


def main():
    cases = Cases()
    command, scratch, sources = sys.argv[1], sys.argv[2], sys.argv[3:]
    why = missing()
    if why:
        cases.skip("wasm32-wasi", why)
        cases.end()
    os.makedirs(scratch, exist_ok=True)
    module = build(cases, scratch, sources)
    if module:
        for target, abi, text in EXPLAINED:
            native, wasm = explain_native(command, target, abi, text), explain_wasm(module, target, abi, text)
            cases.check("functions" in native and native == wasm, f"{abi} {target}: {text}",
                        f"native {json.dumps(native)[:2000]}\nwasm   {json.dumps(wasm)[:2000]}")
        broken = explain_wasm(module, "", "sysv", "int f(nothing);")
        cases.check("error" in broken, "a wrong declaration is an error", json.dumps(broken))
    cases.end()


main()
