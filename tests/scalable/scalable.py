#!/usr/bin/env python3
"""Scalable vectors and predicates judged by compilers: random prototypes of SVE types among others, callers and callees
compiled by aarch64-linux-gnu-gcc and clang-19, run under qemu-aarch64 with vectors of 256 and of 512 bits, and every
byte compared with `callconv explain --format json`. Also which registers such a function preserves.

(The general judge, callconv-conform, has values of fixed size only.)

    scalable.py CALLCONV [COUNT [SEED]]
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COMPILERS = [["aarch64-linux-gnu-gcc"], ["clang-19", "--target=aarch64-linux-gnu"]]
ELEMENTS = {"int8": "s8", "int16": "s16", "int32": "s32", "int64": "s64", "uint8": "u8", "uint16": "u16", "uint32": "u32",
            "uint64": "u64", "float16": "f16", "float32": "f32", "float64": "f64"}
FIXED = {"int": 4, "long": 8, "double": 8, "float": 4, "struct floats": 8, "struct words": 16, "float32x4_t": 16,
         "void *": 8}
HEAD = "#include <arm_sve.h>\n#include <arm_neon.h>\n"
STRUCTS = "struct floats { float x, y; }; struct words { long a; int b, c; };\n"
WIDEST = 256  # bytes of room for a vector
CAPTURED = 256 + 32 * 256 + 16 * 32


def draw(rng):
    kind = rng.random()
    if kind < 0.3:
        return "svbool_t"
    if kind < 0.7:
        tuple_of = rng.choice(["", "", "", "x2", "x3", "x4"])
        return f"sv{rng.choice(list(ELEMENTS))}{tuple_of}_t"
    return rng.choice(list(FIXED))


def parts(name):
    """(element, vectors) of a scalable vector type."""
    core = name[2:-2]
    count = 1
    if core[-2:] in ("x2", "x3", "x4"):
        core, count = core[:-2], int(core[-1])
    return core, count


class Value:
    """Bytes in memory, and the C expression that makes the value of them."""

    def __init__(self, name, rng, label):
        self.name, self.label = name, label
        self.data = bytes(rng.randrange(1, 120) for _ in range(4 * WIDEST))
        self.is_predicate, self.is_scalable = name == "svbool_t", name.startswith("sv")
        if self.is_predicate:
            self.data = bytes(byte % 2 for byte in self.data)

    def expression(self):
        at = self.label
        if self.is_predicate:
            return f"svcmpne_n_u8(svptrue_b8(), svld1_u8(svptrue_b8(), {at}), 0)"
        if not self.is_scalable:
            return f"*({self.name} *){at}"
        element, count = parts(self.name)
        load = [f"svld1_{ELEMENTS[element]}(svptrue_b8(), ({element}_t *)({at} + {i * WIDEST}))" for i in range(count)]
        return load[0] if count == 1 else f"svcreate{count}_{ELEMENTS[element]}({', '.join(load)})"

    def bytes_of(self, offset, size, vg):
        """As a register or memory holds the part: offset and size in bytes, or in VG."""
        if not self.is_scalable:
            return self.data[offset:offset + size]
        if self.is_predicate:
            bits = self.data[:8 * vg]
            return bytes(sum(bits[8 * i + j] << j for j in range(8)) for i in range(vg))
        return self.data[offset // 8 * WIDEST:offset // 8 * WIDEST + size * vg]

    def memory(self, vg):
        """As memory holds the whole."""
        if not self.is_scalable or self.is_predicate:
            return self.bytes_of(0, FIXED.get(self.name, 1), vg)
        return b"".join(self.bytes_of(8 * i, 8, vg) for i in range(parts(self.name)[1]))

    def definition(self):
        return f"unsigned char {self.label}[] __attribute__((aligned(256))) = {{{','.join(map(str, self.data))}}};"


class Record:
    def __init__(self, data, vg):
        self.vg, self.data, self.window = vg, data[:CAPTURED], data[CAPTURED:]

    def register(self, name):
        number, vl = int(name[1:]) if name != "sp" else 31, 8 * self.vg
        if name[0] in "xs":
            return self.data[8 * number:8 * number + 8]
        if name[0] in "zvd":
            return self.data[256 + vl * number:256 + vl * number + vl]
        at = 256 + 32 * vl + self.vg * number
        return self.data[at:at + self.vg]

    def piece(self, piece):
        scale = self.vg if "size_vg" in piece else 1
        size = piece.get("size", piece.get("size_vg")) * scale
        at = piece.get("reg_offset", 0)
        found = self.register(piece["reg"])[at:] if piece["in"] == "reg" else self.window[piece["stack_offset"]:]
        return found[:size]


def compare(record, placed, value):
    """A message where the record has something else than the plan says; None."""
    if placed["kind"] == "indirect":
        pointer = int.from_bytes(record.piece(placed["pieces"][0]), "little")
        at = pointer - int.from_bytes(record.register("sp"), "little")
        wanted = value.memory(record.vg)
        if not 0 <= at <= len(record.window) - len(wanted):
            return f"{value.name}: no pointer into the frame"
        return None if record.window[at:at + len(wanted)] == wanted else f"{value.name}: not where the pointer leads"
    for piece in placed["pieces"]:
        offset, size = (piece.get(key, piece.get(key + "_vg")) for key in ("offset", "size"))
        if record.piece(piece) != value.bytes_of(offset, size, record.vg):
            return f"{value.name}: not in {piece}"
    return None


def make(callconv, count, seed):
    """Cases: (prototype, values, result value, plan of the caller, plan of the callee)."""
    rng, cases, text = random.Random(seed), [], STRUCTS
    for i in range(count):
        names = [draw(rng) for _ in range(rng.randrange(1, 12))]
        values = [Value(name, rng, f"a_{i}_{j}") for j, name in enumerate(names)]
        result = Value(draw(rng), rng, f"r_{i}")
        prototype = f"void f_{i}({', '.join(names)})"
        text += f"{prototype};\n{result.name} callee_{i}(void);\n"
        cases.append([prototype, values, result])
    answer = subprocess.run([callconv, "explain", "--abi", "aarch64_aapcs", "--format", "json", text], check=True,
                            capture_output=True, text=True).stdout
    plans = {plan["name"]: plan for plan in json.loads(answer)["functions"]}
    for i, case in enumerate(cases):
        case += [plans[f"f_{i}"], plans[f"callee_{i}"]]
    return cases


def source(cases):
    lines = [HEAD + STRUCTS]
    for i, (prototype, values, result, *_) in enumerate(cases):
        lines += [value.definition() for value in values + [result]]
        lines += [prototype + ";",
                  f"void caller_{i}(void) {{ f_{i}({', '.join(value.expression() for value in values)}); }}",
                  f"{result.name} callee_{i}(void) {{ return {result.expression()}; }}"]
    lines.append('void clobber(svbool_t p) { __asm__ volatile("" : : : "memory", '
                 + ", ".join(f'"z{i}"' for i in range(32)) + ", " + ", ".join(f'"p{i}"' for i in range(16)) + "); }")
    for kind in ("caller", "callee"):
        names = [f"(void (*)(void)){kind}_{i}" for i in range(len(cases))]
        names += ["(void (*)(void))clobber"] if kind == "callee" else []
        lines.append(f"void (*const {kind}s[])(void) = {{{', '.join(names)}}};")
        lines.append(f"const unsigned {kind}_count = {len(names)};")
    return "\n".join(lines)


def judge(callconv, cases, compiler, directory):
    results = {"passed": 0, "failed": 0}

    def count(message, what):
        results["failed" if message else "passed"] += 1
        if message:
            print(f"FAILED {' '.join(compiler)}: {what}: {message}")

    with open(os.path.join(directory, "cases.c"), "w", encoding="utf-8") as file:
        file.write(source(cases))
    with open(os.path.join(directory, "labels.inc"), "w", encoding="utf-8") as file:
        file.write("".join(f"    .globl f_{i}\n    .set f_{i}, capture\n" for i in range(len(cases))))
    subprocess.run(compiler + ["-O2", "-w", "-march=armv8.2-a+sve", "-ffixed-x18", "-c", "cases.c", "-o", "cases.o"],
                   check=True, cwd=directory)
    subprocess.run(["aarch64-linux-gnu-gcc", "-static", "-O1", "-w", "-I.", os.path.join(HERE, "main.c"),
                    os.path.join(HERE, "capture.S"), "cases.o", "-o", "program"], check=True, cwd=directory)
    for vg in (4, 8):
        run = subprocess.run(["qemu-aarch64", "-cpu", f"max,sve{64 * vg}=on,sve-max-vq={vg // 2}", "./program"],
                             cwd=directory, capture_output=True, timeout=300)
        size = CAPTURED + 8192
        if run.returncode or len(run.stdout) != size * (2 * len(cases) + 1):
            count(f"ended with {run.returncode}, {len(run.stdout)} bytes", f"vectors of {64 * vg} bits")
            continue
        records = [Record(run.stdout[i * size:(i + 1) * size], vg) for i in range(2 * len(cases) + 1)]
        for i, (prototype, values, result, plan, callee) in enumerate(cases):
            messages = [compare(records[i], placed, value) for placed, value in zip(plan["args"], values)]
            count("; ".join(filter(None, messages)), prototype)
            if callee["return"]["kind"] == "direct":
                count(compare(records[len(cases) + i], callee["return"], result), f"result {result.name}")
        check_preserved(callconv, records[-1], count)
    return results["passed"], results["failed"]


def check_preserved(callconv, record, count):
    answer = subprocess.run([callconv, "explain", "--abi", "aapcs64", "--format", "json", "void f(svbool_t);"], check=True,
                            capture_output=True, text=True).stdout
    plan = json.loads(answer)["functions"][0]
    filled = bytes((i * 37 + 11) & 255 for i in range(32 * 256 + 16 * 32))
    vl = 8 * record.vg
    for name in [f"z{i}" for i in range(32)] + [f"p{i}" for i in range(16)]:
        number = int(name[1:])
        start = vl * number if name[0] == "z" else 32 * vl + record.vg * number
        size = vl if name[0] == "z" else record.vg
        kept = record.register(name) == filled[start:start + size]
        # What the callee does not touch is kept as well: only a promise can be broken.
        count("not preserved" if name in plan["preserved"] and not kept else None, name)


def main():
    callconv = sys.argv[1]
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 200), (3, 1)))
    total = [0, 0, 0]
    cases = make(callconv, count, seed)
    for compiler in COMPILERS:
        missing = [tool for tool in (compiler[0], "qemu-aarch64", "aarch64-linux-gnu-gcc") if shutil.which(tool) is None]
        if missing:
            print(f"skipped: no {missing[0]}")
            total[2] += 1
            continue
        with tempfile.TemporaryDirectory(prefix="callconv-scalable-") as directory:
            passed, failed = judge(callconv, cases, compiler, directory)
            total[0] += passed
            total[1] += failed
    print("{} passed, {} failed, {} skipped".format(*total))
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
