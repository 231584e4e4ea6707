#!/usr/bin/env python3
"""Writes files as C strings, so that a program has them wherever it is installed.

Usage: embed.py OUTPUT FILE...                  an array of characters for each, named by the file without its ending
       embed.py --table HEADER OUTPUT FILE...   `embedded_files` of the header's `struct embedded`, {name, text}, ended by NULL
"""
import os
import sys


def quoted(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n").replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
            yield f'"{text}\\n"\n'


def main():
    words = sys.argv[1:]
    header = words[1] if words[0] == "--table" else None
    output, *files = words[2:] if header else words
    with open(output, "w", encoding="utf-8") as out:
        out.write("/* Made by embed.py. */\n")
        if header:
            out.write(f'#include "{header}"\n\nconst struct embedded embedded_files[] = {{\n')
        for path in files:
            name = os.path.splitext(os.path.basename(path))[0]
            out.write(f'{{"{os.path.basename(path)}",\n' if header else f"extern const char {name}[];\nconst char {name}[] =\n")
            out.writelines(quoted(path))
            out.write("},\n" if header else ";\n")
        if header:
            out.write("{NULL, NULL}};\n")


main()
