#!/usr/bin/env python3
"""Runs the judge of instructions over Debian's libraries of one architecture, and over random encodings, and runs some.

    run_judge.py JUDGE CACHE ARCH [--emulator]

Libraries of other architectures are fetched into CACHE; where that cannot be (no network), they count as skipped.
"""
import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = ["libc.so.6", "libm.so.6", "libcrypto.so.3", "libssl.so.3", "libavcodec.so.59"]
PACKAGES = ["libc6", "libssl3", "libavcodec59"]

# Of the judge's name: Debian's, and how many random encodings, and how many instructions are run in an emulator (0: none).
DEBIAN = {"x86_64": ("amd64", 0, 30000), "i386": ("i386", 0, 0), "aarch64": ("arm64", 1000000, 60000), "arm": ("armel", 1000000, 0), "thumb": ("armhf", 500000, 0),
          "powerpc64": ("ppc64el", 500000, 0),
          "riscv64": (None, 1000000, 0), "riscv32": (None, 1000000, 0)}
# Debian 12 has no port to RISC-V: what its cross compilers link with.
CROSS = {"riscv64": ["/usr/riscv64-linux-gnu/lib/" + name for name in
                     ("libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libgomp.so.1", "ld-linux-riscv64-lp64d.so.1")], "riscv32": []}


def libraries(cache, arch, debian):
    """What to judge, and whether it is all there."""
    if not debian:
        found = [path for path in CROSS[arch] if os.path.exists(path)]
        return found, len(found) == len(CROSS[arch])
    directory = os.path.join(os.path.abspath(cache), debian)
    fetched = subprocess.run([os.path.join(HERE, "fetch"), directory, debian, *PACKAGES], stdout=subprocess.DEVNULL)
    found = [path for name in LIBRARIES for path in glob.glob(f"{directory}/root/**/{name}", recursive=True)]
    return found, fetched.returncode == 0 and bool(found)


def main():
    judge, cache, arch, *options = sys.argv[1:]
    debian, random, runs = DEBIAN[arch]
    seed = os.environ.get("CALLCONV_SEED", "1")
    found, is_whole = libraries(cache, arch, debian)
    commands = [[judge, arch, path] for path in found]
    if random:
        commands.append([judge, arch, "--random", str(random), seed])
    if runs and "--emulator" in options:
        commands.append([judge, arch, "--run", str(runs), seed, *found])
    passed = failed = 0
    skipped = 0 if is_whole else 1
    for command in commands:
        print(" ".join(command[1:]), flush=True)
        status = subprocess.run(command).returncode
        passed, failed = passed + (status == 0), failed + (status != 0)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
