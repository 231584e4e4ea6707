"""The library for another processor: what compiles it, what runs its programs, and where it is kept."""
import glob
import os
import shutil
import subprocess

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
# As tools/conform/compilers.c looks for it: Debian keeps it off the path.
WINE = [next((name for name in ("wine64", "/usr/lib/wine/wine64", "wine") if shutil.which(name)), "wine64")]
if shutil.which(WINE[0]):
    os.environ.setdefault("WINEDEBUG", "-all")
# The compiler that builds the library and driver, and what runs the program.
TARGETS = {
    "x86_64-linux-gnu": ("gcc", []),
    "i686-linux-gnu": ("i686-linux-gnu-gcc", []),
    "aarch64-linux-gnu": ("aarch64-linux-gnu-gcc", ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"]),
    "arm-linux-gnueabihf": ("arm-linux-gnueabihf-gcc", ["qemu-arm", "-L", "/usr/arm-linux-gnueabihf"]),
    "arm-linux-gnueabi": ("arm-linux-gnueabi-gcc", ["qemu-arm", "-L", "/usr/arm-linux-gnueabi"]),
    "riscv64-linux-gnu": ("riscv64-linux-gnu-gcc", ["qemu-riscv64", "-L", "/usr/riscv64-linux-gnu"]),
    "x86_64-windows-gnu": ("x86_64-w64-mingw32-gcc", WINE),
}


def missing(target):
    """What is needed for the target and not installed; None if nothing is."""
    compiler, runner = TARGETS[target]
    return next((name for name in [compiler] + runner[:1] if not shutil.which(name)), None)


def library(build, target, compiler, options=()):
    """libcallconv.a for the target, compiled with these options; made once, and again when a source is newer."""
    directory = os.path.join(build, "tests", "pair", target + "".join(options))
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "lock"), "w") as lock:
        subprocess.run(["flock", str(lock.fileno())], pass_fds=[lock.fileno()], check=True)
        archive = os.path.join(directory, "libcallconv.a")
        sources = sorted(glob.glob(os.path.join(ROOT, "src", "*", "*.[cS]")))
        newest = max(os.path.getmtime(f) for f in sources + glob.glob(os.path.join(ROOT, "*", "*", "*.h")))
        if os.path.exists(archive) and os.path.getmtime(archive) > newest:
            return archive
        objects = []
        for source in sources:
            objects.append(os.path.join(directory, os.path.relpath(source, ROOT).replace("/", "-") + ".o"))
            subprocess.run([compiler, "-std=c11", "-O1", "-g", "-w", *options, "-I", os.path.join(ROOT, "include"), "-I",
                            os.path.join(ROOT, "src"), "-c", source, "-o", objects[-1]], check=True)
        if os.path.exists(archive):
            os.remove(archive)
        subprocess.run(["ar", "rcs", archive, *objects], check=True)
    return archive
