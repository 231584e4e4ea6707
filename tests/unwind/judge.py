#!/usr/bin/env python3
"""Rows of unwind information as tools/unwind has them, against readelf's and LLVM's reading of the same files.

    judge.py DUMP [--readelf R] dwarf|windows|compact|ehabi FILE …
    judge.py DUMP shapes DIRECTORY
    judge.py DUMP libraries

`shapes` compiles shapes.cpp for every platform that there is a compiler of, and judges each object; `libraries` judges what the machine's
compilers have brought. Each row is one case."""
import collections
import glob
import os
import random
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
X86_64 = dict(zip("rax rdx rcx rbx rsi rdi rbp rsp".split(), range(8)), rip=16, **{f"r{i}": i for i in range(8, 16)}, **{f"xmm{i}": 17 + i for i in range(16)})
X86 = dict(zip("eax ecx edx ebx esp ebp esi edi eip".split(), range(9)))
AARCH64 = dict({f"{p}{i}": i for p in "wx" for i in range(31)}, wsp=31, sp=31, fp=29, lr=30, reg34=34, ra_sign_state=34,
               **{f"{p}{i}": 64 + i for p in "bhsdqv" for i in range(32)})
ARM = dict({f"r{i}": i for i in range(320)}, sp=13, lr=14, pc=15, **{f"d{i}": 256 + i for i in range(32)}, ra_auth_code=143)
PPC64 = dict({f"{p}{i}": i for p in "rx" for i in range(109)}, lr=65, lr8=65, **{f"f{i}": 32 + i for i in range(32)},
             **{f"{p}{i}": 77 + i for p in ("v", "vf") for i in range(32)}, **{f"cr{i}": 68 + i for i in range(8)})
RISCV_NAMES = "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6".split()
RISCV_FLOATS = "ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11".split()
RISCV = dict({f"x{i}": i for i in range(32)}, **{f"f{i}_{w}": 32 + i for i in range(32) for w in "hfd"}, **dict(zip(RISCV_NAMES, range(32))),
             **dict(zip(RISCV_FLOATS, range(32, 64))))
MACHINES = {"x86-64": X86_64, "x86_64": X86_64, "i386": X86, "aarch64": AARCH64, "arm64": AARCH64, "arm": ARM, "powerpc": PPC64, "riscv": RISCV}


class Count:
    def __init__(self):
        self.rows = self.functions = self.wrong = self.unknown = 0

    def differ(self, text):
        self.wrong += 1
        if self.wrong <= 20:
            print("differs: " + text)


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace").stdout


def registers_of(path):
    text = run("llvm-readobj-19", "--file-headers", path).lower()
    arch = re.search(r"arch: (\S+)", text).group(1)
    for name, table in MACHINES.items():
        if arch.startswith(name.replace("-", "_")) or arch.startswith(name):
            return table
    raise SystemExit(f"{path}: no table of registers for {arch}")


# ---------------------------------------------------------------------------- ours

Function = collections.namedtuple("Function", "begin end section entry flags rows problems")


def ours(dump, sources, path):
    """Functions by (section, offset of their entry), and the offsets of entries that were passed over."""
    functions, passed, current = {}, set(), None
    for line in run(dump, "--sources", str(sources), path).splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "function":
            section, entry = words[4].rsplit("+", 1)
            if (section, int(entry, 16)) in functions: # two sections of one name
                section += "#" + words[7]
            current = Function(int(words[1], 16), int(words[2], 16), section, int(entry, 16), set(words[5:]), {}, [])
            functions[section, int(entry, 16)] = current
        elif words[0] == "problem" and not line.startswith(" "):
            section, entry = words[1].rstrip(":").rsplit("+", 1)
            passed.add((section, int(entry, 16)))
        elif words[0] == "problem":
            current.problems.append(line.strip())
        elif line.startswith("  "):
            rules = {}
            for word in words[2:]:
                if "=" in word:
                    reg, rule = word.split("=", 1)
                    rules[int(reg)] = rule if re.match(r"\[?CFA|same|undefined|r\d", rule) else "expression"
                elif word == "signed":
                    rules[34] = "1"
            cfa = words[1][4:]
            current.rows[int(words[0], 16)] = (cfa if re.match(r"\d+[+-]|\?", cfa) else "expression", rules)
        elif words[0] == "error":
            raise SystemExit(line)
    return functions, passed


# --------------------------------------------------------------------------- DWARF

def llvm_place(text, table):
    """A CFA or a register's rule."""
    if "DW_OP" in text:
        return "expression"
    match = re.fullmatch(r"(\[?CFA)([+-]\d+)?(\]?)", text)
    if match:
        return f"{match[1]}{match[2] or '+0'}{match[3]}"
    match = re.fullmatch(r"(\w+)([+-]\d+)?", text)
    if match and match[1].lower() in table:
        return f"r{table[match[1].lower()]}" + (match[2] or "")
    return text


def llvm_rows(path, table, sections):
    """(section, offset) -> {address: (cfa, rules)}"""
    functions, section, current = {}, None, None
    for line in run("llvm-dwarfdump-19", "--eh-frame", "--debug-frame", path).splitlines():
        if line.endswith(" contents:"):
            section = line.split()[0]
            section = sections.get(section, section)
        elif re.match(r"[0-9a-f]{8} ", line):
            current = {}
            if " FDE " in line:
                begin, end = re.search(r"pc=([0-9a-f]+)\.\.\.([0-9a-f]+)", line).groups()
                functions[section, int(line.split()[0], 16)] = (int(begin, 16), int(end, 16), current)
        elif line.startswith("  0x") and "CFA=" in line:
            head, _, rest = line.strip().partition(": ")
            cfa, _, rules = rest.partition(": ")
            cfa = llvm_place(cfa[4:], table)
            cfa = (cfa[1:] + ("" if re.search("[+-]", cfa) else "+0")) if cfa != "expression" else cfa
            placed = {}
            for rule in re.split(r", (?=[\w]+=)", rules) if rules else []:
                name, _, where = rule.partition("=")
                if where != "unspecified" and not (name.lower() == "reg34" and where == "0"):
                    placed[table[name.lower()] if name.lower() in table else int(name.lower().replace("reg", ""))] = llvm_place(where, table)
            current[int(head, 16)] = (cfa, placed)
    return functions


def judge_llvm(path, functions, passed, table, count, sections):
    known = llvm_rows(path, table, sections)
    for key, (begin, end, rows) in known.items():
        function = functions.get(key)
        if function is None:
            if end > begin and key not in passed:
                count.differ(f"{path}: {key} is not read")
            continue
        count.functions += 1
        if is_macho(path) and key[0] == "__eh_frame" and table is AARCH64: # LLVM does not relocate these
            rows = {at - begin + function.begin: row for at, row in rows.items()}
            begin, end = function.begin, function.begin + end - begin
        if (function.begin, function.end) != (begin, end):
            count.differ(f"{path}: {key} {function.begin:x}..{function.end:x}, LLVM {begin:x}..{end:x}")
        if function.problems:
            count.differ(f"{path}: {key} {function.problems}")
        compare_rows(path, key, function, {at: row for at, row in rows.items() if at < end}, count, "LLVM")


def compare_rows(path, key, function, rows, count, judge):
    for at in sorted(set(rows) | set(function.rows)):
        count.rows += 1
        if rows.get(at) != function.rows.get(at):
            count.differ(f"{path}: {key} at {at:x}: {function.rows.get(at)}, {judge} {rows.get(at)}")


def readelf_place(text, table):
    if text in ("exp", "vexp"):
        return "expression"
    if text in ("u", "s"):
        return text
    if text[0] in "cv" and re.match(r"[cv][+-]\d", text):
        return f"[CFA{text[1:]}]" if text[0] == "c" else f"CFA{text[1:]}"
    return f"r{table[text]}"


def judge_readelf(readelf, path, functions, table, count):
    section, entry, columns, function = None, None, [], None
    rows = {}

    def settle():
        if function is None:
            return
        for at, (cfa, rules) in rows.items():
            count.rows += 1
            own = function.rows.get(at)
            same = own and own[0] == cfa and all(
                (own[1].get(reg, "u") in ("same", "u", "undefined") if rule in "us" else own[1].get(reg) == rule) for reg, rule in rules.items())
            extra = own and set(own[1]) - set(rules) - {34}
            if not same or extra:
                count.differ(f"{path}: ({section}, {entry:x}) at {at:x}: {own}, readelf {cfa} {rules}")

    for line in run(readelf, "--wide", "--debug-dump=frames-interp", path).splitlines():
        words = line.split()
        if line.startswith("Contents of the"):
            section = words[3]
        elif len(words) > 3 and words[3] in ("FDE", "CIE"):
            settle()
            rows, entry = {}, int(words[0], 16)
            function = functions.get((section, entry)) if words[3] == "FDE" else None
            count.functions += function is not None
            ends = function.end if function else 0
        elif words and words[0] == "LOC":
            columns = words[2:]
        elif function is not None and words and re.fullmatch(r"[0-9a-f]+", words[0]) and "ZERO" not in line and len(words) == len(columns) + 2 and int(words[0], 16) < ends:
            match = re.fullmatch(r"(\w+?)([+-]\d+)|exp", words[1])
            cfa = f"{table[match[1]]}{match[2]}" if match and match[1] else "expression"
            returns = next(int(flag) for flag in [readelf_return(function)])
            rules = {returns if c == "ra" else table[c]: readelf_place(r, table) for c, r in zip(columns, words[2:])}
            rows[int(words[0], 16)] = (cfa, rules)
    settle()


def readelf_return(function):
    return next(flag[2:] for flag in function.flags if flag.startswith("ra"))


def judge_dwarf(dump, readelf, path, count):
    table = registers_of(path)
    sections = {}
    if is_macho(path):
        sections = {".eh_frame": "__eh_frame", ".debug_frame": "__debug_frame"}
    functions, passed = {}, set()
    for mask in (4, 16):
        more, also = ours(dump, mask, path)
        functions.update(more)
        passed |= also
    if "elf32-x86-64" not in run("llvm-readobj-19", "--file-headers", path): # LLVM does not relocate x32's
        judge_llvm(path, functions, passed, table, count, sections)
    if not is_macho(path):
        judge_readelf(readelf, path, functions, table, count)


def is_macho(path):
    with open(path, "rb") as file:
        return file.read(4) in (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")


# ------------------------------------------------------------------------- Windows

class Frame:
    """What a prologue has done: the distance of sp from the CFA, saves, the frame pointer."""

    def __init__(self, sp, entry):
        self.sp, self.depth, self.saves, self.pointer, self.base = sp, entry, {}, None, None

    def row(self, returns):
        cfa = f"{self.pointer[0]}{self.pointer[1]:+d}" if self.pointer else f"{self.sp}{self.depth:+d}"
        rules = dict(returns)
        rules.update({reg: f"[CFA{at:+d}]" if reg != 34 else at for reg, at in self.saves.items()})
        return cfa, rules


def x64_step(frame, text):
    """One code of a prologue, as llvm-readobj spells it."""
    words = text.split(None, 1)
    values = {k: v for k, v in re.findall(r"(\w+)=(\w+)", text)}
    reg = X86_64.get(values.get("reg", "").lower())
    if words[0] == "PUSH_NONVOL":
        frame.depth += 8
        frame.saves[reg] = -frame.depth
    elif words[0].startswith("ALLOC"):
        frame.depth += int(values["size"], 0)
    elif words[0] == "SET_FPREG":
        frame.base = frame.depth
        frame.pointer = (reg, frame.depth - int(values["offset"], 0))
    elif words[0].startswith("SAVE_"):
        frame.saves[reg] = int(values["offset"], 0) - (frame.depth if frame.base is None else frame.base)
    elif words[0] == "PUSH_MACHFRAME":
        frame.depth = 48 if "yes" in text.lower() else 40
        frame.saves.update({16: -40, 7: -16})
    else:
        raise ValueError(text)


def x64_parents(chained, blocks):
    """Codes of the entry that one is chained to, in the order of its prologue."""
    where = re.search(r"UnwindInfoAddress: (.*) \(", chained)[1]
    parent = next(block for block in blocks if f"UnwindInfoAddress: {where} (" in block)
    if "Chained {" in parent:
        raise ValueError("chained twice")
    return [text for _, text in reversed(re.findall(r"^\s+0x([0-9A-F]+): (.*)$", parent, re.M))]


def x64_rows(block, begin, end, parents):
    codes = [(int(at, 16), text) for at, text in re.findall(r"^\s+0x([0-9A-F]+): (.*)$", block, re.M)]
    frame, rows = Frame(7, 8), {}
    for text in parents:
        x64_step(frame, text)
    rows[begin] = frame.row({16: "[CFA-8]"})
    for at, text in reversed(codes):
        x64_step(frame, text)
        if begin + at < end:
            rows[begin + at] = frame.row({16: "[CFA-8]"})
    return rows


def arm64_step(frame, text):
    """One instruction of a prologue, in the words of its epilogue or its own."""
    text = text.replace("sub sp, sp, #", "sub sp, #").replace("ldp", "stp").replace("ldr", "str").replace("add sp, #", "sub sp, #")
    match = re.match(r"(stp|str) (\w+)(?:, (\w+))?, \[(?:sp)(?:, #(-?\d+))?\](!?)(?:, #(\d+))?$", text)
    number = lambda name: AARCH64[name]
    if text in ("nop", "end", "end_c"):
        return
    if match:
        takes = int(match[6]) if match[6] else -int(match[4]) if match[5] else 0
        at = 0 if takes else int(match[4] or 0)
        frame.depth += takes
        step = 16 if match[2][0] == "q" else 8
        frame.saves[number(match[2])] = at - frame.depth
        if match[3]:
            frame.saves[number(match[3])] = at - frame.depth + step
        frame.last = number(match[2])
        return
    if re.match(r"sub sp, #\d+$", text):
        frame.depth += int(text.split("#")[1])
    elif text in ("mov fp, sp", "mov x29, sp", "mov sp, fp", "mov sp, x29"):
        frame.pointer = (29, frame.depth)
    elif re.match(r"(add fp, sp|sub sp, fp), #\d+$", text):
        frame.pointer = (29, frame.depth - int(text.split("#")[1]))
    elif text in ("pacibsp", "autibsp"):
        frame.saves[34] = "1"
    elif text in ("save next", "restore next"):
        reg = frame.last
        at = frame.saves[reg] + 16
        frame.saves.update({reg + 2: at, reg + 3: at + 8})
        frame.last = reg + 2
    else:
        raise ValueError(text)


def arm64_state(texts):
    frame = Frame(31, 0)
    for text in reversed(texts):
        arm64_step(frame, text)
    return frame.row({})


def arm64_lists(block, name):
    """The lists of codes under a name: [(whole text, codes before end)]."""
    return [(head, re.findall(r"; (.*)$|^\s+(?!0x)(\S.*)$", body, re.M)) for head, body in re.findall(name + r" \[([^\n]*)\n(.*?)\n\s+\]", block, re.S)]


def codes_in(body):
    found = []
    for line in body.splitlines():
        line = line.strip()
        if not line:
            continue
        text = line.split(";", 1)[1].strip() if ";" in line else line
        if text.startswith("end") and not text.startswith("end_c"):
            break
        found.append(text)
    return found


def arm64_rows(block, begin, end, count):
    """Rows of a function as its prologue, its epilogues and what is between say."""
    match = re.search(r"Prologue \[\n(.*?)\n\s*\]", block, re.S)
    prologue = codes_in(match[1]) if match else []
    own = [c for c in prologue[:prologue.index("end_c")]] if "end_c" in prologue else prologue
    prologue = [c for c in prologue if c != "end_c"]
    rows = {begin + 4 * i: arm64_state(prologue[len(own) - i:]) for i in range(len(own))}
    body = arm64_state(prologue)
    rows[begin + 4 * len(own)] = body
    epilogues = []
    if "EpiloguePacked: Yes" in block:
        match = re.search(r"Epilogue \[\n(.*?)\n\s*\]", block, re.S)
        codes = codes_in(match[1]) if match else prologue
        epilogues.append((end - 4 * len(codes) - 4, codes))
    for scope in re.findall(r"EpilogueScope \{(.*?)\n\s*\}", block, re.S):
        start = int(re.search(r"StartOffset: (\d+)", scope)[1])
        index = int(re.search(r"EpilogueStartIndex: (\d+)", scope)[1])
        match = re.search(r"Opcodes \[\n(.*?)\n\s*\]", scope, re.S)
        epilogues.append((begin + 4 * start, codes_in(match[1]) if match else None if index else prologue))
    for start, codes in epilogues:
        if codes is None:
            raise ValueError("an epilogue without codes")
        rows.update({start + 4 * i: arm64_state(codes[i:]) for i in range(len(codes) + 1)})
        if start + 4 * len(codes) + 4 < end:
            rows[start + 4 * len(codes) + 4] = body
    return rows


def windows_blocks(path):
    text = run("llvm-readobj-19", "--unwind", path)
    return re.split(r"^  RuntimeFunction \{$", text, flags=re.M)[1:], "ARM64" in text or "aarch64" in text.lower()


def hexadecimal(block, name):
    match = re.search(name + r": [^\n]*\(0x([0-9A-F]+)\)", block)
    return int(match[1], 16) if match else None


def judge_windows(dump, _readelf, path, count):
    functions, _ = ours(dump, 1, path)
    blocks, is_arm64 = windows_blocks(path)
    linked = not path.endswith((".o", ".obj"))
    blocks = [b for b in blocks if hexadecimal(b, "StartAddress") is None or not linked or hexadecimal(b, "StartAddress") != hexadecimal(b, "EndAddress")]
    if len(blocks) != len(functions):
        count.differ(f"{path}: {len(functions)} functions, LLVM {len(blocks)}")
    for block, function in zip(blocks, windows_order(functions)):
        count.functions += 1
        try:
            if is_arm64:
                length = int(re.search(r"FunctionLength: (\d+)", block)[1])
                rows = arm64_packed(block, function) if "EpiloguePacked" not in block and "ExceptionData {" not in block else arm64_rows(block, function.begin, function.begin + length, count)
                if function.end - function.begin != length:
                    count.differ(f"{path}: {function.begin:x} is {function.end - function.begin} long, LLVM {length}")
            else:
                parts = re.split(r"Chained \{", block)
                parents = x64_parents(parts[1], blocks) if len(parts) > 1 else []
                rows = x64_rows(parts[0], function.begin, function.end, parents)
                if linked:
                    begin, end = hexadecimal(block, "StartAddress"), hexadecimal(block, "EndAddress")
                    if (begin, end) != (function.begin, function.end):
                        count.differ(f"{path}: {function.begin:x}..{function.end:x}, LLVM {begin:x}..{end:x}")
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            count.unknown += 1
            if count.unknown < 10:
                print(f"not judged: {path}: {function.begin:x}: {wrong!r}")
            continue
        compare_rows(path, (function.section, function.entry), function, rows, count, "LLVM")


def windows_order(functions):
    """As llvm-readobj goes: by section, by entry."""
    return sorted(functions.values(), key=lambda f: (next(int(flag[7:]) for flag in f.flags if flag.startswith("section")), f.entry))


def arm64_packed(block, function):
    flag_fragment = "fragment" in function.flags
    match = re.search(r"Prologue \[\n(.*?)\n\s*\]", block, re.S)
    texts = codes_in(match[1]) if match else []
    begin, end = function.begin, function.end
    rows = {} if flag_fragment else {begin + 4 * i: arm64_state(texts[len(texts) - i:]) for i in range(len(texts))}
    rows[begin + (0 if flag_fragment else 4 * len(texts))] = arm64_state(texts)
    homes = lambda t: re.match(r"stp x[0246], x[1357]", t) and "!" not in t
    codes = [t for t in texts if not t.startswith("mov x29") and not t.startswith("mov fp") and not homes(t)]
    start = end - 4 * len(codes) - 4
    rows.update({start + 4 * i: arm64_state(codes[i:]) for i in range(len(codes) + 1)})
    return {at: (cfa, {reg: rule for reg, rule in rules.items() if reg > 7}) for at, (cfa, rules) in rows.items()} # nobody restores arguments


# -------------------------------------------------------------------------- compact

def judge_compact(dump, readelf, path, count):
    """Ranges and words by llvm-objdump; the meaning of each by the DWARF that the same compiler writes of the same code (FILE.dwarf)."""
    functions, _ = ours(dump, 2, path)
    text = run("llvm-objdump-19", "--unwind-info", path)
    entries = re.findall(r"start:\s+0x([0-9a-f]+).*\n\s+length:\s+0x([0-9a-f]+)\n\s+compact encoding:\s+0x([0-9a-f]+)", text)
    dwarf_mode = 3 if registers_of(path) is AARCH64 else 4
    wanted = {int(start, 16): int(start, 16) + int(length, 16) for start, length, word in entries if int(word, 16) >> 24 & 15 not in (0, dwarf_mode)}
    if not entries:
        listed = re.findall(r"function offset=0x([0-9a-f]+), encoding(?:\[\d+\])?=0x([0-9a-f]+)", text)
        wanted = {int(start, 16) for start, word in listed if int(word, 16) >> 24 & 15 not in (0, dwarf_mode)}
        base = min((f.begin for f in functions.values()), default=0) & ~0xfffffff
        wanted = {base + start: None for start in wanted}
    found = {f.begin: f for f in functions.values()}
    for begin in set(wanted) | set(found):
        count.functions += 1
        if begin not in found or begin not in wanted or wanted[begin] not in (None, found[begin].end):
            count.differ(f"{path}: {begin:x}: {found.get(begin)}, LLVM to {wanted.get(begin)}")
    beside = path + ".dwarf"
    if not os.path.exists(beside):
        return
    table = registers_of(path)
    dwarf = {begin: (end, rows) for begin, end, rows in llvm_rows(beside, table, {}).values()}
    for begin, function in found.items():
        count.rows += 1
        if begin not in dwarf:
            count.differ(f"{path}: {begin:x} has no DWARF")
            continue
        deepest = max(dwarf[begin][1].items(), key=lambda item: (len(item[1][1]), item[0]))[1]
        if list(function.rows.values())[0] not in dwarf[begin][1].values():
            count.differ(f"{path}: {begin:x}: {function.rows}, DWARF {deepest}")


# ---------------------------------------------------------------------------- EHABI

def ehabi_row(texts):
    """The row of readelf's words."""
    base, at, saves = 13, 0, {}
    for text in texts:
        if text == "finish":
            break
        match = re.match(r"vsp = vsp ([+-]) (\d+)$", text)
        if match:
            at += int(match[1] + match[2])
        elif re.match(r"vsp = r(\d+)$", text):
            base, at = int(text[7:]), 0
        elif text.startswith("pop {"):
            spelled = re.sub(r"D(\d+)-D(\d+)", lambda m: " ".join(f"D{i}" for i in range(int(m[1]), int(m[2]) + 1)), text[5:])
            for name in re.findall(r"\w+", spelled):
                saves[ARM[name.lower()]] = at
                at += 8 if name[0] in "dD" else 4
        elif text.startswith("pop "):
            raise ValueError(text)
        elif text == "Refuse to unwind":
            return "?", {}
        else:
            raise ValueError(text)
    rules = {reg: f"[CFA{place - at:+d}]" for reg, place in saves.items()}
    if 15 in rules:
        rules[14] = rules[15]
    return f"{base}{at:+d}", rules


def judge_ehabi(dump, readelf, path, count):
    functions, _ = ours(dump, 8, path)
    dwarf = {begin: list(rows.values()) for begin, _, rows in llvm_rows(path, ARM, {}).values()}
    section, index = None, 0
    blocks = re.split(r"^(?=0x[0-9a-f]+(?: <[^>]*>)?: |Unwind section ')", run(readelf, "-u", path), flags=re.M)[1:]
    for block in blocks:
        if block.startswith("Unwind section"):
            section, index = block.split("'")[1], 0
            continue
        begin = int(block.split(":")[0].split()[0], 16) & ~1
        function = functions.get((section, 8 * index))
        index += 1
        count.functions += 1
        if function is None:
            count.differ(f"{path}: {begin:x} is not read")
            continue
        if "cantunwind" in block:
            wanted = ("?", {})
        elif "Personality routine" in block: # readelf does not know whose codes these are: the compiler's DWARF has one row that is the same
            if function.begin in dwarf and not function.problems:
                count.rows += 1
                if list(function.rows.values())[0] not in dwarf[function.begin]:
                    count.differ(f"{path}: {begin:x}: {function.rows}, DWARF {dwarf[function.begin]}")
            continue
        else:
            texts = re.findall(r"^  (?:0x[0-9a-f]{2} ?)+\s+(\S.*)$", block, re.M)
            try:
                wanted = ehabi_row([t.strip() for t in texts])
            except (ValueError, KeyError) as wrong:
                count.unknown += 1
                print(f"not judged: {path}: {begin:x}: {wrong!r}")
                continue
        compare_rows(path, (function.section, function.entry), function, {begin: wanted}, count, "readelf")


# --------------------------------------------------------------------------- shapes

SHAPES = [("dwarf", compiler, options) for compiler, options in [
    ("gcc", ""), ("gcc", "-fomit-frame-pointer -mno-red-zone"), ("gcc", "-m32"), ("clang-19", ""), ("clang-19", "-mx32"), ("aarch64-linux-gnu-gcc", "-mbranch-protection=pac-ret"),
    ("clang-19", "-target aarch64-linux-gnu -mbranch-protection=standard"), ("clang-19", "-target powerpc64le-linux-gnu -fPIC -shared -nostdlib -fuse-ld=lld"), ("clang-19", "-target riscv64-linux-gnu"),
    ("riscv64-linux-gnu-gcc", ""), ("arm-linux-gnueabihf-gcc", "-g"), ("clang-19", "-target i686-windows-gnu"), ("clang-19", "-target x86_64-apple-macos10.4")]]
SHAPES += [("windows", compiler, options) for compiler, options in [
    ("x86_64-w64-mingw32-gcc", ""), ("clang-19", "-target x86_64-windows-gnu"), ("clang-19", "-target x86_64-windows-msvc"),
    ("clang-19", "-target aarch64-windows-msvc"), ("clang-19", "-target aarch64-windows-gnu"), ("clang-19", "-target aarch64-windows-gnu -mbranch-protection=pac-ret+b-key")]]
SHAPES += [("compact", "clang-19", "-target x86_64-apple-macos11 -fno-pie"), ("compact", "clang-19", "-target x86_64-apple-macos11 -fomit-frame-pointer"),
           ("compact", "clang-19", "-target arm64-apple-macos11"), ("compact", "clang-19", "-target arm64-apple-macos11 -fomit-frame-pointer")]
SHAPES += [("ehabi", "arm-linux-gnueabihf-gcc", "-fexceptions"), ("ehabi", "arm-linux-gnueabihf-gcc", "-marm -fexceptions"), ("ehabi", "clang-19", "-target arm-linux-gnueabihf -fexceptions")]


def with_dwarf(command, path):
    """The same code, with DWARF for each function beside."""
    text = run(*command, "-S", "-o", "-")
    with open(path + ".s", "w", encoding="utf-8") as file:
        file.write(".cfi_sections .eh_frame, .debug_frame\n" + text)
    subprocess.run([part for part in command if part not in ("-x", "c++") and not part.endswith(".cpp")] + ["-c", path + ".s", "-o", path],
                   check=True, stderr=subprocess.PIPE)


def packed(path):
    """An AArch64 Windows object with many packed entries: what compilers write of these are few."""
    draw, functions, entries = random.Random(1), [], []
    for i in range(400):
        floats, integers, homes, chain = draw.choice([0, 0, 1, 2, 3, 7]), draw.randrange(11), draw.choice([0, 0, 0, 1]), draw.randrange(4)
        if integers == 1 and chain == 1: # no prologue is packed so
            continue
        saved = (integers + (chain == 1) + (floats + 1 if floats else 0) + 8 * homes) * 8 + 15 & ~15
        frame = (saved + draw.choice([16, 32, 64, 512, 528, 1024, 4080, 4096, 6000] if chain > 1 else [0, 16, 4080, 4096, 6000])) // 16
        length = draw.randrange(40, 100)
        functions.append(f"f{i}: .zero {4 * length}")
        entries.append(f".rva f{i}\n.long {draw.choice([1, 1, 1, 2]) | length << 2 | floats << 13 | integers << 16 | homes << 20 | chain << 21 | frame << 23}")
    with open(path + ".s", "w", encoding="utf-8") as file:
        file.write("\n".join([".text", *functions, '.section .pdata,"dr"', *entries, ""]))
    subprocess.run(["clang-19", "-target", "aarch64-windows-msvc", "-c", path + ".s", "-o", path], check=True)


def shapes(dump, readelf, directory, count):
    os.makedirs(directory, exist_ok=True)
    skipped = 0
    if shutil.which("clang-19"):
        packed(os.path.join(directory, "packed.o"))
        judge_windows(dump, readelf, os.path.join(directory, "packed.o"), count)
        for name, target in (("windows_x64", "x86_64-windows-msvc"), ("windows_arm64", "aarch64-windows-msvc")):
            path = os.path.join(directory, name + ".o")
            subprocess.run(["clang-19", "-target", target, "-c", os.path.join(HERE, name + ".s"), "-o", path], check=True)
            judge_windows(dump, readelf, path, count)
    for i, (judge, compiler, options) in enumerate(SHAPES):
        if shutil.which(compiler) is None:
            skipped += 1
            continue
        for level in ("-O0", "-O1", "-O2", "-Os"):
            path = os.path.join(directory, f"{judge}-{i}{level}.o")
            command = [compiler, "-x", "c++", *options.split(), level, "-fno-stack-protector", "-fexceptions", *([] if "-shared" in options else ["-c"]), os.path.join(HERE, "shapes.cpp"), "-o"]
            if subprocess.run([*command, path], stderr=subprocess.PIPE).returncode:
                print(f"does not compile: {' '.join(command)}")
                count.wrong += 1
                continue
            if judge == "compact":
                with_dwarf([part for part in command if part != "-c"][:-1], path + ".dwarf")
                judge_dwarf(dump, readelf, path + ".dwarf", count)
            JUDGES[judge](dump, readelf, path, count)
    return skipped


LIBRARIES = {
    "dwarf": ["/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libcrypto.so.*", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6",
              *[f"/usr/{triple}/lib/libc.so.6" for triple in ("aarch64-linux-gnu", "powerpc64le-linux-gnu", "riscv64-linux-gnu", "i686-linux-gnu")],
              "/usr/aarch64-linux-gnu/lib/libstdc++.so.6"],
    "windows": ["/usr/lib/gcc/x86_64-w64-mingw32/12-win32/libstdc++-6.dll", "/usr/lib/gcc/x86_64-w64-mingw32/12-win32/libgcc_s_seh-1.dll"],
    "ehabi": ["/usr/arm-linux-gnueabihf/lib/libc.so.6", "/usr/arm-linux-gnueabihf/lib/libstdc++.so.6"]}
JUDGES = {"dwarf": judge_dwarf, "windows": judge_windows, "compact": judge_compact, "ehabi": judge_ehabi}


def main():
    arguments = sys.argv[1:]
    dump, readelf, skipped = arguments.pop(0), "readelf", 0
    if arguments[0] == "--readelf":
        readelf = arguments[1]
        arguments = arguments[2:]
    count = Count()
    missing = [tool for tool in ("llvm-dwarfdump-19", "llvm-readobj-19", "llvm-objdump-19", readelf) if shutil.which(tool) is None]
    if missing:
        print(f"skipped: no {', '.join(missing)}\n0 passed, 0 failed, 1 skipped")
        return 0
    if arguments[0] == "libraries":
        for kind, patterns in LIBRARIES.items():
            paths = [path for pattern in patterns for path in sorted(glob.glob(pattern))[:1]]
            skipped += len(patterns) - len(paths)
            for path in paths:
                JUDGES[kind](dump, readelf, path, count)
    elif arguments[0] == "shapes":
        skipped = shapes(dump, readelf, arguments[1], count)
    else:
        for path in arguments[1:]:
            before = (count.functions, count.rows, count.wrong)
            JUDGES[arguments[0]](dump, readelf, path, count)
            print(f"{path}: {count.functions - before[0]} functions, {count.rows - before[1]} rows, {count.wrong - before[2]} differ", flush=True)
    print(f"{count.functions} functions, {count.unknown} not judged")
    print(f"{max(count.rows - count.wrong, 0)} passed, {count.wrong + count.unknown}"f" failed, {skipped} skipped")
    return 1 if count.wrong or count.unknown or not count.rows else 0


if __name__ == "__main__":
    sys.exit(main())
