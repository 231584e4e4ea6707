#!/usr/bin/env python3
"""Every public header compiles alone, twice included, as C11, C17 and C++, with every compiler that is there."""
import os
import shutil
import subprocess
import sys

from counting import Cases

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Wshadow", "-Werror", "-fsyntax-only"]
COMPILERS = [
    ("gcc", "c", ["c11", "c17", "c2x"]),
    ("clang-19", "c", ["c11", "c17", "c23"]),
    ("x86_64-w64-mingw32-gcc", "c", ["c17"]),
    ("aarch64-linux-gnu-gcc", "c", ["c17"]),
    ("g++", "c++", ["c++11", "c++17", "c++20"]),
    ("clang++-19", "c++", ["c++11", "c++17", "c++20"]),
]


def main():
    cases = Cases()
    include = os.path.join(ROOT, "include")
    for header in sorted(os.listdir(os.path.join(include, "callconv"))):
        for compiler, language, standards in COMPILERS:
            for standard in standards:
                name = f"{header} with {compiler} as {standard}"
                if not shutil.which(compiler):
                    cases.skip(name, "no such compiler")
                    continue
                text = f"#include <callconv/{header}>\n#include <callconv/{header}>\nint main(void);\n"
                done = subprocess.run([compiler, f"-std={standard}", *WARNINGS, "-I", include, "-x", language, "-"],
                                      input=text, capture_output=True, text=True)
                cases.check(done.returncode == 0, name, done.stderr)
    cases.end()


sys.exit(main())
