#!/usr/bin/env python3
"""Writes the runtime's files as C strings, so that the program finds them wherever it is installed.

Usage: embed.py OUTPUT FILE...
"""
import os
import sys


def main():
    output, *files = sys.argv[1:]
    with open(output, "w", encoding="utf-8") as out:
        out.write('/* Made by embed.py. */\n#include "conform.h"\n\nconst struct embedded embedded_files[] = {\n')
        for name in files:
            out.write(f'{{"{os.path.basename(name)}",\n')
            with open(name, encoding="utf-8") as lines:
                for line in lines:
                    text = line.rstrip("\n").replace("\\", "\\\\").replace('"', '\\"')
                    out.write(f'"{text}\\n"\n')
            out.write("},\n")
        out.write("{NULL, NULL}};\n")


main()
