#!/usr/bin/env python3
"""Functions of our own that break one rule each, and near misses that break none: tests/check/CONVENTION/RULE.s."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ASSEMBLERS = {'x86_64_sysv': ['x86_64-linux-gnu-gcc', 'gcc'], 'x86_64_win': ['x86_64-w64-mingw32-gcc'], 'aarch64_aapcs': ['aarch64-linux-gnu-gcc']}
FINDING = re.compile(r': (\w+)\+0x[0-9a-f]+ \(0x[0-9a-f]+\): (?:error|warning): ([a-z-]+):')


def findings(check, abi, compiler, source, folder):
    """The rules that each function breaks."""
    target = pathlib.Path(folder) / (abi + '-' + source.stem + '.o')
    subprocess.run([compiler, '-c', str(source), '-o', str(target)], check=True)
    result = subprocess.run([check, '--abi', abi, str(target)], capture_output=True, text=True)
    if result.returncode not in (0, 1):
        return None
    found = {}
    for name, rule in FINDING.findall(result.stdout):
        found.setdefault(name, set()).add(rule)
    return found


def judge(source, found):
    """A line for each function that is not as its name says."""
    names = re.findall(r'^function (\w+)$', source.read_text(), re.M)
    for name in names:
        wanted = {source.stem} if name.startswith('breaks_') else set()
        if found.get(name, set()) != wanted:
            yield f'{source}: {name}: expected {sorted(wanted)}, found {sorted(found.get(name, set()))}'
    if sum(name.startswith('breaks_') for name in names) < 5 or sum(name.startswith('keeps_') for name in names) < 4:
        yield f'{source}: fewer than five functions that break the rule, or four that keep it'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('check', help='build/callconv-check')
    options = parser.parse_args()
    passed = failed = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(pathlib.Path(__file__).parent.glob('*/*.s')):
            abi = source.parent.name
            compiler = next((name for name in ASSEMBLERS[abi] if shutil.which(name)), None)
            if not compiler:
                skipped += 1
                continue
            found = findings(options.check, abi, compiler, source, folder)
            wrong = ['%s: it could not run' % source] if found is None else list(judge(source, found))
            for line in wrong:
                print(line)
            failed += len(wrong)
            passed += len(re.findall(r'^function ', source.read_text(), re.M)) - len(wrong)
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
