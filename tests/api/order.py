#!/usr/bin/env python3
"""Each folder of src includes only itself and folders before it; nothing there calls the operating system."""
import os
import re

from counting import Cases

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
ORDER = ["base", "type", "decl", "arch", "convention", "plan", "render", "emit", "exec"]
# What the core may ask of the C library: memory and text. stdlib.h is for the default allocator, and for the
# renderers' scratch memory, since their interface has no allocator.
SYSTEM = {"assert.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "inttypes.h", "limits.h", "string.h", "stdio.h"}
# Code at run time needs the operating system: in exec alone, and there in os.h and os_*.c.
SYSTEM_OF = {"base/base.c": {"stdlib.h"}, "render": {"stdlib.h"}, "exec/os.h": {"pthread.h"}, "exec/stub.c": {"errno.h"}, "exec/checked_x86.c": {"cpuid.h"},
             "exec/debugger.c": {"link.h"}, "exec/os_linux.c": {"dlfcn.h", "fcntl.h", "sys/auxv.h", "sys/mman.h", "sys/prctl.h", "unistd.h"},
             "exec/os_windows.c": {"windows.h"}}
FORBIDDEN = re.compile(r"\b(printf|puts|putchar|fprintf|fputs|fopen|exit|abort|setjmp|longjmp|getenv|malloc|calloc|"
                       r"realloc|free|errno|strtok|setlocale|system|time)\s*\(")
FORBIDDEN_OF = {"exec/os_linux.c": {"fopen"}, "base/base.c": {"realloc", "free"}, "render": {"malloc", "calloc", "realloc", "free"}}


def without_comments(text):
    return re.sub(r'/\*.*?\*/|"(\\.|[^"\\\n])*"', lambda m: '""' if m.group(0)[0] == '"' else " ", text,
                  flags=re.DOTALL)


def check_file(cases, folder, name, text):
    path = f"{folder}/{name}"
    for system, local in re.findall(r'^\s*#\s*include\s+(?:<([^>]+)>|"([^"]+)")', text, flags=re.MULTILINE):
        if system:
            allowed = SYSTEM | SYSTEM_OF.get(path, set()) | SYSTEM_OF.get(folder, set())
            cases.check(system in allowed, path, f"includes <{system}>")
            continue
        of = local.split("/")[0]
        good = of == "callconv" or (of in ORDER and ORDER.index(of) <= ORDER.index(folder))
        cases.check(good, path, f'includes "{local}"; {folder} may include: callconv '
                    + " ".join(ORDER[:ORDER.index(folder) + 1]))
    if name.endswith((".c", ".h")):
        used = set(FORBIDDEN.findall(without_comments(text))) - FORBIDDEN_OF.get(path, set()) - FORBIDDEN_OF.get(folder, set())
        cases.check(not used, path, "calls " + ", ".join(sorted(used)))


def main():
    cases = Cases()
    found = sorted(entry for entry in os.listdir(os.path.join(ROOT, "src"))
                   if os.path.isdir(os.path.join(ROOT, "src", entry)))
    cases.check(found == sorted(ORDER), "folders of src", " ".join(found))
    for folder in ORDER:
        for name in sorted(os.listdir(os.path.join(ROOT, "src", folder))):
            if name.endswith((".c", ".h", ".inc")):
                with open(os.path.join(ROOT, "src", folder, name), encoding="utf-8") as file:
                    check_file(cases, folder, name, file.read())
    cases.end()


main()
