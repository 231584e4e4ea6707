#!/usr/bin/env python3
"""`callconv conform` as its users meet it: compilers that conform, that do not, that crash, hang or are none.

usage: test_conform.py CALLCONV
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CALLCONV = os.path.abspath(sys.argv[1])
SCRATCH = pathlib.Path()


class Skip(Exception):
    """A judge is missing."""


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Skip(f"no {program}")


def conform(*arguments, env=None):
    environment = {key: item for key, item in os.environ.items() if key != "CALLCONV_SEED"}
    environment.update(env or {})
    return subprocess.run([CALLCONV, "conform", *arguments], capture_output=True, text=True, cwd=SCRATCH, timeout=280,
                          stdin=subprocess.DEVNULL, env=environment)


def report(*arguments, status):
    done = conform("--format", "json", *arguments)
    assert done.returncode == status, f"exit status {done.returncode}, not {status}: {done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def wrapper(name, script):
    """A compiler of the test's own: a shell script."""
    path = SCRATCH / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return str(path)


def test_gcc_conforms():
    need("gcc")
    answer = report("--cc", "gcc -O2", "--cases", "60", "--shrink", "1", status=0)
    assert answer["conforms"] and answer["differ"] == 0 and not answer["findings"]
    assert answer["agree"] >= 55, answer["agree"]
    assert answer["compiler"]["kind"] == "gcc" and answer["compiler"]["reading"] == "gcc"
    assert answer["fixed"]["failed"] == 0 and answer["fixed"]["passed"] > 20


def test_clang_conforms():
    need("clang-19")
    answer = report("--cc", "clang-19 -O1", "--cases", "60", "--shrink", "1", status=0)
    assert answer["compiler"]["kind"] == "clang" and "19" in answer["compiler"]["version"]
    assert answer["conforms"] and not answer["findings"]


def test_wrong_results():
    """Structs returned in memory: found, reduced to one member or two, explained, and reproduced by two files."""
    need("gcc")
    cc = wrapper("memory", 'exec gcc -fpcc-struct-return "$@"\n')
    out = SCRATCH / "memory.json"
    done = conform("--cc", cc, "--cases", "40", "--shrink", "3", "--types", "struct,integer,floating", "--format", "json", "-o", str(out))
    assert done.returncode == 1, done.stderr
    answer = json.loads(out.read_text())
    findings = answer["findings"]
    assert 1 <= len(findings) <= 6, "failures of one cause are not grouped"
    assert sum(item["count"] for item in findings) <= answer["differ"], answer
    for item in findings: # a struct of one member or two, whoever errs: its address is handed over where none is wanted
        assert item["prototype"].count("\n") <= 3, item["prototype"]
        assert re.search(r"struct t\d+ f\(", item["prototype"]), item["prototype"]
        assert item["aspect"] in ("caller-argument", "callee-result", "caller-result", "call", "crash"), item
    rules = [item["rule"] for item in findings if item["rule"]]
    assert rules and all(rule["document"].startswith("AMD64 psABI") and rule["section"] == "3.2.3" for rule in rules), rules
    check_reproducer(next(item for item in findings if item["reproducer"] and item["reproducer"]["verified"]))


def check_reproducer(item):
    """It fails alone, and passes when the wrong compiler is replaced."""
    assert item["reproducer"]["verified"]
    place, command = item["reproducer"]["directory"], item["reproducer"]["command"]
    assert sorted(os.listdir(place)) == ["callee.c", "caller.c"], os.listdir(place)
    failed = subprocess.run(command, shell=True, cwd=place, capture_output=True, text=True, timeout=60)
    assert failed.returncode == 1 or failed.returncode > 128, failed
    wrong = re.search(r"\S*/(memory|left)\b", command).group()
    right = subprocess.run(command.replace(wrong, "gcc"), shell=True, cwd=place, capture_output=True, text=True, timeout=60)
    assert right.returncode == 0, right.stdout + right.stderr


def test_wrong_layout():
    need("gcc")
    cc = wrapper("packed", 'exec gcc -fpack-struct=1 "$@"\n')
    answer = report("--cc", cc, "--cases", "30", "--shrink", "2", "--types", "struct,integer", status=1)
    assert any(item["aspect"] == "layout" for item in answer["findings"]), answer["findings"]
    text = " ".join(item["observed"] for item in answer["findings"])
    assert "instead of" in text


def test_wrong_preserved():
    need("gcc")
    cc = wrapper("clobbering", 'exec gcc -fcall-used-rbx "$@"\n')
    answer = report("--cc", cc, "--cases", "20", "--shrink", "1", "--types", "integer", status=1)
    assert any("rbx" in row for row in answer["fixed"]["failures"]), answer["fixed"]


def test_tcc():
    """Another compiler: what it lacks is not drawn, its errors are found, the platform's gcc links."""
    need("tcc", "gcc")
    answer = report("--cc", "tcc", "--cases", "60", "--shrink", "3", status=1)
    assert answer["compiler"]["kind"] == "tcc" and answer["compiler"]["reading"] == "document"
    assert {"int128", "vector", "complex"} <= set(answer["compiler"]["lacks"])
    assert answer["agree"] > 20 and any(item["aspect"] == "caller-argument" for item in answer["findings"])
    assert any(item["reproducer"] and item["reproducer"]["verified"] for item in answer["findings"])


def crashing(action):
    """A compiler that fails at every file in which a struct holds a bit-field of 3 bits, or a union."""
    return ('for argument; do case $argument in *cases.c) if grep -q "union t" "$argument"; then ' + action + '; fi;; esac; done\n'
            'exec gcc "$@"\n')


def test_crash():
    need("gcc")
    cc = wrapper("crashing", crashing('kill -SEGV $$'))
    answer = report("--cc", cc, "--cases", "30", status=0)
    rows = sum(row["count"] for row in answer["crashes"])
    assert rows > 0 and answer["agree"] + rows >= 25, answer
    assert answer["conforms"]
    reduced, = [item for item in answer["findings"] if item["aspect"] == "compiler-crash"]
    assert reduced["count"] == rows and "union t" in reduced["prototype"] and "struct" not in reduced["prototype"], reduced


def test_hang():
    need("gcc")
    cc = wrapper("hanging", crashing('exec sleep 100'))
    answer = report("--cc", cc, "--cases", "12", "--time-limit", "2", status=0)
    assert sum(row["count"] for row in answer["hangs"]) > 0, answer
    assert answer["agree"] > 0


def test_refusal():
    need("gcc")
    cc = wrapper("refusing", crashing('echo "no unions here" >&2; exit 1'))
    answer = report("--cc", cc, "--cases", "30", status=0)
    assert sum(row["count"] for row in answer["refused"]) > 0, answer


def test_against():
    need("gcc", "tcc")
    done = conform("--cc", "gcc", "--against", "tcc", "--cases", "20", "--shrink", "2", "--format", "json")
    assert done.returncode == 1, done.stderr
    there, back = json.loads(done.stdout)
    assert there["against"]["command"] == "tcc" and back["against"]["command"] == "gcc"
    blamed = {item["compiler"] for part in (there, back) for item in part["findings"]}
    assert blamed == {"tcc"}, blamed


def test_against_emulated():
    """Two objects meet in the emulator: callers of one compiler, callees of the other."""
    need("clang-19")
    done = conform("--cc", "clang", "--target", "aarch64-macos", "--against", "clang -O0", "--types", "integer,floating,struct",
                   "--cases", "20", "--shrink", "1", "--format", "json")
    if done.returncode == 2 and "libunicorn" in done.stderr:
        raise Skip("no libunicorn")
    assert done.returncode == 0, done.stderr + done.stdout
    there, back = json.loads(done.stdout)
    assert there["agree"] == 20 and back["agree"] == 20, (there, back)


def test_zig():
    """Functions written in Zig, whose compiler leaves the psABI in known places."""
    done = conform("--cc", wrapper("zig", "exit 1\n"), "--target", "x86_64-linux-gnu")
    assert done.returncode == 2 and "does not compile" in done.stderr, done.stderr
    need("zig", "gcc")
    answer = report("--cc", "zig", "--target", "x86_64-linux-gnu", "--cases", "20", "--shrink", "1", status=1)
    assert answer["compiler"]["kind"] == "zig" and "bit-field" in answer["compiler"]["lacks"]
    assert answer["agree"] > 8 and answer["findings"], answer


def test_no_compiler():
    for cc in ("no-such-compiler", wrapper("nothing", "exit 1\n")):
        done = conform("--cc", cc, "--cases", "10")
        assert done.returncode == 2 and done.stderr.startswith("callconv conform: ") and not done.stdout, done
    done = conform("--cc", "no-such-compiler", "--cases", "10", "--format", "counts")
    assert done.returncode == 0 and done.stdout.endswith("0 passed, 0 failed, 10 skipped\n"), done


def test_usage():
    for arguments in ([], ["--cc"], ["--cc", "gcc", "--cases", "none"], ["--cc", "gcc", "--format", "xml"],
                      ["--cc", "gcc", "--types", "strict"], ["--cc", "gcc", "--frob"], ["--cc", "gcc", "--abi", "fast"],
                      ["--cc", "gcc", "--as", "me"], ["--cc", "gcc", "--target", "pdp11"]):
        done = conform(*arguments)
        assert done.returncode == 2 and done.stderr, (arguments, done)
        assert not done.stdout, (arguments, done.stdout)


def test_help_and_list():
    help_text = conform("--help")
    assert help_text.returncode == 0 and "Exit status: 0 the compiler conforms" in help_text.stdout
    listed = conform("--list")
    assert listed.returncode == 0 and "  bit-field " in listed.stdout


def test_formats():
    need("gcc")
    text = conform("--cc", "gcc", "--cases", "20", "--types", "integer,struct")
    assert text.returncode == 0 and "agree in every byte" in text.stdout, text
    markdown = conform("--cc", "gcc", "--cases", "20", "--types", "integer,struct", "--format", "markdown")
    assert markdown.stdout.startswith("# gcc") and "\n## Result\n" in markdown.stdout, markdown
    counts = conform("--cc", "gcc", "--cases", "20", "--types", "integer,struct", "--format", "counts")
    assert re.search(r"^\d+ passed, 0 failed, 0 skipped\n\Z", counts.stdout, re.M), counts


def test_types():
    """Only what is asked for is drawn."""
    need("gcc")
    done = conform("--cc", "gcc", "--cases", "200", "--only-case", "7", "--types", "floating,-variadic")
    assert done.returncode == 0, done
    prototype = done.stderr.split("f_0(")[1].split(")")[0]
    assert set(prototype.replace(",", " ").split()) <= {"float", "double", "void"}, prototype


def test_seed():
    need("gcc")
    one = conform("--cc", "gcc", "--only-case", "3", env={"CALLCONV_SEED": "9"})
    two = conform("--cc", "gcc", "--only-case", "3", "--seed", "9")
    three = conform("--cc", "gcc", "--only-case", "3", "--seed", "10")
    assert one.stderr == two.stderr != three.stderr


def main():
    global SCRATCH
    passed = failed = skipped = 0
    with tempfile.TemporaryDirectory(prefix="callconv-conform-test-") as directory:
        SCRATCH = pathlib.Path(directory)
        chosen = sys.argv[2:]
        for name, test in sorted(globals().items()):
            if not name.startswith("test_") or (chosen and name not in chosen):
                continue
            try:
                test()
                passed += 1
            except Skip as skip:
                print(f"skipped {name}: {skip}")
                skipped += 1
            except (AssertionError, subprocess.TimeoutExpired, ValueError, KeyError, IndexError) as error:
                print(f"FAILED {name}: {str(error)[:1500]}")
                failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(failed != 0)


main()
