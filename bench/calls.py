#!/usr/bin/env python3
"""Runs callconv-bench-calls and writes what it measured as a table and a picture.

    bench/calls.py PROGRAM [--folder doc/bench] [--readme README.md] [--runs 5] [--seconds 0.2]

Of the runs, each of which measures all contenders in turn, the quietest counts for each contender: the least median. The
table inside the README is between two comments.
"""
import argparse
import html
import os
import platform
import subprocess
import sys

CALL_COLUMNS = ["direct", "by hand", "compiled", "compiled, block", "code-free", "libffi", "libffcall"]
CALLBACK_COLUMNS = ["direct", "by hand", "compiled", "by hand, typed", "compiled, typed", "code-free", "libffi", "libffcall"]
BEGIN, END = "<!-- bench/calls.py writes the table from here -->", "<!-- to here: speed -->"


class Results:
    """Nanoseconds and instructions by what was measured and whose it was."""

    def __init__(self):
        self.ns, self.steps, self.order = {}, {}, []

    def read(self, text):
        for line in text.splitlines():
            what, contender, median, _, steps = line.split("\t")
            if what not in self.order:
                self.order.append(what)
            key = what, contender
            self.ns[key] = min(self.ns.get(key, float(median)), float(median))
            self.steps[key] = float(steps)

    def group(self, start):
        return [w for w in self.order if w.startswith(start)]

    def calls(self):
        return [w for w in self.order if not w.startswith(("callback", "prepare"))]


def versions():
    ffi = subprocess.run(["pkg-config", "--modversion", "libffi"], capture_output=True, text=True).stdout.strip()
    try:
        cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    except (OSError, StopIteration):
        cpu = platform.machine()
    return ffi, cpu


def number(value):
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def cells(values, form):
    return " | ".join(form(v) if v is not None else "–" for v in values)


def table(results, rows, columns, values, form, ratios):
    """One Markdown table; `ratios` are (title, function of the row)."""
    lines = ["| | " + " | ".join(columns + [title for title, _ in ratios]) + " |",
             "|---|" + "---:|" * (len(columns) + len(ratios))]
    for row in rows:
        line = [cells([values.get((row, c)) for c in columns], form)] + [ratio(row) for _, ratio in ratios]
        lines.append(f"| {row} | " + " | ".join(line) + " |")
    return "\n".join(lines) + "\n"


def ratio_of(values, over, under):
    def ratio(row):
        a, b = values.get((row, over)), values.get((row, under))
        return f"{a / b:.2f}" if a and b else "–"
    return ratio


def preparation_table(results):
    rows = results.group("prepare")
    contenders = [c for w, c in results.ns if w == rows[0]]
    lines = ["| | " + " | ".join(r.removeprefix("prepare ") for r in rows) + " |", "|---|" + "---:|" * len(rows)]
    for contender in contenders:
        lines.append(f"| {contender} | {cells([results.ns.get((r, contender)) for r in rows], number)} |")
    return "\n".join(lines) + "\n"


def page(results):
    ffi, cpu = versions()
    faster = ("libffi / compiled", ratio_of(results.ns, "libffi", "compiled"))
    by_hand = ("compiled / by hand", ratio_of(results.steps, "compiled", "by hand"))
    typed = ("the same, typed", ratio_of(results.steps, "compiled, typed", "by hand, typed"))
    whole = lambda v: f"{v:.0f}" if v == int(v) else f"{v:.1f}"  # noqa: E731
    calls, callbacks = results.calls(), results.group("callback")
    return f"""# Speed of calls at run time

Written by `make bench`. {cpu}; libffi {ffi}; all in one process, in turns; nanoseconds are medians of the quietest run, and
contain the loop and the called function. Instructions are those between the call instruction and its return, without the
called function, counted by stepping through them.

- *direct*: a call in C, through a volatile pointer. *By hand*: assembly written for the one shape
  (`bench/stubs_x86_64.S`), the floor for what can call any function.
- *Compiled*: `cconv_stub_call`, and *block* `cconv_stub_call_block`; of callbacks `cconv_callback_new`, and *typed*
  `cconv_callback_typed_new`. *Code-free*: the same without generated code.

## Calls: nanoseconds

{table(results, calls, CALL_COLUMNS, results.ns, number, [faster])}
## Calls: instructions

{table(results, calls, CALL_COLUMNS[1:], results.steps, whole, [by_hand])}
The mix is the shapes above in a random order. libffcall was not measured with the struct of two doubles, nor so with the
mix.

## Callbacks: nanoseconds

{table(results, callbacks, CALLBACK_COLUMNS, results.ns, number, [faster])}
## Callbacks: instructions

{table(results, callbacks, CALLBACK_COLUMNS[1:], results.steps, whole, [by_hand, typed])}
Of libffcall, its macros in the handler are counted as well.

## Preparation: nanoseconds

{preparation_table(results)}
Each is made and freed again. From text: a context, the parser, a plan, a stub whose code is there. From types: a signature,
a plan, a stub whose code is there. From a plan: the stub alone. New: of a plan whose code is not there, in memory that is.
libffi's `ffi_prep_cif` makes no code: its calls look at the types each time.

![Calls and callbacks at run time](calls.svg)
"""


def readme_table(results):
    faster = ("libffi / compiled", ratio_of(results.ns, "libffi", "compiled"))
    columns = ["direct", "by hand", "compiled", "code-free", "libffi", "libffcall"]
    rows = results.calls() + results.group("callback")
    return "\nNanoseconds:\n\n" + table(results, rows, columns, results.ns, number, [faster]) + "\n"


# ------------------------------------------------------------------------ picture

STYLE = """
    .card { fill: #ffffff; stroke: #d0d7de } .text { fill: #1f2328 } .dim { fill: #59636e } .grid { stroke: #d0d7de }
    .c0 { fill: #8c959f } .c1 { fill: #0969da } .c2 { fill: #54aeff } .c3 { fill: #bf8700 } .c4 { fill: #cf222e }
    @media (prefers-color-scheme: dark) {
      .card { fill: #0d1117; stroke: #30363d } .text { fill: #e6edf3 } .dim { fill: #9198a1 } .grid { stroke: #30363d }
      .c0 { fill: #6e7681 } .c1 { fill: #4493f8 } .c2 { fill: #a5d6ff } .c3 { fill: #d29922 } .c4 { fill: #f85149 }
    }
"""
BARS = ["by hand", "compiled", "code-free", "libffcall", "libffi"]
WIDTH, LEFT, RIGHT, TOP, BAR, GAP = 860, 176, 60, 74, 9, 12


def picture(results):
    rows = results.calls() + results.group("callback")
    most = max(results.ns[key] for key in results.ns if key[0] in rows and key[1] in BARS)
    scale = (WIDTH - LEFT - RIGHT) / most
    height = TOP + len(rows) * (len(BARS) * BAR + GAP) + 8
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
           'font-family="system-ui, sans-serif" font-size="12">', f"<style>{STYLE}</style>",
           f'<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
           '<text class="text" x="16" y="26" font-size="15" font-weight="bold">A call at run time: nanoseconds, less is '
           'better</text>']
    for i, name in enumerate(BARS):
        x = 16 + i * 104
        out.append(f'<rect class="c{i}" x="{x}" y="40" width="10" height="10" rx="2"/>'
                   f'<text class="text" x="{x + 15}" y="49">{name}</text>')
    for tick in range(0, int(most) + 1, 10):
        x = LEFT + tick * scale
        out.append(f'<path class="grid" d="M{x:.1f} {TOP - 6}V{height - 12}"/>')
    y = TOP
    for row in rows:
        out.append(f'<text class="text" x="{LEFT - 8}" y="{y + len(BARS) * BAR / 2 + 4}" text-anchor="end">'
                   f'{html.escape(row)}</text>')
        for i, name in enumerate(BARS):
            value = results.ns.get((row, name))
            if value is not None:
                out.append(f'<rect class="c{i}" x="{LEFT}" y="{y}" width="{value * scale:.1f}" height="{BAR - 1}" rx="1"/>'
                           f'<text class="dim" x="{LEFT + value * scale + 4:.1f}" y="{y + BAR - 1}" font-size="9">'
                           f'{value:.1f}</text>')
            y += BAR
        y += GAP
    return "\n".join(out + ["</svg>", ""])


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--folder", default="doc/bench")
    parser.add_argument("--readme", default="README.md")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", default="0.2")
    arguments = parser.parse_args()
    results = Results()
    for _ in range(arguments.runs):
        results.read(subprocess.run([arguments.program, arguments.seconds], check=True, capture_output=True, text=True).stdout)
    os.makedirs(arguments.folder, exist_ok=True)
    text = page(results)
    write(os.path.join(arguments.folder, "calls.md"), text)
    write(os.path.join(arguments.folder, "calls.svg"), picture(results))
    with open(arguments.readme, encoding="utf-8") as file:
        before, _, rest = file.read().partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        sys.exit(f"{arguments.readme}: no place for the table")
    write(arguments.readme, before + BEGIN + "\n" + readme_table(results) + END + after)
    print(text)


if __name__ == "__main__":
    main()
