#!/usr/bin/env python3
"""Builds unwind.cc with g++ and with clang++ and runs it; then asks gdb for the frames. Usage: unwind.py LIBRARY"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
counts = [0, 0, 0]


def check(good, what, output=""):
    counts[0 if good else 1] += 1
    if not good:
        print(f"FAILED {what}\n{output}")


def build(compiler, library, program):
    folder = os.path.dirname(os.path.abspath(library))
    return subprocess.run([compiler, "-g", "-O1", "-Wall", "-Wextra", "-I", os.path.join(ROOT, "include"),
                           os.path.join(HERE, "unwind.cc"), library, f"-Wl,-rpath,{folder}", "-o", program],
                          capture_output=True, text=True)


def ask_gdb(program, engine):
    """The frames of a stub and a callback, then of a stub, a thunk and a callback."""
    commands = ["set breakpoint pending on", "break innermost", f"run {engine}", "backtrace", "continue", "backtrace"]
    done = subprocess.run(["gdb", "-q", "-batch", "-nx", *[a for c in commands for a in ("-ex", c)], program],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    traces = [re.findall(r"^#\d+ .*?(\S+) \(", trace, flags=re.MULTILINE)
              for trace in re.split(r"^(?=#0 )", done.stdout, flags=re.MULTILINE)[1:]]
    for trace, least in zip(traces, (2, 3)):
        between = trace[2:trace.index("through")] if "through" in trace else []
        good = trace[:2] == ["innermost", "handler"] and len(between) >= least and "main" in trace and "??" not in trace
        check(good and (engine == "code-free" or set(between) == {"callconv"}), f"gdb shows {least} frames, {engine}",
              done.stdout[-3000:] + done.stderr[-500:])
    check(len(traces) == 2, f"gdb stops twice, {engine}", done.stdout[-3000:] + done.stderr[-500:])


def main():
    library = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="callconv-unwind-") as directory:
        for compiler in ("g++", "clang++-19"):
            if not shutil.which(compiler):
                print(f"skipped: {compiler} is not installed")
                counts[2] += 1
                continue
            program = os.path.join(directory, compiler)
            built = build(compiler, library, program)
            check(built.returncode == 0, f"{compiler} builds", built.stderr)
            if built.returncode:
                continue
            ran = subprocess.run([program], capture_output=True, text=True)
            found = re.search(r"^(\d+) passed, (\d+) failed", ran.stdout, flags=re.MULTILINE)
            check(ran.returncode == 0 and found, f"{compiler}'s program", ran.stdout + ran.stderr + f"status {ran.returncode}")
            if found:
                counts[0] += int(found.group(1))
        if shutil.which("gdb"):
            for engine in ("compiled", "code-free"):
                ask_gdb(os.path.join(directory, "g++"), engine)
        else:
            print("skipped: gdb is not installed")
            counts[2] += 1
    print("%d passed, %d failed, %d skipped" % tuple(counts))
    sys.exit(counts[1] != 0)


main()
