"""Counts the cases of a test script and ends with the line that tests/run sums."""
import subprocess
import sys


class Cases:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, good, name, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}\n{detail}".rstrip())
        return bool(good)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {name}: {why}")

    def run(self, name, command, **options):
        """Passes if the command succeeds; returns its standard output, or None."""
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              stdin=subprocess.DEVNULL, **options)
        good = self.check(done.returncode == 0, name, " ".join(map(str, command)) + "\n" + done.stdout)
        return done.stdout if good else None

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        sys.exit(1 if self.failed else 0)
