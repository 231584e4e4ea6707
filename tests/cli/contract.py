"""Checks JSON against doc/explain-json.md: exactly the keys it allows, of the right types, and what must hold."""

RISCV = {"zero", "ra", "sp", "gp", "tp"} | {f"{k}{i}" for k, n in (
    ("t", 7), ("s", 12), ("a", 8), ("ft", 12), ("fs", 12), ("fa", 8)) for i in range(n)}
REGISTERS = {
    "x86_64": {f"{r}" for r in "rax rbx rcx rdx rsi rdi rbp rsp".split()} | {f"r{i}" for i in range(8, 16)}
    | {f"{k}mm{i}" for k in "xyz" for i in range(32)} | {f"st{i}" for i in range(8)},
    "i386": set("eax ecx edx ebx esp ebp esi edi".split())
    | {f"{k}mm{i}" for k in "xyz" for i in range(8)} | {f"{k}{i}" for k in ("st", "mm") for i in range(8)},
    "arm": {f"r{i}" for i in range(13)} | {"sp", "lr", "pc"} | {f"s{i}" for i in range(32)}
    | {f"{k}{i}" for k, n in (("d", 32), ("q", 16)) for i in range(n)},
    "powerpc64": {f"{k}{i}" for k in "rfv" for i in range(32)},
    "s390x": {f"{k}{i}" for k in "rf" for i in range(16)} | {f"v{i}" for i in range(32)},
    "loongarch64": {f"{k}{i}" for k, n in (("a", 8), ("t", 9), ("s", 9), ("fa", 8), ("ft", 16), ("fs", 8)) for i in range(n)}
    | set("zero ra tp sp r21 fp".split()),
    "mips64": {f"{k}{i}" for k, n in (("v", 2), ("a", 8), ("s", 8), ("f", 32)) for i in range(n)}
    | set("zero at t0 t1 t2 t3 t8 t9 k0 k1 gp sp fp ra".split()),
    "riscv64": RISCV, "riscv32": RISCV,
    "aarch64": {f"x{i}" for i in range(31)} | {f"v{i}" for i in range(32)},
}

FUNCTION = {"name": str, "declaration": str, "abi": str, "target": str, "symbol": str, "hidden": list, "args": list,
            "return": dict, "vector_count": dict, "syscall": dict, "stack": dict, "preserved": list, "clobbered": list}
VALUE = {"name": str, "type": str, "size": int, "align": int, "kind": str, "pieces": list, "rule": dict,
         "extend": str, "extended_to": int, "notes": list, "variadic": bool}
PIECE = {"offset": int, "size": int, "in": str, "reg": str, "reg_offset": int, "stack_offset": int, "duplicate": bool,
         "format": str}
STACK = {"args_size": int, "alignment": int, "shadow_space": int, "red_zone": int, "cleanup": str, "callee_pops": int}
RULE = {"document": str, "section": str, "reason": str}
FIELD = {"name": str, "type": str, "offset": int, "size": int, "bit_offset": int, "bit_width": int}
TYPE = {"name": str, "type": str, "size": int, "align": int, "target": str, "fields": list}


def keys(value, allowed, required, where):
    assert isinstance(value, dict), f"{where}: not an object"
    for key, item in value.items():
        assert key in allowed, f"{where}: unknown key {key}"
        assert type(item) is allowed[key], f"{where}.{key}: {item!r} is no {allowed[key].__name__}"
    for key in required:
        assert key in value, f"{where}: no {key}"


def piece(value, arch, where):
    scalable = "_vg" if "size_vg" in value else ""  # additions of doc/explain-json.md
    keys(value, {**PIECE, "offset_vg": int, "size_vg": int}, ["offset" + scalable, "size" + scalable, "in"], where)
    assert value["in"] in ("reg", "stack"), where
    if value["in"] == "reg":
        assert value["reg"] in REGISTERS[arch], f"{where}: {value['reg']}"
        assert "stack_offset" not in value and value.get("reg_offset", 1) > 0, where
    else:
        assert "stack_offset" in value and "reg" not in value and "reg_offset" not in value, where
    assert value.get("duplicate", True) is True, where


def value(item, arch, where, is_result=False):
    keys(item, {**VALUE, "size_vg": int}, ["type", "kind"], where)
    kind = item["kind"]
    assert kind in ("direct", "indirect", "ignored") + (("void",) if is_result else ()), f"{where}: {kind}"
    if kind == "void":
        assert set(item) <= {"type", "kind", "rule"}, f"{where}: {item}"
        return
    assert ("size" in item) != ("size_vg" in item) and "align" in item, where
    keys(item["rule"], RULE, RULE, where + ".rule")
    assert all(item["rule"].values()), f"{where}: an empty rule"
    pieces = item.get("pieces", [])
    for i, one in enumerate(pieces):
        piece(one, arch, f"{where}.pieces[{i}]")
    offsets = [one.get("offset", one.get("offset_vg")) for one in pieces]
    assert offsets == sorted(offsets), f"{where}: pieces do not rise"
    if kind == "direct":
        assert pieces or item["size"] == 0, f"{where}: no pieces"
        assert item["extend"] in ("sign", "zero", "none"), where
        assert all(one["offset"] + one["size"] <= item["size"] for one in pieces), f"{where}: beyond the value"
    if kind == "ignored":
        assert not pieces, where
    assert ("extended_to" in item) == (item.get("extend", "none") != "none"), where
    assert item.get("variadic", True) is True, where


def function(item, where="function"):
    keys(item, FUNCTION, [key for key in FUNCTION if key not in ("vector_count", "syscall", "symbol", "name")], where)
    where = f"{item.get('name')} ({item['abi']})"
    prefixes = (("riscv64", "riscv64"), ("riscv32", "riscv32"), ("x86_64_", "x86_64"), ("x86_", "i386"), ("arm_", "arm"), ("powerpc64le_", "powerpc64"),
                ("s390x_", "s390x"), ("loongarch64_", "loongarch64"), ("mips64_", "mips64"))
    arch = next((name for prefix, name in prefixes if item["abi"].startswith(prefix)), "aarch64")
    for hidden in item["hidden"]:
        keys(hidden, {"role": str, "pieces": list}, ["role", "pieces"], where + ".hidden")
        assert hidden["role"] == "sret" and hidden["pieces"], where
        for one in hidden["pieces"]:
            piece(one, arch, where + ".hidden")
    for i, one in enumerate(item["args"]):
        value(one, arch, f"{where}.args[{i}]")
    value(item["return"], arch, where + ".return", True)
    keys(item["stack"], STACK, STACK, where + ".stack")
    assert item["stack"]["cleanup"] in ("caller", "callee"), where
    if "vector_count" in item:
        keys(item["vector_count"], {"reg": str, "value": int}, ["reg", "value"], where + ".vector_count")
    if "syscall" in item: # an addition of doc/explain-json.md
        keys(item["syscall"], {"instruction": str, "reg": str, "number": int}, ["instruction", "reg"], where + ".syscall")
        assert "symbol" not in item, where
    assert not set(item["preserved"]) & set(item["clobbered"]), where
    assert item["preserved"] and item["clobbered"], where


def explain(answer):
    assert list(answer) == ["schema", "functions"] and answer["schema"] == 1
    for item in answer["functions"]:
        function(item)


def layout(answer):
    assert list(answer) == ["schema", "types"] and answer["schema"] == 1
    for item in answer["types"]:
        keys(item, TYPE, ["type", "size", "align", "target"], "type")
        for field in item.get("fields", []):
            keys(field, FIELD, ["type", "offset", "size"], item["type"])
            assert ("bit_offset" in field) == ("bit_width" in field), item["type"]
            if "bit_offset" in field:
                assert field["bit_offset"] // 8 >= field["offset"], item["type"]
