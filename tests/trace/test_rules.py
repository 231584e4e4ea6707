#!/usr/bin/env python3
"""Each rule that `callconv trace` checks, on each architecture: code that breaks it, and code that nearly does.

A line that ends with /*!*/ is the one that must be marked, with the case's rule; a case without such a line breaks nothing.

usage: test_rules.py CALLCONV [WORD...]
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
from counting import Cases  # noqa: E402
from rules import CASES, MACHINES  # noqa: E402


def found_in(text):
    """(rule, line of the source) of each violation that `--checks` writes."""
    line, found = None, []
    for row in text.splitlines():
        here = re.match(r"0x[0-9a-f]+ .*case\.s:(\d+):", row)
        said = re.match(r"\s+(?:✗|x|!+) ([a-z-]+):", row)
        if here:
            line = int(here.group(1))
        elif said:
            cause = re.search(r"\(caused at 0x[0-9a-f]+(?:, case\.s:(\d+))?\)", row)
            found.append((said.group(1), (cause.group(1) and int(cause.group(1))) if cause else line))
    return found


def run_case(cases, directory, machine, rule, name, code, prototypes):
    assembler, head, options = MACHINES[machine]
    title = f"{machine}: {rule}: {name}"
    if not shutil.which(assembler.split()[0]):
        cases.skip(title, f"{assembler.split()[0]} is not installed")
        return
    name_in_file = "_f" if "_f:" in code else "f"
    text = f"{head}\n.text\n.globl {name_in_file}\n{code}\n"
    source = directory / "case.s"
    source.write_text(text)
    wanted = [(rule, number) for number, row in enumerate(text.splitlines(), 1) if row.rstrip().endswith("/*!*/")]
    values = ", ".join("7" for _ in re.findall(r"\bint\b", re.search(r"\bf\(([^)]*)\)", prototypes).group(1)))
    done = subprocess.run([CALLCONV, "trace", f"{source}:f", "--cc", assembler, "--checks", "--prototype", prototypes, "--args", values, *options], capture_output=True,
                          text=True, stdin=subprocess.DEVNULL, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"})
    found = [pair for pair in found_in(done.stdout) if pair[0] != "fault"]
    cases.check(found == wanted, title, f"wanted {wanted}, found {found}\n{done.stdout}{done.stderr}\n{code}")
    cases.check(done.returncode == (1 if wanted else 0), f"{title}: exit status", f"{done.returncode}\n{done.stderr}")


def main():
    cases = Cases()
    with tempfile.TemporaryDirectory() as directory:
        for machines, rule, name, code, prototypes in CASES:
            for machine in machines.split():
                if all(word in f"{machine} {rule} {name}" for word in WORDS):
                    run_case(cases, pathlib.Path(directory), machine, rule, name, code, prototypes)
    cases.end()


CALLCONV, WORDS = os.path.abspath(sys.argv[1]), sys.argv[2:]
main()
