#!/usr/bin/env python3
"""Reads real headers with the command: no parse error in any.

For every group of headers below, each header that its compiler accepts alone (`#include <h>` and nothing else) is
preprocessed once; then `callconv explain --abi all` and `callconv layout` must read the result without an error.
With --layout-judge (tests/layout), the same compiler also asserts the layout of every struct, union and enum in it.
Each header is one case. A group whose package or compiler is missing is one skipped case. What a header cannot be alone is decided by
its compiler, and counted in the group's line.

    headers.py --callconv build/callconv [--layout-judge PROGRAM] [--keep DIRECTORY] [--list] [GROUP | HEADER …]
"""
import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

TIMEOUT = 300
LAYOUTS = re.compile(r"(\d+) types, (\d+) assertions")
SHOWN = 6  # lines of each failed command


class Group:
    """Headers read with one compiler for one target."""

    def __init__(self, name, compiler, target, packages=(), modules=(), headers=(), flags=(), prologue="", judged=True):
        self.name, self.compiler, self.target, self.judged = name, list(compiler), target, judged
        self.packages, self.modules, self.headers = packages, modules, headers
        self.flags, self.prologue = list(flags), prologue


LINUX, ARM, MINGW = "x86_64-linux-gnu", "aarch64-linux-gnu", "x86_64-windows-gnu"
MINGW_HEADERS = ("windows.h", "winsock2.h", "ws2tcpip.h", "iphlpapi.h", "shlobj.h", "commctrl.h", "commdlg.h",
                 "shellapi.h", "mmsystem.h", "wincrypt.h", "winternl.h", "ntdef.h", "psapi.h", "tlhelp32.h",
                 "dbghelp.h", "setupapi.h", "winhttp.h", "d3d9.h", "d3d11.h", "d3d12.h", "dxgi.h", "dsound.h",
                 "ole2.h", "oleauto.h", "usp10.h", "uxtheme.h", "wtsapi32.h", "stdio.h", "stdlib.h", "string.h",
                 "math.h", "time.h", "wchar.h", "io.h", "process.h", "sys/stat.h", "pthread.h", "GL/gl.h")
GCC, CLANG = ["gcc"], ["clang-19"]
ARM_GCC, ARM_CLANG = ["aarch64-linux-gnu-gcc"], ["clang-19", "--target=aarch64-linux-gnu"]
MINGW_GCC, MINGW_CLANG = ["x86_64-w64-mingw32-gcc"], ["clang-19", "--target=x86_64-w64-mingw32"]
ARM_INCLUDE = ["-isystem", "/usr/aarch64-linux-gnu/include"]
WINDOWS_FIRST = "#include <windows.h>\n"
# Each of these holds all of windows.h: they are read one by one, and their layouts judged together.
ALL_WINDOWS = "".join(f"#include <{header}>\n" for header in MINGW_HEADERS if header != "winsock2.h")
INTEL = ("immintrin.h", "x86intrin.h", "emmintrin.h")
NEON = ("arm_neon.h", "arm_acle.h", "arm_fp16.h", "arm_bf16.h")

GROUPS = [
    Group("libc-aarch64", ARM_GCC, ARM, ["libc6-dev-arm64-cross"]),
    Group("libc-aarch64-clang", ARM_CLANG, ARM, ["libc6-dev-arm64-cross"], flags=ARM_INCLUDE),
    Group("mingw", MINGW_GCC, MINGW, headers=MINGW_HEADERS, prologue=WINDOWS_FIRST, judged=False),
    Group("mingw-clang", MINGW_CLANG, MINGW, headers=MINGW_HEADERS, prologue=WINDOWS_FIRST, judged=False),
    Group("mingw-together", MINGW_GCC, MINGW, headers=("windows.h",), prologue="#include <winsock2.h>\n" + ALL_WINDOWS),
    Group("mingw-together-clang", MINGW_CLANG, MINGW, headers=("windows.h",),
          prologue="#include <winsock2.h>\n" + ALL_WINDOWS),
    Group("intrinsics", GCC, LINUX, headers=INTEL),
    Group("intrinsics-clang", CLANG, LINUX, headers=INTEL),
    Group("intrinsics-mingw", MINGW_GCC, MINGW, headers=INTEL + ("intrin.h",)),
    Group("neon", ARM_GCC, ARM, headers=NEON),
    Group("neon-clang", ARM_CLANG, ARM, headers=NEON, flags=ARM_INCLUDE),
]
for name, packages, modules in (
        ("libc", ["libc6-dev"], []), ("uapi", ["linux-libc-dev"], []), ("zlib", ["zlib1g-dev"], ["zlib"]),
        ("sqlite", ["libsqlite3-dev"], ["sqlite3"]), ("openssl", ["libssl-dev"], ["openssl"]),
        ("png", ["libpng-dev"], ["libpng"]), ("sdl", ["libsdl2-dev"], ["sdl2"]),
        ("gtk", ["libgtk-3-dev"], ["gtk+-3.0", "gtk+-unix-print-3.0"]),
        ("avcodec", ["libavcodec-dev"], ["libavcodec"])):
    GROUPS.append(Group(name, GCC, LINUX, packages, modules))
    GROUPS.append(Group(name + "-clang", CLANG, LINUX, packages, modules))


def output(command):
    """Standard output of a command, or None if it cannot be run or fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def include_name(path, directories):
    """How a program would write the header: its path below the innermost include directory."""
    inside = [d for d in directories if path.startswith(d.rstrip("/") + "/")]
    return path[len(max(inside, key=len).rstrip("/")) + 1:] if inside else path


def headers_of(group):
    """(headers as included, flags), or a string that says what is missing."""
    if shutil.which(group.compiler[0]) is None:
        return f"no {group.compiler[0]}"
    flags = list(group.flags)
    for module in group.modules:
        given = output(["pkg-config", "--cflags", module])
        if given is None:
            return f"pkg-config knows no {module}"
        flags += given.split()
    if group.headers:
        return list(group.headers), flags
    paths = []
    for package in group.packages:
        listed = output(["dpkg", "-L", package])
        if listed is None:
            return f"package {package} is not installed"
        paths += [line for line in listed.split("\n") if line.endswith(".h") and os.path.isfile(line)]
    directories = [f[2:] for f in flags if f.startswith("-I")]
    directories += ["/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/aarch64-linux-gnu/include"]
    return sorted({include_name(path, directories) for path in paths}), flags


class Runner:
    def __init__(self, options, directory):
        self.options, self.directory = options, directory
        self.types = self.assertions = 0
        self.lock = threading.Lock()

    def run(self, command, text=None):
        """(exit status, standard error)"""
        try:
            done = subprocess.run(command, input=text, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                  errors="replace", timeout=TIMEOUT,
                                  stdin=subprocess.DEVNULL if text is None else None)
        except subprocess.TimeoutExpired:
            return 124, f"no end after {TIMEOUT} seconds\n"
        return done.returncode, done.stderr

    def judge(self, group, flags, header):
        """None if the header is none alone; else the list of what failed."""
        name = group.name + "--" + header.strip("/").replace("/", "-").removesuffix(".h") + ".i"
        path = os.path.join(self.directory, name)
        source = f"{group.prologue}#include <{header}>\n"
        status, _ = self.run(group.compiler + flags + ["-w", "-E", "-x", "c", "-", "-o", path], source)
        if status == 0:
            status, _ = self.run(group.compiler + ["-w", "-fsyntax-only", "-x", "cpp-output", path])
        if status != 0:
            if os.path.exists(path):
                os.remove(path)
            return None
        callconv = self.options.callconv
        commands = [[callconv, "explain", "--abi", "all", "--target", group.target, "--format", "json", path],
                    [callconv, "layout", "--target", group.target, "--format", "json", path]]
        if group.target == LINUX:
            del commands[0][4:6]  # every convention over its own target
        else:
            commands[0][3] = "c"
        failures = []
        for command in commands:
            status, errors = self.run(command)
            if status != 0:
                failures.append((command, status, errors))
        if self.options.layout_judge and group.judged:
            failures += self.judge_layouts(group, path)
        if not self.options.keep:
            os.remove(path)
        return failures

    def judge_layouts(self, group, path):
        compiler = "clang" if "clang" in group.compiler[0] else "gcc"
        command = [self.options.layout_judge, "--target", group.target, "--cc", compiler, "--file", path]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
                                  timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            return [(command, 124, f"no end after {TIMEOUT} seconds\n")]
        found = LAYOUTS.search(done.stdout)
        if found:
            with self.lock:
                self.types += int(found[1])
                self.assertions += int(found[2])
        return [] if done.returncode == 0 else [(command, done.returncode, done.stderr + done.stdout)]


def show(group, header, failures):
    for command, status, errors in failures:
        print(f"FAILED {group.name} <{header}>: exit status {status}: {' '.join(command)}")
        lines = errors.splitlines()
        for line in lines[:SHOWN]:
            print("    " + line[:300])
        if len(lines) > SHOWN:
            print(f"    … and {len(lines) - SHOWN} lines more")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--callconv", default="build/callconv")
    parser.add_argument("--layout-judge", help="program that asserts the layouts of a preprocessed file")
    parser.add_argument("--keep", metavar="DIRECTORY", help="keep the preprocessed headers here")
    parser.add_argument("--list", action="store_true", help="only list the headers")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("only", nargs="*", help="only these groups, or headers as included")
    options = parser.parse_args()

    directory = options.keep or tempfile.mkdtemp(prefix="callconv-headers-")
    os.makedirs(directory, exist_ok=True)
    total = [0, 0, 0]
    try:
        for group in GROUPS:
            began = time.time()
            found = headers_of(group)
            wanted = not options.only or group.name in options.only
            if isinstance(found, str):
                if wanted:
                    print(f"{group.name}: skipped: {found}", flush=True)
                    total[2] += 1
                continue
            headers, flags = found
            if not wanted:
                headers = [h for h in headers if h in options.only]
            if not headers:
                continue
            if options.list:
                print("\n".join(f"{group.name} <{header}>" for header in headers))
                continue
            runner = Runner(options, directory)
            passed = failed = 0
            with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
                for header, failures in zip(headers, pool.map(lambda h: runner.judge(group, flags, h), headers)):
                    if failures is None:
                        continue
                    failed += bool(failures)
                    passed += not failures
                    show(group, header, failures)
            total[0] += passed
            total[1] += failed
            print(f"{group.name}: {passed} of {passed + failed} headers read; {len(headers) - passed - failed} do not "
                  f"compile alone; {runner.types} types laid out, {runner.assertions} assertions compiled; "
                  f"{time.time() - began:.0f} s", flush=True)
            if passed + failed == 0:
                print(f"FAILED {group.name}: not one header compiles alone")
                total[1] += 1
    finally:
        if not options.keep:
            shutil.rmtree(directory, ignore_errors=True)
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
