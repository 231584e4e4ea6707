#!/usr/bin/env python3
"""`callconv call` as its users meet it: every form of value and every error (golden/call.txt), crashes, headers, JSON.

usage: test_call.py [--bless] CALLCONV LIBRARY [NAME...]
"""
import json
import pathlib
import platform
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

import test_cli as cli
from test_cli import Skip, has, need, same

LIBRARY = ""
GOLDEN = pathlib.Path(__file__).resolve().parent / "golden" / "call.txt"


def call(*arguments, **more):
    return cli.run("call", *[argument.replace("LIB", LIBRARY) if argument == "LIB" else argument for argument in arguments],
                   **more)


def good(*arguments):
    done = call(*arguments)
    assert done.returncode == 0, f"exit status {done.returncode}: {done.stderr}"
    same(done.stderr, "")
    return done.stdout


def answer(line):
    """The block of one command: standard output, standard error, exit status; what changes from run to run is replaced."""
    done = call(*shlex.split(line))
    text = done.stdout + ("\n" if done.stdout and not done.stdout.endswith("\n") else "") + done.stderr
    text = text.replace(LIBRARY, "LIB").replace(pathlib.Path(LIBRARY).name, "LIB")
    text = re.sub(r"the instruction is in .*", "the instruction is in ...", text)
    return f"$ {line}\n{text}=> {done.returncode}\n"


def test_golden():
    if platform.machine() != "x86_64":
        raise Skip("the expected text is that of x86-64")
    expected = GOLDEN.read_text(encoding="utf-8")
    blocks = [answer(line[2:]) for line in expected.splitlines() if line.startswith("$ ")]
    if cli.BLESS:
        GOLDEN.write_text("".join(blocks), encoding="utf-8")
        return
    actual = "".join(blocks)
    if actual != expected:
        import difflib
        lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), str(GOLDEN), "now", lineterm="", n=6)
        raise AssertionError("\n".join(lines))


def test_place_of_a_crash():
    text = call("LIB", "void crash(int *at)", "null").stderr
    assert re.search(r"calling 'crash' of .*signal 11 \(Segmentation fault\) at address 0x0: .*, crash\+0x[0-9a-f]+\n", text), text


def test_stack_overflow_is_a_message():
    done = call("LIB", "int overflow_stack(int depth)", "0")
    same(done.returncode, 1)
    has(done.stderr, "signal 11", "overflow_stack")


def test_crash_loses_no_output():
    same(call("LIB", "void say_then_crash(void)").stdout, "half a line")


def test_nothing_runs_on_when_the_command_is_ended():
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGHUP):
        with subprocess.Popen([cli.CALLCONV, "call", "self", "long read(int, char *, unsigned long)", "0", "&[1]", "1"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL)) as command: # nohup ignores it
            children = pathlib.Path(f"/proc/{command.pid}/task/{command.pid}/children")
            if not children.exists():
                raise Skip("the kernel does not list children")
            until(lambda: children.read_text())  # pylint: disable=cell-var-from-loop
            child = children.read_text().split()[0]
            time.sleep(0.05)
            command.send_signal(number)
            command.wait()
            until(lambda: not runs(child))  # pylint: disable=cell-var-from-loop


def until(holds):
    end = time.time() + 10
    while not holds():
        assert time.time() < end, "waited for nothing"
        time.sleep(0.01)


def runs(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_library_of_another_processor():
    path = cli.SCRATCH / "narrow.so"
    path.write_bytes(b"\x7fELF\x01\x01\x01" + bytes(9) + bytes([3, 0, 3, 0, 1]) + bytes(1000))
    done = call(str(path), "int f(void)")
    same(done.returncode, 1)
    same(done.stderr, f"callconv: cannot load {path}: wrong ELF class: ELFCLASS32: it is for another processor than this command\n")


def test_output_before_answer():
    same(good("self", "int puts(const char *)", '"line"'), "line\n5\n")


def test_standard_input_is_the_function_s():
    same(call("self", "int getchar(void)", text="A").stdout, "65\n")


def test_output_file():
    path = cli.SCRATCH / "answer"
    same(good("-o", str(path), "self", "int puts(const char *)", '"line"'), "line\n")
    same(path.read_text(), "5\n")


def test_nothing_is_written_to_the_file_of_a_crash():
    path = cli.SCRATCH / "crashed"
    call("-o", str(path), "LIB", "void crash(int *)", "null")
    assert not path.exists()


def test_time():
    text = good("--time", "1000", "LIB", "int same_int(int x)", "5")
    assert re.fullmatch(r"5\ntime = [0-9.e+]+ ns a call \(median, 1000 calls\)\n", text), text
    timed = json.loads(good("--json", "--time", "7", "LIB", "int same_int(int x)", "5"))
    same((timed["result"]["value"], timed["time"]["calls"]), (5, 7))
    assert timed["time"]["median_ns"] > 0


def test_json_engine():
    for engine in ("compiled", "code-free"):
        one = json.loads(good("--json", "--engine", engine, "LIB", "int same_int(int x)", "5"))
        same((one["schema"], one["engine"], one["result"]), (1, engine, {"type": "int", "value": 5}))


def test_json_pointer():
    one = json.loads(good("--json", "LIB", "const char *same_text(const char *x)", '"a\\"\\377é"'))
    same(one["result"]["value"]["string"], 'a"\ufffdé')
    assert re.fullmatch("0x[0-9a-f]+", one["result"]["value"]["address"])
    one = json.loads(good("--json", "LIB", "void *same_pointer(void *x)", "null"))
    same(one["result"], {"type": "void *", "value": None})


def test_shown_values_read_back():
    """What is shown of a struct is a value again."""
    prototype = ("struct bits { unsigned a : 3; int b : 5; long long c : 40; _Bool d : 1; }; "
                 "struct bits same_bits(struct bits b)")
    shown = "{.a = 1, .b = 5, .c = -7, .d = true}"
    for i in range(4):
        shown = good("LIB", prototype, shown).strip()
    same(shown, "{.a = 1, .b = 1, .c = -7, .d = true}")


def test_header():
    need("cc")
    same(good("--header", "stdlib.h", "self", "div", "7", "2"), "{.quot = 3, .rem = 1}\n")
    same(good("--header", "<stdlib.h>", "self", "div_t div(int, int)", "7", "2"), "{.quot = 3, .rem = 1}\n")
    path = cli.write("own.h", "#define ONE 1\nstruct own { int x; };\nint same_int(int x);\n")
    same(good("--header", path, "LIB", "same_int", "7"), "7\n")
    same(good("--header", path, "LIB", "int sum(const struct own *, int)", "{{3}, {4}}", "ONE + ONE"), "7\n")
    same(good("-I", str(cli.SCRATCH), "--header", "own.h", "LIB", "same_int", "-3"), "-3\n")
    same(good("-D", "NUMBER=int", "LIB", "NUMBER same_int(NUMBER x)", "7"), "7\n")


def test_macros_of_a_header():
    need("cc")
    text = good("--errno", "--header", "fcntl.h", "self", "open", '"/nothing"', "O_RDWR | O_NONBLOCK")
    same(text, "-1\nerrno = 2 (No such file or directory)\n")
    done = call("--header", "fcntl.h", "self", "open", '"/nothing"', "O_RDWRITE")
    same((done.returncode, done.stderr), (2, "<argument 2>:1:1: error: 'O_RDWRITE' is not declared\nO_RDWRITE\n^\n"))


def test_wrong_header():
    need("cc")
    done = call("--header", "stdlib.h", "self", "no_such_function", "1")
    same(done.returncode, 1)
    has(done.stderr, "no function 'no_such_function' is declared in stdlib.h")
    has(call("--header", "stdlib.h", "self", "qsrot").stderr, "is declared in stdlib.h; did you mean 'qsort'?")
    done = call("--header", "no_such_header.h", "self", "div", "1", "2")
    same(done.returncode, 1)
    has(done.stderr, "no_such_header.h")


def test_asm_label_of_a_header():
    """glibc's <stdio.h> declares sscanf under another symbol."""
    need("cc")
    same(good("--header", "stdio.h", "self", "sscanf", '"7"', '"%d"', "&(int)"), "1\n#3 = 7\n")


def test_help_shows_values():
    has(good("--help"), "Usage: callconv call", "&{1, 2}", "--header", "Exit status")


def main():
    global LIBRARY
    arguments = sys.argv[1:]
    cli.BLESS = "--bless" in arguments
    arguments = [argument for argument in arguments if argument != "--bless"]
    cli.CALLCONV, LIBRARY = (str(pathlib.Path(path).resolve()) for path in arguments[:2])
    tests = {name[5:]: test for name, test in globals().items() if name.startswith("test_") and callable(test)}
    with tempfile.TemporaryDirectory() as scratch:
        cli.SCRATCH = pathlib.Path(scratch)
        return cli.run_tests(tests, arguments[2:])


if __name__ == "__main__":
    sys.exit(main())
