#!/usr/bin/env python3
"""`callconv trace` on the examples, on every processor and format, and with wrong input.

usage: test_trace.py [--bless] CALLCONV
"""
import difflib
import json
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "api"))
from counting import Cases  # noqa: E402

EXAMPLES = ROOT / "examples" / "trace"
PROTOTYPES = "int add(int, int); int add2(int, int); int main(void)"

# Name of the golden text, file, compiler.
FOO = [("foo_sysv", "gcc"), ("foo_i386", "i686-linux-gnu-gcc"), ("foo_win", "x86_64-w64-mingw32-gcc"), ("foo_aarch64", "aarch64-linux-gnu-gcc"),
       ("foo_arm", "arm-linux-gnueabihf-gcc"), ("foo_riscv64", "riscv64-linux-gnu-gcc")]
# File, assembler, the rules that it breaks, in order.
SUMS = [("sum_sysv.s", "gcc", []), ("sum_sysv_unset_al.s", "gcc", ["vector-count"]),
        ("sum_sysv_misaligned.s", "gcc", ["stack-misaligned", "stack-misaligned"]),
        ("sum_sysv_clobbered_rbx.s", "gcc", ["preserved-register"]),
        ("sum_win.asm", "", []), ("sum_win_no_shadow.asm", "", ["shadow-space", "shadow-space", "return-address"]),
        ("sum_win_misaligned.asm", "", ["stack-misaligned", "stack-misaligned"]),
        ("sum_sysv.nasm", "", []), ("sum_win.nasm", "", []), ("sum_win_clobbered_rdi.nasm", "", ["preserved-register"]),
        ("sum_aarch64.s", "aarch64-linux-gnu-gcc", []), ("sum_aarch64_clobbered_x19.s", "aarch64-linux-gnu-gcc", ["preserved-register"]),
        ("sum_aarch64_misaligned.s", "aarch64-linux-gnu-gcc", ["stack-misaligned", "stack-misaligned"])]
# Other platforms' objects and linked programs: compiler, how foo.c becomes a file.
PLATFORMS = ["clang-19 --target=x86_64-apple-macos13", "clang-19 --target=arm64-apple-macos13", "clang-19 --target=x86_64-pc-windows-msvc",
             "clang-19 --target=aarch64-pc-windows-msvc", "i686-w64-mingw32-gcc", "arm-linux-gnueabi-gcc -mthumb", "clang-19"]


def run(*arguments):
    return subprocess.run([CALLCONV, "trace", *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=EXAMPLES,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=120)


def assembled(file, assembler):
    return ["--cc", assembler] if assembler else ["--abi", "win"] if file.endswith(".nasm") and "win" in file else []


def compare(cases, name, text):
    path = HERE / "golden" / f"{name}.txt"
    if BLESS:
        path.write_text(text, encoding="utf-8")
    want = path.read_text(encoding="utf-8") if path.exists() else ""
    difference = "\n".join(difflib.unified_diff(want.splitlines(), text.splitlines(), "golden", "now", lineterm=""))
    cases.check(want == text, name, difference[:3000])


def goldens(cases):
    for name, compiler in FOO:
        done = run("foo.c:bar", "--cc", f"{compiler} -O0", "--ascii")
        cases.check(done.returncode == 0, f"{name} runs", done.stderr)
        compare(cases, name, done.stdout)
    for file, assembler, _ in SUMS:
        done = run(file + ":main", "--prototype", PROTOTYPES, "--ascii", *assembled(file, assembler))
        compare(cases, file.split(".")[0] + ("_nasm" if file.endswith(".nasm") else ""), done.stdout)


def mistakes(cases):
    for file, assembler, rules in SUMS:
        options = ["--prototype", PROTOTYPES, "--format", "json", *assembled(file, assembler)]
        done = run(file + ":main", *options)
        answer = json.loads(done.stdout)
        found = [finding["rule"] for step in answer["steps"] for finding in step["findings"]]
        cases.check(found == rules, f"{file} breaks {rules}", f"{found}\n{done.stderr}")
        cases.check(done.returncode == (1 if rules else 0), f"{file} exit status", str(done.returncode))
        cases.check(done.stderr.startswith("sum: 42\n"), f"{file} prints the sum", done.stderr)


def platforms(cases):
    for compiler in PLATFORMS:
        if not shutil.which(compiler.split()[0]):
            cases.skip(compiler, "not installed")
            continue
        done = run("foo.c:foo", "--cc", compiler, "--args", "-5, 47", "--checks")
        cases.check(done.returncode == 0 and "foo returns int: 42" in done.stdout, f"{compiler}: an object", done.stdout + done.stderr)
    for compiler in ("gcc", "gcc -static", "x86_64-w64-mingw32-gcc", "aarch64-linux-gnu-gcc", "riscv64-linux-gnu-gcc"):
        source, program = SCRATCH / "main.c", SCRATCH / "program"
        source.write_text('#include "foo.c"\nint main(void) { return bar(); }\n')
        done = subprocess.run([*compiler.split(), "-g", "-O0", f"-I{EXAMPLES}", str(source), "-o", str(program)], capture_output=True, text=True)
        done = run(f"{program}:bar", "--prototype", "int bar(void); int foo(int, int)", "--checks") if done.returncode == 0 else done
        cases.check(done.returncode == 0 and "bar returns int: 3" in done.stdout, f"{compiler}: a program", done.stdout + done.stderr)


def arguments(cases):
    source = SCRATCH / "arguments.c"
    source.write_text("struct p { double x; int n[2]; };\nlong f(signed char a, float b, struct p c, const char *s, unsigned long long big)\n"
                      "{ return a + (long)b + (long)c.x + c.n[1] + s[1] + (long)big; }\n"
                      "struct p g(int i) { struct p r = {i, {i, i}}; return r; }\n"
                      "long many(long a, long b, long c, long d, long e, long f, long g, short h) { return a + b + c + d + e + f + g + h; }\n")
    for compiler in ("gcc", "i686-linux-gnu-gcc", "aarch64-linux-gnu-gcc", "arm-linux-gnueabihf-gcc", "riscv64-linux-gnu-gcc", "x86_64-w64-mingw32-gcc"):
        done = run(f"{source}:f", "--cc", f"{compiler} -O1", "--args", '-3, 2.5, {10.0, {1, 7}}, "AB", 0x100', "--checks")
        cases.check(f": {-3 + 2 + 10 + 7 + 66 + 256}\n" in done.stdout, f"{compiler}: arguments of many types", done.stdout + done.stderr)
        done = run(f"{source}:g", "--cc", f"{compiler} -O1", "--args", "5", "--checks")
        cases.check("breaks the convention" in done.stdout and done.returncode == 0, f"{compiler}: a struct as result", done.stdout + done.stderr)
        done = run(f"{source}:many", "--cc", f"{compiler} -O1", "--args", "1,2,3,4,5,6,7,-8", "--checks")
        cases.check("returns long: 20" in done.stdout, f"{compiler}: arguments on the stack", done.stdout + done.stderr)


def names(cases):
    """Slots and registers say what they are for at that moment, before the call that needs them as well."""
    source = SCRATCH / "names.c"
    source.write_text("struct big { long n[4]; };\nint printf(const char *, ...);\n"
                      "long many(int a, int b, int c, int d, int e, int f, int g, short h, struct big i, int j) { return a + g + h + i.n[3] + j; }\n"
                      "static void set(int *p) { *p = 5; }\n"
                      "int run(void) { struct big i = {{1, 2, 3, 4}}; int x; set(&x); printf(\"%d %d\\n\", x, 7); return many(1, 2, 3, 4, 5, 6, 7, -8, i, 9); }\n")
    for compiler, kinds, roles in (
            ("gcc", {"argument", "return", "saved", "local", "padding", "unset", "outgoing"},
             {"rdi": ["argument 1, a", "outgoing argument 1 of many, a", "outgoing argument 1 of printf", "free"], "rdx": ["outgoing argument 3 of printf"],
              "rax": ["result", "result of many", "number of vector registers for printf"],
              "rbp": ["must be preserved: saved", "frame pointer; must be preserved: changed, saved", "must be preserved: restored"]}),
            ("x86_64-w64-mingw32-gcc", {"argument", "return", "saved", "padding", "outgoing", "room", "shadow"},
             {"rcx": ["argument 1, a", "outgoing argument 1 of many, a"], "rax": ["result of many"]}),
            ("i686-linux-gnu-gcc", {"argument", "return", "saved", "local", "padding", "unset", "outgoing"}, {"eax": ["result", "result of many"]}),
            ("aarch64-linux-gnu-gcc", {"argument", "return", "saved", "local", "padding", "unset", "outgoing", "room"},
             {"x0": ["argument 1, a", "outgoing argument 1 of many, a", "result of many"], "x30": ["return address", "free: return address saved"]}),
            ("arm-linux-gnueabihf-gcc", {"argument", "return", "saved", "local", "unset", "outgoing"}, {"r1": ["outgoing argument 2 of many, b"]}),
            ("riscv64-linux-gnu-gcc", {"argument", "return", "saved", "local", "padding", "unset", "outgoing"}, {"a1": ["argument 2, b", "outgoing argument 2 of many, b"]})):
        options = [f"{source}:run", "--cc", f"{compiler} -O0"]
        done = run(*options, "--format", "json")
        steps = json.loads(done.stdout)["steps"]
        found = {slot["kind"] for step in steps for slot in step["slots"]}
        cases.check(kinds <= found, f"{compiler}: kinds of slots", f"missing {kinds - found}")
        said = {(reg, role) for step in steps for reg, role in step["roles"].items()}
        for reg, role in ((reg, role) for reg in roles for role in roles[reg]):
            cases.check((reg, role) in said, f"{compiler}: {reg} is '{role}'", str(sorted(pair[1] for pair in said if pair[0] == reg)))
        call = next(i for i, step in enumerate(steps) if "(many)" in step["text"])
        early = [slot for step in steps[:call] for slot in step["slots"] if slot["label"].startswith("outgoing argument 10 of many, j") and slot.get("value") == "9"]
        cases.check(early, f"{compiler}: an argument on the stack is named before the call")
        cases.check(any(slot["label"] == "x: int" and slot["kind"] == "local" and slot["value"] == "5" for step in steps for slot in step["slots"])
                    or "w64" in compiler, f"{compiler}: a variable that is set through a pointer")
        text = run(*options).stdout
        for words in ("outgoing argument 10 of many, j: int = 9", "argument 10 of many, j: int = 9", "return address", "(dead)", "frame of many", "of run's caller",
                      *(["red zone of many: 128 bytes below rsp"] if compiler == "gcc" else ["below the stack pointer: dead"]),
                      *(["shadow space for many", "shadow space of many: parameter a: int"] if "w64" in compiler else ["x: int, not set"]),
                      *(["padding"] if "padding" in kinds else [])):
            cases.check(words in text, f"{compiler}: '{words}' in text")


def unused(cases):
    """What only aligns is padding; the room for registers that a variadic function did not need to save is more."""
    source = SCRATCH / "unused.c"
    source.write_text("#include <stdarg.h>\nint sum(int n, ...) { va_list a; va_start(a, n); int s = va_arg(a, int); va_end(a); return s; }\n"
                      "int use(void) { return sum(1, 2); }\n")
    text = run(f"{source}:use", "--cc", "gcc -O0").stdout
    cases.check("  unused\n" in text and "s: int, not set" in text, "room for registers that are not saved is unused", text[-3000:])


def formats(cases):
    """NASM's formats, by flag and by convention."""
    for options, target in (([], "x86_64-linux-gnu"), (["-felf64"], "x86_64-linux-gnu"), (["-fwin64"], "x86_64-windows-msvc"), (["--abi", "win"], "x86_64-windows-msvc"),
                            (["-felf64", "--abi", "win"], "x86_64-linux-gnu")):
        file = "sum_win.nasm" if "win" in " ".join(options) else "sum_sysv.nasm"
        done = run(f"{file}:add2", "--prototype", PROTOTYPES, "--args", "3, 4", "--format", "json", *options)
        answer = json.loads(done.stdout or "{}")
        cases.check(answer.get("target") == target and answer.get("result") == "int: 7", f"nasm {options}", done.stdout[:200] + done.stderr)
    for abi, source in (("x86_sysv", "add2: mov eax, [esp + 4]\n add eax, [esp + 8]\n ret\n"), ("x86_win", "_add2: mov eax, [esp + 4]\n add eax, [esp + 8]\n ret\n")):
        path = SCRATCH / "sum.nasm"
        path.write_text(f" global {source.split(':')[0]}\n section .text\n{source}")
        done = run(f"{path}:add2", "--prototype", PROTOTYPES, "--args", "3, 4", "--abi", abi, "--checks")
        cases.check("add2 returns int: 7" in done.stdout, f"nasm for {abi}", done.stdout + done.stderr)


def wrong_input(cases):
    for status, words, options in (
            (2, "which file", []), (2, "unknown option", ["foo.c", "--nonsense"]), (2, "wants a value", ["foo.c", "--args"]),
            (1, "No such file", ["nothing.c"]), (1, "no function 'fo'", ["foo.c:fo"]), (1, "Near it: foo", ["foo.c:fo"]),
            (1, "too few", ["foo.c:foo", "--args", "1"]), (1, "more than parameters", ["foo.c:foo", "--args", "1, 2, 3"]),
            (1, "neither ELF, COFF nor Mach-O", [ROOT / "README.md"]), (2, "unknown convention", ["foo.c:bar", "--abi", "nothing"]),
            (1, "not emulated", ["foo.c:bar", "--cc", "s390x-linux-gnu-gcc"]), (2, "--step", ["foo.c:bar", "--step", "never"]), (2, "--at 'x'", ["foo.c:bar", "--at", "x"]),
            (2, "--at '9-3'", ["foo.c:bar", "--at", "9-3"]),
            (1, "stopped after 5 instructions", ["foo.c:bar", "--steps", "5"])):
        done = run(*options)
        cases.check(done.returncode == status and words in done.stderr, f"{options}: {words}", f"{done.returncode}: {done.stderr}")
    source = SCRATCH / "wrong.c"
    source.write_text("int crash(void) { return *(int *)16; }\nint missing(int); int calls(void) { return missing(3); }\nint spin(void) { for (;;); }\n")
    done = run(f"{source}:crash")
    cases.check(done.returncode == 1 and "reads memory that is not there: 0x10" in done.stderr, "a crash is told", done.stderr)
    done = run(f"{source}:calls")
    cases.check(done.returncode == 1 and "'missing(int = 3)' is called" in done.stderr and "--stub" in done.stderr, "an unknown function", done.stderr)
    done = run(f"{source}:calls", "--stub", "missing=7", "--checks")
    cases.check(done.returncode == 0 and "returns int: 7" in done.stdout, "--stub", done.stdout + done.stderr)
    done = run(f"{source}:spin", "--checks")
    cases.check(done.returncode == 1 and "stopped after 100000" in done.stderr, "an endless loop ends", done.stderr)


def screen(cases):
    """On a terminal: keys walk through the steps."""
    for terminal in ("xterm-256color", "vt100"):
        child, descriptor = pty.fork()
        if child == 0:
            os.chdir(EXAMPLES)
            os.environ.update(TERM=terminal, LINES="40", COLUMNS="160", LC_ALL="C.UTF-8")
            os.execv(CALLCONV, [CALLCONV, "trace", "foo.c:bar", "--cc", "gcc -O0", "--prototype", "int foo(int, int)"])
        said, keys = b"", [b" " * 8, b" ", b" " * 6, b"n", b"\x1bOF" if terminal != "vt100" else b" " * 20, b"q"]
        while True:
            ready = select.select([descriptor], [], [], 1.0)[0]
            try:
                part = os.read(descriptor, 65536) if ready else b""
            except OSError:
                break
            if ready and not part:
                break
            said += part
            if not ready and keys:
                os.write(descriptor, keys.pop(0))
            elif not ready:
                break
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for wanted in (b"bar is entered", b"return address", b"left, right: step", b"bar returns int: 3", b"stack, grows down", b"must be preserved: r", b"outgoing argument 1 of foo",
                       b"red zone of foo", b"padding", b"not set"):
            cases.check(wanted in said, f"{terminal}: {wanted.decode()}", said.decode("utf-8", "replace")[-2000:])
        cases.check(b"\\033[2m" not in said and b"^[[" not in said, f"{terminal}: no colours of the text")
        cases.check(status == 0, f"{terminal}: exit status", str(status))


def sheet(cases):
    """SVG: well formed, all text is text, a picture a step."""
    space = "{http://www.w3.org/2000/svg}"
    done = run("foo.c:bar", "--cc", "gcc -O0", "--format", "svg")
    tree = xml.etree.ElementTree.fromstring(done.stdout)
    panels = [group for group in tree.iter(space + "g") if group.get("transform")]
    said = ["".join(text.itertext()) for text in tree.iter(space + "text")]
    cases.check(len(panels) == 22 and tree.tag == space + "svg", "the sheet has a picture for each step and the start", str(len(panels)))
    for words in ("frame of bar", "frame of foo", "red zone of foo: 128 bytes below rsp", "parameter b: int = 2 | parameter a: int = 1", "foo.c:9  return a + b;",
                  "outgoing argument 2 of foo, b", "padding", "stack", "0x000000400000", "1024 KiB grows down ↓", "21 instructions; bar returns int: 3", "result of foo"):
        cases.check(words in said, f"the sheet says '{words}'", str(said[:60]))
    cases.check("prefers-color-scheme:dark" in done.stdout, "the sheet is light or dark")
    for options, count in ((["--at", "9"], 1), (["--at", "0"], 1), (["--at", "3-8"], 6), (["--step", "line"], 9), (["--step", "call"], 4)):
        tree = xml.etree.ElementTree.fromstring(run("foo.c:bar", "--cc", "gcc -O0", "--format", "svg", *options).stdout)
        found = sum(1 for group in tree.iter(space + "g") if group.get("transform"))
        cases.check(found == count, f"pictures with {options}", str(found))
    done = run("sum_win_no_shadow.asm:main", "--prototype", PROTOTYPES, "--format", "svg")
    words = " ".join("".join(text.itertext()) for text in xml.etree.ElementTree.fromstring(done.stdout).iter(space + "text"))
    cases.check("✗ shadow-space: printf is called without 32 bytes of shadow space below the return address: printf may write there" in words, "a violation in the sheet", words[:2000])
    source = SCRATCH / "long.c"
    source.write_text("int loop(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; return s < 3 && 1 > 0; }\n")
    done = run(f"{source}:loop", "--cc", "gcc -O0", "--args", "100", "--format", "svg")
    cases.check("a sheet has 100 pictures" in done.stderr and "--at FROM-TO" in done.stderr and done.returncode == 0, "a long run says what is left out", done.stderr)
    cases.check(sum(1 for group in xml.etree.ElementTree.fromstring(done.stdout).iter(space + "g") if group.get("transform")) == 100, "a long run has 100 pictures")
    done = run("foo.c:bar", "--cc", "gcc -O0", "--format", "svg", "--at", "500")
    cases.check("there are 21 steps" in done.stderr, "--at beyond the end", done.stderr)
    done = run("foo.c:bar", "--cc", "gcc -O0", "--at", "9", "--ascii")
    cases.check("   9  0x" in done.stdout and "  10  0x" not in done.stdout and "   8  0x" not in done.stdout, "--at as text", done.stdout)


def sides(cases):
    """One C file under several conventions."""
    four = ["foo.c:bar", "--abi", "sysv,win,aapcs64,cdecl"]
    done = run(*four, "--ascii")
    cases.check(done.returncode == 0 and not done.stderr, "four conventions", done.stderr)
    compare(cases, "foo_sides", done.stdout)
    answer = json.loads(run(*four, "--format", "json").stdout)
    cases.check([run["abi"] for run in answer] == ["x86_64_sysv", "x86_64_win", "aarch64_aapcs", "x86_sysv"], "four runs as JSON")
    cases.check(all(run["result"] == "int: 3" for run in answer), "each returns its result")
    cases.check("foo returns int: -3" in run("foo.c:foo", "--abi", "arm_aapcs_vfp,riscv64_lp64d", "--args", "4, -7").stdout, "others, with arguments")
    for words, status, options in (("unknown convention 'nothing'", 2, ["foo.c:bar", "--abi", "sysv,nothing"]), ("two to 8 conventions", 2, ["foo.c:bar", "--abi", "sysv,"]),
                                   ("two to 8 conventions", 2, ["foo.c:bar", "--abi", ",".join(["sysv"] * 9)]), ("take a C file", 2, ["sum_sysv.s:main", "--abi", "sysv,win"]),
                                   ("shown as text, json or html", 2, ["foo.c:bar", "--abi", "sysv,win", "--format", "svg"]), ("no function 'fo'", 1, ["foo.c:fo", "--abi", "sysv,win"]),
                                   ("each has its own compiler", 2, ["foo.c:bar", "--abi", "sysv,win", "--cc", "gcc"]), ("no compiler is known", 1, ["foo.c:bar", "--abi", "sysv,s390x"])):
        done = run(*options)
        cases.check(done.returncode == status and words in done.stderr and not done.stdout, f"{options}: {words}", f"{done.returncode}: {done.stderr}")


# What a reader does to the page; each must be true.
KEYS = """
const press = key => document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
const said = [], is = (name, good) => said.push((good ? "good: " : "BAD: ") + name), text = id => document.getElementById(id).textContent;
const stack = () => document.querySelector(".run .stack table").innerText, registers = () => document.querySelector(".run table.registers").innerText;
const marked = () => [...document.querySelectorAll(".followed")].map(tr => tr.innerText);
"""
ONE = KEYS + """
press("Home"); is("starts", text("count") === "0 of 21" && !document.querySelector("li.now"));
press("ArrowRight"); press("ArrowRight"); is("right", text("count") === "2 of 21" && document.querySelector("li.now").innerText.includes("mov rbp, rsp"));
press("ArrowLeft"); is("left", text("count") === "1 of 21");
press("PageDown"); is("to the call", text("count") === "10 of 21" && stack().includes("frame of foo"));
is("roles at entry", /rdi\s+0x1\s+argument 1, a/.test(registers()) && /rsi\s+0x2\s+argument 2, b/.test(registers()));
press("ArrowLeft"); is("roles before the call", registers().includes("outgoing argument 1 of foo, a"));
press("PageDown"); press("PageDown"); is("to the return", text("count") === "19 of 21" && /rax\s+0x3\s+result of foo/.test(registers()) && document.querySelector("tr.dead"));
press("PageUp"); is("back to the call", text("count") === "10 of 21"); press("End"); is("end", text("count") === "21 of 21");
const slider = document.getElementById("slider"); slider.value = 14; slider.oninput({target: slider}); is("slider", text("count") === "14 of 21");
is("red zone", stack().includes("red zone of foo: 128 bytes below rsp") && stack().includes("parameter b: int = 2 | parameter a: int = 1"));
[...document.querySelectorAll("table.registers tr")].find(tr => tr.innerText.startsWith("rdi")).querySelector("button").click();
is("follows 1", text("following").startsWith("follows 0x1") && marked().some(t => t.includes("b: int = 2 | a: int = 1")) && marked().some(t => t.startsWith("rdi")));
const rdi = document.querySelector('button[data-place="rdi"]'); rdi.focus(); press("ArrowRight");
is("the focus stays", document.activeElement !== rdi && document.activeElement.dataset.place === "rdi"); press("ArrowLeft");
press("Escape"); is("follows nothing", marked().length === 0 && text("following") === "");
press("a"); is("all registers", registers().includes("xmm15")); press("a"); is("some registers", !registers().includes("xmm15"));
const back = () => getComputedStyle(document.body).backgroundColor;
is("light or dark", back() === (matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)"));
is("every value can be reached by Tab", [...document.querySelectorAll("td.value")].every(td => td.querySelector("button")));
"""
FLOW = KEYS + """
is("data flow", hasFlow(runs[0]));
go(1); follow(runs[0], "rdi", 1n);
is("from the register", marked().some(t => t.startsWith("rdi")) && marked().some(t => t.startsWith("rsi"))); go(2);
is("to the slot and on", runs[0].now === 2 && followed.places[2].has("rax") && !followed.places[2].has("rdi")); go(0); is("back", followed.places[0].has("rsi"));
"""
MANY = KEYS + """
const pictures = () => [...document.querySelectorAll(".run .stack table")].map(table => table.innerText);
is("four", document.querySelectorAll(".run").length === 4 && text("about") === "4 conventions side by side");
go(14); is("each in foo", text("source").startsWith("foo.c:8") && pictures().every(t => t.includes("frame of foo")));
is("shadow space", pictures()[1].includes("shadow space of foo") && pictures()[3].includes("argument 2 of foo, b: int = 2"));
press("PageDown"); is("the next line", text("source") === "foo.c:9  return a + b;" && runs.every(run => /9/.test(run.steps[run.now - 1].line)));
press("End"); is("all at the end", runs.every(run => run.now === run.steps.length)); press("Home"); is("all at the start", runs.every(run => run.now === 0));
const own = document.querySelectorAll(".run > input")[2]; own.value = 5; own.oninput({target: own}); is("one alone", runs.map(run => run.now).join() === "0,0,5,0");
"""


def page(cases):
    """In a real browser: the page draws the step that its address names, does what its keys say, and nothing fails."""
    browser = shutil.which("chromium")
    if not browser:
        cases.skip("the page in chromium", "not installed")
        return
    html, many = SCRATCH / "foo.html", SCRATCH / "many.html"
    done = run("foo.c:bar", "--cc", "gcc -O0", "--format", "html", "-o", html)
    cases.check(done.returncode == 0 and html.exists(), "the page is written", done.stderr)
    cases.check("http" not in html.read_text(encoding="utf-8"), "the page needs no network")
    done = run("foo.c:bar", "--abi", "sysv,win,aapcs64,cdecl", "--format", "html", "-o", many)
    cases.check(done.returncode == 0 and many.exists(), "the page of four is written", done.stderr)

    def shown(file, *options):
        return subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={SCRATCH}/profile", *options, "--dump-dom", file],
                              capture_output=True, text=True, timeout=120)
    for step, wanted in ((0, "0 of 21"), (14, "parameter b: int = 2 | parameter a: int = 1"), (21, "21 of 21")):
        answer = shown(f"file://{html}#{step}")
        cases.check(wanted in answer.stdout, f"step {step} in chromium", answer.stdout[-500:] + answer.stderr[-500:])
    flowing = json.loads(run("foo.c:foo", "--cc", "gcc -O1", "--args", "1, 2", "--format", "json").stdout)
    for step in flowing["steps"]:
        step["changed"], step["same"], step["memory"] = [], [], []
    flowing["steps"][0]["changed"] = [["rdi", "0x1", ["rsi"]]]
    flowing["steps"][1]["changed"] = [["rax", "0x1", ["rdi"]], ["rdi", "0x5", []]]
    text = html.read_text(encoding="utf-8")
    begin, end = text.index("const data =\n") + len("const data =\n"), text.index("\n;\nconst runs")
    for name, source, script, options in (("keys", text, ONE, []), ("keys in the dark", text, ONE, ["--blink-settings=preferredColorScheme=0"]),
                                          ("keys of four", many.read_text(encoding="utf-8"), MANY, []),
                                          ("data flow", text[:begin] + json.dumps(flowing) + text[end:], FLOW, [])):
        page_path = SCRATCH / "driven.html"
        page_path.write_text(source.replace("</html>", "<pre id=said></pre><script>\n{" + script
                                            + "document.getElementById('said').textContent = said.join('\\n'); }\n</script></html>"), encoding="utf-8")
        answer = shown(f"file://{page_path}", *options).stdout
        said = answer[answer.find('<pre id="said">'):answer.find("</pre>", answer.find('<pre id="said">'))]
        cases.check(said.count("good: ") == script.count("is(") and "BAD" not in said, f"{name} in chromium", said or answer[-2000:])


def data_flow(cases):
    """What bar keeps in `a` goes through memory and registers into foo, and into the result; the stack pointer has no part in it."""
    for cc, result, sp in (("gcc", "rax", "rsp"), ("i686-linux-gnu-gcc", "eax", "esp"), ("x86_64-w64-mingw32-gcc", "rax", "rsp"),
                           ("aarch64-linux-gnu-gcc", "x0", "sp"), ("arm-linux-gnueabihf-gcc", "r0", "sp"),
                           ("arm-linux-gnueabihf-gcc -marm", "r0", "sp"), ("riscv64-linux-gnu-gcc", "a0", "sp")):
        if not shutil.which(cc.split()[0]):
            cases.skip(f"data flow by {cc}", "not installed")
            continue
        for name in ("a", "b"):
            done = run("foo.c:bar", "--cc", cc + " -O0", "--format", "json")
            steps = json.loads(done.stdout)["steps"]
            stores = [i for i, step in enumerate(steps) if f"int {name} =" in step.get("source", "") and step["memory"]]
            places = {steps[stores[-1]]["memory"][0][0]}
            for step in steps[stores[-1] + 1:]:
                new = set(places)
                for at, _, sources in step["changed"] + step["same"] + step["memory"]:
                    new.discard(at)
                    if places & set(sources):
                        new.add(at)
                places = new
            cases.check(result in places and sp not in places, f"data flow of {name} by {cc}", f"{places} {done.stderr}")


def main():
    cases = Cases()
    for part in (goldens, mistakes, platforms, arguments, names, unused, formats, wrong_input, screen, sheet, sides, data_flow, page):
        part(cases)
    cases.end()


BLESS = "--bless" in sys.argv
CALLCONV = os.path.abspath([word for word in sys.argv[1:] if word != "--bless"][0])
with tempfile.TemporaryDirectory() as directory:
    SCRATCH = pathlib.Path(directory)
    main()
