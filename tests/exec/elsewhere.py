#!/usr/bin/env python3
"""Builds programs with the library for another processor and runs them, under qemu or wine where that is needed.

    elsewhere.py BUILD-DIRECTORY TARGET [--page=BYTES] [OPTION…] SOURCE…

With --page the emulator's pages are of that size. Other options are of the compiler, for the library too.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tests", "pair"))
from cross import TARGETS, library, missing  # noqa: E402

WITH = {"checked.c": ["broken.S"]}  # what else a program is made of
LIBRARIES = {False: ["-lm", "-ldl", "-lpthread"], True: ["-static"]}


def judge(compiler, runner, target, options, archive, source, program):
    """Passed, failed and skipped of one program."""
    if source.endswith(".cc"):
        compiler = compiler.replace("gcc", "g++")
    if not shutil.which(compiler):
        print(f"skipped: {compiler} is not installed")
        return 0, 0, 1
    folder, name = os.path.split(source)
    sources = [source] + [os.path.join(folder, other) for other in WITH.get(name, [])]
    built = subprocess.run([compiler, "-g", "-O1", "-Wall", "-Wextra", *options, "-I", os.path.join(ROOT, "include"), *sources, archive,
                            *LIBRARIES["windows" in target], "-o", program], capture_output=True, text=True)
    if built.returncode:
        print(f"FAILED {compiler} builds {source}\n{built.stderr}")
        return 0, 1, 0
    ran = subprocess.run(runner + [program], capture_output=True, text=True)
    found = re.search(r"^(\d+) passed, (\d+) failed", ran.stdout, flags=re.MULTILINE)
    if ran.returncode or not found:
        print(f"FAILED {source} for {compiler}: status {ran.returncode}\n{ran.stdout}{ran.stderr}")
        return 0, 1, 0
    return int(found.group(1)), 0, 0


def main():
    build, target, *more = sys.argv[1:]
    pages = [a.partition("=")[2] for a in more if a.startswith("--page=")]
    options = [a for a in more if a.startswith("-") and not a.startswith("--page=")]
    sources = [a for a in more if not a.startswith("-")]
    compiler, runner = TARGETS[target]
    if pages:
        runner = runner[:1] + ["-p", pages[0]] + runner[1:]
    totals = [0, 0, 0]
    if missing(target):
        print(f"skipped: {missing(target)} is not installed")
        totals[2] = len(sources)
        sources = []
    with tempfile.TemporaryDirectory(prefix="callconv-exec-") as directory:
        for source in sources:
            counts = judge(compiler, runner, target, options, library(build, target, compiler, options), source,
                           os.path.join(directory, "program.exe"))
            totals = [a + b for a, b in zip(totals, counts)]
    print("%d passed, %d failed, %d skipped" % tuple(totals))
    sys.exit(totals[1] != 0)


main()
