#!/usr/bin/env python3
"""Writes the one-file form of a dossier folder: the same records, so the same results to the byte."""
import csv
import html
import os
import re
import sys

folder, target = sys.argv[1], sys.argv[2]
head = open(os.path.join(folder, "dossier.xml"), encoding="utf-8").read()
lines = []
for name in sorted(os.listdir(folder)):
    if not name.endswith(".csv"):
        continue
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells, checks = {}, {}
            for column, value in row.items():
                field, _, code = column.partition(".")
                if not code:
                    cells[column] = value
                elif value in ("yes", "no"):
                    checks.setdefault(field, []).append(("" if value == "yes" else "!") + code)
            cells.update({field: " ".join(codes) for field, codes in checks.items()})
            fields = " ".join(f'{field}="{html.escape(value)}"' for field, value in cells.items() if value != "?")
            lines.append(f"  <{name[:-4]} {fields}/>")
with open(target, "w", encoding="utf-8") as file:
    file.write(re.sub(r"</dossier>\s*$", "\n".join(lines) + "\n</dossier>\n", head))
