#!/usr/bin/env python3
"""Writes the page around the data as C strings, so that one program has it all.

Usage: embed.py OUTPUT BEFORE AFTER
"""
import sys


def main():
    output, *files = sys.argv[1:]
    with open(output, "w", encoding="utf-8") as out:
        out.write("/* Made by embed.py. */\nextern const char view_before[], view_after[];\n")
        for name, path in zip(("view_before", "view_after"), files):
            out.write(f"const char {name}[] =\n")
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    text = line.rstrip("\n").replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
                    out.write(f'"{text}\\n"\n')
            out.write(";\n")


main()
