#!/usr/bin/env python3
"""Compares the symbols that the library exports with tests/api/symbols.txt, and its soname with the version.

`symbols.py LIBRARY --bless` writes the list again, when the interface is meant to change.
"""
import os
import re
import shutil
import subprocess
import sys

from counting import Cases

HERE = os.path.dirname(os.path.abspath(__file__))
LIST = os.path.join(HERE, "symbols.txt")
DEBUGGERS = {"__jit_debug_descriptor", "__jit_debug_register_code"}  # gdb looks for these; a sanitizer adds to them
HEADERS = os.path.join(HERE, "..", "..", "include", "callconv")


def exported(library):
    out = subprocess.run(["nm", "-D", "--defined-only", "--format=posix", library], check=True, capture_output=True,
                         text=True).stdout
    names = (line.split()[0] for line in out.splitlines() if line.strip())
    return sorted(name for name in names if name.removeprefix("__odr_asan.") not in DEBUGGERS)


def declared():
    """Every function that a public header declares."""
    names = set()
    for header in os.listdir(HEADERS):
        with open(os.path.join(HEADERS, header), encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
        for declaration in re.findall(r"^CCONV_API ([^;]*);", text, flags=re.DOTALL | re.MULTILINE):
            names.add(re.search(r"(cconv_\w+)\s*\(", declaration).group(1))
    return sorted(names)


def main():
    cases = Cases()
    library = sys.argv[1]
    if not shutil.which("nm") or not shutil.which("readelf"):
        cases.skip("symbols", "no binutils")
        cases.end()
    symbols = exported(library)
    if "--bless" in sys.argv:
        with open(LIST, "w", encoding="utf-8") as file:
            file.writelines(name + "\n" for name in symbols)
    with open(LIST, encoding="utf-8") as file:
        wanted = file.read().split()
    for name in sorted(set(wanted) | set(symbols)):
        if cases.check(name in symbols, name, "listed in symbols.txt, not exported"):
            cases.check(name in wanted, name, "exported, not listed in symbols.txt")
    cases.check(declared() == wanted, "headers", "declared but not listed, or the other way round: "
                + " ".join(sorted(set(declared()) ^ set(wanted))))
    dynamic = subprocess.run(["readelf", "-dW", library], check=True, capture_output=True, text=True).stdout
    soname = re.search(r"SONAME.*\[(.*)\]", dynamic)
    cases.check(soname and soname.group(1) == "libcallconv.so.0", "soname", dynamic)
    needed = re.findall(r"NEEDED.*\[(.*)\]", dynamic)
    sanitized = any("san.so" in name for name in needed)
    cases.check(sanitized or needed == ["libc.so.6"], "needs libc alone", " ".join(needed))
    cases.end()


main()
