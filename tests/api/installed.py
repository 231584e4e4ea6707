#!/usr/bin/env python3
"""Installs the build below a temporary directory and uses that copy as a stranger would: pkg-config, the examples
compiled and run. Also holds the examples equal to the headers' comments.

Usage: installed.py BUILD_DIRECTORY
"""
import os
import shutil
import subprocess
import sys
import tempfile

from counting import Cases

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
EXPECTED = {"explain": "xmm0\nxmm1\n", "call": "5\n"}
HEADERS = {"explain": "callconv.h", "call": "exec.h"}  # whose first comment each is


def example_of(header):
    """The program inside the header's first comment, without the stars."""
    with open(os.path.join(ROOT, "include", "callconv", header), encoding="utf-8") as file:
        comment = file.read().split("*/")[0]
    lines = [line[len(" *     "):] for line in comment.splitlines() if line.startswith(" *     ")]
    start = next(i for i, line in enumerate(lines) if line.startswith("#include"))
    return "\n".join(lines[start:]) + "\n"


def find(directory, name):
    for folder, _, files in os.walk(directory):
        if name in files:
            return folder
    return None


def flags_of(directory, *wanted):
    environment = dict(os.environ, PKG_CONFIG_SYSROOT_DIR=directory,
                       PKG_CONFIG_PATH=find(directory, "callconv.pc") or "")
    done = subprocess.run(["pkg-config", *wanted, "callconv"], capture_output=True, text=True, env=environment)
    return done.stdout.split() if done.returncode == 0 else None


def use(cases, directory):
    libraries = find(directory, "libcallconv.so.0")
    flags = flags_of(directory, "--cflags", "--libs")
    cases.check(flags_of(directory, "--modversion") == ["0.1.0"], "pkg-config --modversion")
    if not cases.check(flags and libraries, "pkg-config --cflags --libs"):
        return
    environment = dict(os.environ, LD_LIBRARY_PATH=libraries)
    for compiler, options in (("cc", ["-std=c11"]), ("clang-19", ["-std=c17"])):
        if not shutil.which(compiler):
            cases.skip(compiler, "no such compiler")
            continue
        for example in ("explain", "types", "call"):
            program = os.path.join(directory, f"{example}-{compiler}")
            source = os.path.join(ROOT, "examples", f"{example}.c")
            built = cases.run(f"{example} with {compiler}",
                              [compiler, *options, "-Wall", "-Wextra", "-Werror", source, *flags, "-lm", "-o", program])
            if built is None:
                continue
            out = cases.run(f"{example} with {compiler} runs", [program], env=environment)
            if out is not None and example in EXPECTED:
                cases.check(out == EXPECTED[example], f"{example} prints the registers", out)


def main():
    cases = Cases()
    build = os.path.abspath(sys.argv[1])
    for example, header in HEADERS.items():
        with open(os.path.join(ROOT, "examples", f"{example}.c"), encoding="utf-8") as file:
            cases.check(file.read() == example_of(header), f"examples/{example}.c is the example of {header}")
    if not shutil.which("pkg-config"):
        cases.skip("installed copy", "no pkg-config")
        cases.end()
    with tempfile.TemporaryDirectory(prefix="callconv-installed-") as directory:
        done = subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", directory, "--quiet"],
                              capture_output=True, text=True)
        if cases.check(done.returncode == 0, "meson install", done.stdout + done.stderr):
            for name in ("callconv.h", "exec.h", "render.h", "assembly.h"):
                cases.check(find(directory, name), f"{name} is installed")
            use(cases, directory)
    cases.end()


main()
