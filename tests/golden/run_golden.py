#!/usr/bin/env python3
"""Golden cases: declarations with the JSON that callconv must print for them.

tests/golden/<convention>/<case>.h is explained under that convention; tests/golden/layout/<case>.h is laid out for
every target. The answer lies beside it, as <case>.json. A case names its source in a comment ("Source: ..."); a line
"Options: --varargs 'int'" in a comment adds options. `--bless` writes the answers again: look at the difference
before it is committed.

usage: run_golden.py [--bless] [-v] CALLCONV [PATH...]
"""
import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
OPTIONS = re.compile(r"^\W*Options:\s*(.*?)\s*(?:\*/)?\s*$", re.MULTILINE)
SOURCE = re.compile(r"\bSource:", re.IGNORECASE)


def command_of(callconv, case):
    text = case.read_text(encoding="utf-8")
    options = [word for found in OPTIONS.findall(text) for word in shlex.split(found)]
    if case.parent.name == "layout":
        return [callconv, "layout", "--format", "json", "--target", "all", *options, case.name], text
    return [callconv, "explain", "--format", "json", "--abi", case.parent.name, *options, case.name], text


def difference(expected, actual, path="$"):
    """The first place where two JSON values differ, as a line."""
    if type(expected) is not type(actual):
        return f"{path}: expected {json.dumps(expected)}, got {json.dumps(actual)}"
    if isinstance(expected, dict):
        for key in list(expected) + [key for key in actual if key not in expected]:
            if key not in actual or key not in expected:
                return f"{path}.{key}: " + ("missing" if key not in actual else f"unexpected: {json.dumps(actual[key])}")
            found = difference(expected[key], actual[key], f"{path}.{key}")
            if found:
                return found
    elif isinstance(expected, list):
        if len(expected) != len(actual):
            return f"{path}: expected {len(expected)} entries, got {len(actual)}: {json.dumps(actual)[:200]}"
        for i, (one, other) in enumerate(zip(expected, actual)):
            name = one.get("name", i) if isinstance(one, dict) else i
            found = difference(one, other, f"{path}[{name}]")
            if found:
                return found
    elif expected != actual:
        return f"{path}: expected {json.dumps(expected)}, got {json.dumps(actual)}"
    return None


def run(callconv, case, bless):
    """None if the case is as blessed, else what is wrong."""
    command, text = command_of(callconv, case)
    done = subprocess.run(command, cwd=case.parent, capture_output=True, text=True, timeout=60)
    if not SOURCE.search(text):
        return 'names no source (a comment "Source: ...")'
    if done.returncode != 0 or done.stderr:
        return f"exit status {done.returncode}: {done.stderr.strip()}"
    answer = case.with_suffix(".json")
    if bless:
        answer.write_text(done.stdout, encoding="utf-8")
        return None
    if not answer.exists():
        return "has no answer yet; write one with --bless"
    return difference(json.loads(answer.read_text(encoding="utf-8")), json.loads(done.stdout))


def main():
    parser = argparse.ArgumentParser(description="Golden cases: declarations and the JSON that callconv prints.")
    parser.add_argument("--bless", action="store_true", help="write the answers")
    parser.add_argument("-v", dest="verbose", action="store_true", help="name every case")
    parser.add_argument("callconv")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help="cases or their folders; all")
    options = parser.parse_args()
    callconv = str(pathlib.Path(options.callconv).resolve())
    cases = sorted(HERE.glob("*/*.h"))
    if options.paths:
        wanted = [path.resolve() for path in options.paths]
        cases = [case for case in cases if case in wanted or case.parent in wanted]
    failed = 0
    for case in cases:
        wrong = run(callconv, case, options.bless)
        if wrong:
            failed += 1
            print(f"FAIL {case.parent.name}/{case.name}: {wrong}")
        elif options.verbose:
            print(f"ok   {case.parent.name}/{case.name}")
    for answer in sorted(HERE.glob("*/*.json")) if not options.paths else []:
        if not answer.with_suffix(".h").exists():
            failed += 1
            print(f"FAIL {answer.parent.name}/{answer.name}: has no declaration beside it")
    print(f"{len(cases) - min(failed, len(cases))} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
