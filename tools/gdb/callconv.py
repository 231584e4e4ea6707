"""callconv in gdb: the arguments and the result of functions without debugging information too, and the frame as a picture.

    (gdb) source callconv.py
    (gdb) callconv args int f(int a, double b)     at a function's first instruction
    (gdb) callconv header prototypes.h             once; then `callconv args` finds f by itself
    (gdb) callconv return                          after `finish`
    (gdb) callconv frame
    (gdb) callconv check

A prototype comes from the command, from a header given once, or from debugging information. Where each argument is, is asked of
the command `callconv` (set callconv-command), under the convention and the data model of the program (set callconv-abi,
set callconv-target).
"""
import json
import re
import struct
import subprocess

import gdb


class Setting(gdb.Parameter):
    def __init__(self, name, about, value):
        self.set_doc = self.show_doc = about
        super().__init__(name, gdb.COMMAND_DATA, gdb.PARAM_STRING)
        self.value = value

    def get_set_string(self):
        return ""


COMMAND = Setting("callconv-command", "The command callconv.", "callconv")
ABI = Setting("callconv-abi", "The calling convention; empty: the program's own.", "")
TARGET = Setting("callconv-target", "The data model; empty: the program's own.", "")

# gdb's name of an architecture begins with this: target, bytes of a word, stack pointer, frame pointer, link register.
MACHINES = [("i386:x86-64", "x86_64-linux-gnu", 8, "rsp", "rbp", None), ("i386", "i686-linux-gnu", 4, "esp", "ebp", None),
            ("aarch64", "aarch64-linux-gnu", 8, "sp", "x29", "x30"), ("arm", "arm-linux-gnueabihf", 4, "sp", "r11", "lr"),
            ("riscv:rv64", "riscv64-linux-gnu", 8, "sp", "s0", "ra")]


def number_bytes(value):
    size = value.type.sizeof
    return (int(value) & (1 << 8 * size) - 1).to_bytes(size, "little")


def view_order(view):
    """Integers before floating-point numbers, since they tell all bits; those of 16 bytes last: gdb does not compute with them."""
    kind = view.type.strip_typedefs()
    while kind.code == gdb.TYPE_CODE_ARRAY:
        kind = kind.target().strip_typedefs()
    return (kind.sizeof > 8) * 4 + {gdb.TYPE_CODE_INT: 0, gdb.TYPE_CODE_FLT: 2}.get(kind.code, 1)


def register_bytes(value):
    """The bytes of a register's value, which for vectors is a union of views."""
    kind = value.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_FLT:
        return struct.pack("<d" if kind.sizeof == 8 else "<f", float(value))
    if kind.code == gdb.TYPE_CODE_ARRAY:
        first, last = kind.range()
        return b"".join(register_bytes(value[i]) for i in range(first, last + 1))
    if kind.code not in (gdb.TYPE_CODE_UNION, gdb.TYPE_CODE_STRUCT):
        return number_bytes(value)
    views = [value[field.name] for field in kind.fields()]
    whole = [view for view in views if view.type.sizeof == kind.sizeof]
    return register_bytes(min(whole, key=view_order))


class Machine:
    """The selected frame's processor."""

    def __init__(self):
        self.frame = gdb.selected_frame()
        name = self.frame.architecture().name()
        for begin, self.target, self.word, self.sp, self.fp, self.link in MACHINES:
            if name.startswith(begin):
                break
        else:
            raise gdb.GdbError(f"callconv: code for {name} is not known here: x86, AArch64, Arm and RISC-V are")
        self.target = TARGET.value or self.target
        self.stack = self.number(self.sp)

    def number(self, name):
        return int(self.frame.read_register(name)) & (1 << 8 * self.word) - 1

    def register(self, name):
        return register_bytes(self.frame.read_register(name))

    @staticmethod
    def memory(address, size):
        try:
            return bytes(gdb.selected_inferior().read_memory(address, size)) if size else b""
        except gdb.MemoryError:
            return None


# ------------------------------------------------------------------------------------------ prototypes


def declare(kind, name, needed):
    """A declaration of gdb's type as C; the records that it needs, in order, go to `needed`."""
    code = kind.code
    if code == gdb.TYPE_CODE_PTR:
        target = kind.target().strip_typedefs()
        if target.code == gdb.TYPE_CODE_FUNC:
            return f"void (*{name})(void)"
        pointed = "char" if target.sizeof == 1 and target.code == gdb.TYPE_CODE_INT else "void"
        return f"{'const ' if 'const' in str(kind.target()) else ''}{pointed} *{name}"
    if code == gdb.TYPE_CODE_ARRAY:
        first, last = kind.range()
        return declare(kind.target(), f"{name}[{last - first + 1}]", needed)
    if code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
        tag = ("struct" if code == gdb.TYPE_CODE_STRUCT else "union") + " " + (kind.tag or f"anonymous{len(needed)}")
        if tag not in needed:
            members = " ".join(declare(field.type, field.name or "", needed) + (f" : {field.bitsize}" if field.bitsize else "") + ";"
                               for field in kind.fields())
            needed[tag] = f"{tag} {{ {members} }};"
        return f"{tag} {name}"
    if code == gdb.TYPE_CODE_TYPEDEF:
        return declare(kind.strip_typedefs(), name, needed)
    if code == gdb.TYPE_CODE_ENUM:
        return f"{'unsigned' if kind.sizeof == 4 else 'int'} {name}"
    return f"{kind.unqualified()} {name}"


def prototype_of_symbol(frame):
    """From debugging information; None."""
    function = frame.function()
    if function is None or not function.type or function.type.code != gdb.TYPE_CODE_FUNC:
        return None
    needed = {}
    names = [symbol.name for symbol in frame.block() if symbol.is_argument]
    kinds = [field.type for field in function.type.fields()]
    parameters = [declare(kind, name, needed) for kind, name in zip(kinds, names + [""] * len(kinds))]
    result = declare(function.type.target(), "", needed) if function.type.target() else "void "
    if "..." in str(function.type):
        parameters.append("...")
    return " ".join(needed.values()) + f" {result}{function.name.split('(')[0]}({', '.join(parameters) or 'void'});"


headers = []
last = None      # the function whose arguments were shown


def ask(arguments, what="functions"):
    """What `callconv explain` or `callconv layout` says of a text or a header."""
    command = [COMMAND.value, "layout" if what == "types" else "explain", "--format", "json", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise gdb.GdbError(f"callconv: {COMMAND.value}: {error.strerror}: set callconv-command") from error
    return done, json.loads(done.stdout)[what] if done.stdout else []


def function_name(frame):
    name = frame.name()
    return name.split("@")[0] if name else None


def explain(machine, prototype, name):
    """The function as `callconv explain` has it: from the prototype, a header, or debugging information."""
    options = ["--target", machine.target] + (["--abi", ABI.value] if ABI.value else [])
    source = prototype
    if prototype and "(" in prototype:
        done, functions = ask(options + [prototype])
    else:
        name = prototype or name
        if not name:
            raise gdb.GdbError("callconv: no function has a name here: give a prototype")
        for header in headers:
            done, functions = ask(options + ["--only", name, header])
            if functions:
                return {**functions[-1], "records": records(machine, header)}
        source = text = prototype_of_symbol(machine.frame) if name == function_name(machine.frame) else None
        if not text:
            raise gdb.GdbError(f"callconv: no prototype of '{name}': looked in {', '.join(headers) or 'no header'} and in debugging "
                               "information; give one: callconv args int f(int)")
        done, functions = ask(options + [text])
    if not functions:
        raise gdb.GdbError("callconv: " + done.stderr.strip())
    return {**functions[-1], "records": records(machine, source)}


def records(machine, source):
    """The structs and unions of a text or header, by name."""
    return {kind["type"]: kind for kind in ask(["--target", machine.target, source], "types")[1]}


# ---------------------------------------------------------------------------------------------- values


def show_record(machine, record, data, known):
    members = []
    for field in record["fields"]:
        part = data[field["offset"]:field["offset"] + field["size"]] if "offset" in field else b""
        if "bit_width" in field:
            bits = int.from_bytes(data, "little") >> field["bit_offset"] & (1 << field["bit_width"]) - 1
            text = str(bits)
        else:
            text = show_bytes(machine, field["type"], part, known)
        members.append(f"{field['name']} = {text}" if field.get("name") else text)
    return "{" + ", ".join(members) + "}"


def show_bytes(machine, kind, data, known):
    """A value as text, by its type's spelling; `known` are records."""
    words = re.sub(r"\b(const|volatile|restrict)\b", "", kind).split()
    if data is None:
        return "(no such memory)"
    element = re.fullmatch(r"(.*?) ?\[(\d+)\]((?:\[\d+\])*)", kind)
    if element and "(" not in kind:
        size = len(data) // max(1, int(element[2]))
        return "{" + ", ".join(show_bytes(machine, element[1] + element[3], data[i * size:(i + 1) * size], known) for i in range(int(element[2]))) + "}"
    if kind in known and len(data) == known[kind]["size"]:
        return show_record(machine, known[kind], data, known)
    if "*" in kind:
        address = int.from_bytes(data, "little")
        text = b""
        while "char" in words and address and len(text) < 60:
            byte = machine.memory(address + len(text), 1)
            if not byte or byte == b"\0":
                break
            text += byte
        return hex(address) + (' "' + text.decode("utf-8", "backslashreplace") + '"' if "char" in words and address else "")
    if words == ["float"] and len(data) == 4:
        return f"{struct.unpack('<f', data)[0]:.9g}"
    if words in (["double"], ["long", "double"]) and len(data) == 8:
        return f"{struct.unpack('<d', data)[0]:.17g}"
    if words[0] in ("struct", "union") or len(data) > 16 or words == ["long", "double"]:
        return "bytes " + data.hex(" ")
    number = int.from_bytes(data, "little", signed="unsigned" not in words and "_Bool" not in words)
    return f"{number} {chr(number)!r}" if "char" in words and 32 <= number < 127 else str(number)


def gather(machine, value, sp):
    """The bytes of a value, and where they are in words."""
    size = machine.word if value["kind"] == "indirect" else value["size"]
    data, places = bytearray(size), []
    for piece in value.get("pieces", []):
        if piece["in"] == "stack":
            part = machine.memory(sp + piece["stack_offset"], piece["size"])
            places.append(f"[{machine.sp}+{piece['stack_offset']}]")
        elif piece["reg"].startswith("st"):
            return None, piece["reg"]
        else:
            begin = piece.get("reg_offset", 0)
            part = machine.register(piece["reg"])[begin:begin + piece["size"]]
            places.append(piece["reg"])
        if piece.get("duplicate"):
            continue
        if part is None:
            return None, places[-1]
        data[piece["offset"]:piece["offset"] + piece["size"]] = part
    return bytes(data), ", ".join(places)


def show(machine, value, sp, known):
    """One value: type, name, text, place."""
    data, place = gather(machine, value, sp)
    name = f"{value['type']} {value.get('name', '')}".replace("* ", "*").rstrip()
    if value["kind"] == "ignored":
        return f"{name}: takes no place"
    if data is None:
        text = str(machine.frame.read_register(place)) if place.startswith("st") else "(no such memory)"
        return f"{name} = {text}    in {place}"
    if value["kind"] == "indirect":
        address = int.from_bytes(data, "little")
        return f"{name} = {show_bytes(machine, value['type'], machine.memory(address, value['size']), known)}    at {hex(address)}, whose address is in {place}"
    return f"{name} = {show_bytes(machine, value['type'], data, known)}    in {place}"


# -------------------------------------------------------------------------------------------- commands


class Callconv(gdb.Command):
    """Arguments, results and frames by the model of calling conventions: args, return, frame, check, header."""

    def __init__(self):
        super().__init__("callconv", gdb.COMMAND_DATA, gdb.COMPLETE_NONE, True)


class Args(gdb.Command):
    """Shows every argument at a function's first instruction.
callconv args [PROTOTYPE | NAME]"""

    def __init__(self):
        super().__init__("callconv args", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        global last
        machine = Machine()
        function = last = explain(machine, argument.strip(), function_name(machine.frame))
        start = gdb.lookup_symbol(function["name"])[0]
        entry = int(start.value().address) if start and start.symtab else None
        if entry is not None and machine.frame.pc() != entry and machine.frame.level() == 0:
            print(f"note: not at the first instruction of {function['name']}: registers may have changed since")
        print(f"{function['declaration']}    {function['abi']}")
        for hidden in function["hidden"]:
            data, place = gather(machine, {"kind": "indirect", "size": 0, "pieces": hidden["pieces"]}, machine.stack)
            print(f"  (address for the result) = {hex(int.from_bytes(data, 'little'))}    in {place}")
        for value in function["args"]:
            print("  " + show(machine, value, machine.stack, function["records"]))


class Return(gdb.Command):
    """Shows the result, after `finish`.
callconv return [PROTOTYPE | NAME]"""

    def __init__(self):
        super().__init__("callconv return", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        machine = Machine()
        function = explain(machine, argument.strip(), None) if argument.strip() else last
        if not function:
            raise gdb.GdbError("callconv: of which function? Give its prototype or name, or use `callconv args` at its entry")
        value = function["return"]
        if value["kind"] == "void":
            print(f"{function['name']} returns nothing")
            return
        if value["kind"] == "indirect" and not value.get("pieces"):
            print(f"{function['name']} returns {value['type']} in memory, whose address this convention does not return")
            return
        print(f"{function['name']} returns " + show(machine, value, machine.stack, function["records"]))


class Header(gdb.Command):
    """Names a file of prototypes, in which `callconv args` looks.
callconv header FILE"""

    def __init__(self):
        super().__init__("callconv header", gdb.COMMAND_DATA, gdb.COMPLETE_FILENAME)

    def invoke(self, argument, from_tty):
        if not argument.strip():
            raise gdb.GdbError("callconv header FILE")
        headers.insert(0, argument.strip())


def saved_registers(frame):
    """Where the frame has saved registers, by address: `info frame` tells."""
    text = gdb.execute("info frame", to_string=True)
    found = {}
    for name, address in re.findall(r"(\w+) at (0x[0-9a-f]+)", text.partition("Saved registers:")[2]):
        found[int(address, 16)] = name
    return found


def variables(frame):
    """Variables that lie in memory: address, size, name, value."""
    found = []
    try:
        block = frame.block()
    except RuntimeError:
        return found
    while block and block.function is None or (block and not found and block.function):
        for symbol in block:
            if (symbol.is_variable or symbol.is_argument) and symbol.addr_class in (gdb.SYMBOL_LOC_COMPUTED, gdb.SYMBOL_LOC_LOCAL):
                value = symbol.value(frame)
                if value.address is not None:
                    found.append((int(value.address), value.type.sizeof, symbol.name, value.format_string(max_elements=8)))
        if block.function:
            break
        block = block.superblock
    return found


class Frame(gdb.Command):
    """Draws the selected frame: high addresses on top, a row for each word.
callconv frame"""

    def __init__(self):
        super().__init__("callconv frame", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        machine = Machine()
        match = re.search(r"frame at (0x[0-9a-f]+)", gdb.execute("info frame", to_string=True))
        top = int(match.group(1), 16) if match else machine.stack
        base, saved, names = machine.number(machine.fp), saved_registers(machine.frame), variables(machine.frame)
        print(f"frame of {function_name(machine.frame) or hex(machine.frame.pc())}")
        low = min([machine.stack] + [at - at % machine.word for at, *_ in names if at < machine.stack])
        for address in range(top - machine.word, low - 1, -machine.word):
            if address < machine.stack <= address + machine.word:
                print("  -- below the stack pointer --")
            labels = []
            if address in saved:
                is_return = saved[address] in ("rip", "eip", "pc", machine.link)
                labels.append("return address" if is_return else f"saved {saved[address]}")
            labels += [f"{name} = {text}" for at, size, name, text in sorted(names) if address <= at < address + machine.word or at <= address < at + size]
            data = machine.memory(address, machine.word)
            marks = [f"<- {machine.sp}"] * (address == machine.stack) + [f"<- {machine.fp}"] * (address == base)
            print(f"  0x{address:0{machine.word * 3 // 2}x}  {machine.sp}{address - machine.stack:<+6} "
                  f"{int.from_bytes(data or b'', 'little'):0{machine.word * 2}x}  {' | '.join(labels)}{'  ' + ' '.join(marks) if marks else ''}".rstrip())


class Check(gdb.Command):
    """Says what is off at this instruction: the alignment of the stack pointer at a function's first instruction and at calls, and the
direction flag.
callconv check"""

    def __init__(self):
        super().__init__("callconv check", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        machine = Machine()
        pc = machine.frame.pc()
        stack = explain(machine, "void f(void);", None)["stack"]
        text = machine.frame.architecture().disassemble(pc)[0]["asm"]
        symbol = gdb.execute(f"info symbol {pc}", to_string=True)
        at_entry = not re.search(r" \+ \d+ in| \+ \d+$", symbol) and "No symbol" not in symbol
        at_call = re.match(r"(call|bl|blr|blx|jal|jalr)\b", text) is not None
        wrong = []
        if at_call or at_entry:
            pushed = machine.word if at_entry and not at_call and machine.link is None else 0
            if (machine.stack + pushed) % stack["alignment"]:
                wrong.append(f"{machine.sp} = {hex(machine.stack)}: not {'at entry ' if pushed else ''}as a call must leave it, a multiple of "
                             f"{stack['alignment']}{' before the return address' if pushed else ''}")
        elif machine.target.startswith("aarch64") and machine.stack % 16:
            wrong.append(f"sp = {hex(machine.stack)}: not a multiple of 16")
        else:
            print("the stack pointer's alignment is fixed at a function's first instruction and at calls: this is neither")
        if machine.link is None and int(machine.frame.read_register("eflags")) & 0x400:
            wrong.append("the direction flag is set")
        print("\n".join("wrong: " + line for line in wrong) or "nothing is off")


for command in (Callconv, Args, Return, Header, Frame, Check):
    command()
