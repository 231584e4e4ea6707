#!/usr/bin/env python3
"""The generated pages are what `make docs` would write now, and every link inside the documents leads somewhere.

    docs.py BUILD-DIRECTORY
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = {"supported.md": "doc", "divergences.md": "doc", "explain.svg": "doc", "README.md": ""}
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def documents():
    for folder, names, files in os.walk(ROOT):
        names[:] = [n for n in names if not n.startswith((".", "build"))]
        yield from (os.path.join(folder, f) for f in files if f.endswith(".md"))


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([os.path.join(ROOT, "tools", "docs"), os.path.abspath(sys.argv[1]), directory], check=True,
                       env=dict(os.environ, LC_ALL="C.UTF-8"))
        for page, folder in PAGES.items():
            same = read(os.path.join(directory, page)) == read(os.path.join(ROOT, folder, page))
            passed += same
            failed += not same
            if not same:
                print(f"FAILED {os.path.join(folder, page)} is not current: make docs")
    for path in sorted(documents()):
        broken = [link for link in LINK.findall(read(path)) if "://" not in link
                  and not os.path.exists(os.path.join(os.path.dirname(path), link))]
        passed += not broken
        failed += bool(broken)
        for link in broken:
            print(f"FAILED {os.path.relpath(path, ROOT)}: there is no {link}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
