"""Passwords and keys in the columns of a table, drawn with strokes or set with spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.passwords import PLACEHOLDER, secret_hit

# The line between the heading of a table and its rows.
_RULE = re.compile(r"\n([ \t:|-]{3,600})(?=\n)")
_SECRET_HEAD = re.compile(
    r"\b(?:pass(?:word|wd|phrase|code)?s?|pwd|secrets?|tokens?|pin|api[- ]?keys?|credentials?)\b", re.I
)
_SPACED_HEAD = re.compile(
    r"(?:^|\n)([^\n|]{0,120}?(?:  |\t)[^\n|]{0,60}|[^\n|]{0,60}?(?:pass|Pass|PASS)[^\n|]{0,20}(?:  |\t)[^\n|]{0,120})(?=\n)"
)
_CELL = re.compile(r"\S+(?: \S+)*")


def _in_columns(text: str) -> Iterator[Hit]:
    """The cells below a heading such as "Password" in a table."""
    for rule in _RULE.finditer(text):
        names = text[text.rfind("\n", 0, rule.start()) + 1 : rule.start()].split("|")
        if "--" not in rule.group(1) or len(names) < 2:
            continue
        columns = [index for index, name in enumerate(names) if _SECRET_HEAD.search(name) and len(name) < 40]
        at = rule.end() + 1
        while columns and at < len(text):
            line = (
                text[at:].partition("\n")[0]
                if at + 2000 > len(text)
                else text[at : at + 2000].partition("\n")[0]
            )
            if "|" not in line:
                break
            place = at
            for index, cell in enumerate(line.split("|")):
                value = cell.strip(" \t`*\"'")
                if index in columns and len(value) > 2 and " " not in value and not PLACEHOLDER.match(value):
                    yield secret_hit(place + cell.index(value), value, 0.85)
                place += len(cell) + 1
            at += len(line) + 1


def _spaced(text: str) -> Iterator[Hit]:
    """The same without strokes: cells two spaces apart."""
    for head in _SPACED_HEAD.finditer(text):
        cells = list(_CELL.finditer(head.group(1)))
        columns = [index for index, cell in enumerate(cells) if _SECRET_HEAD.search(cell.group())]
        if len(cells) < 2 or not columns or any(len(cell.group()) > 30 for cell in cells):
            continue
        at = head.end() + 1
        for line in text[at : at + 4000].split("\n")[:40]:
            found = list(_CELL.finditer(line))
            if len(found) == len(cells) and line.strip(" -=\t") != "":
                value = found[columns[0]]
                if (
                    " " not in value.group()
                    and len(value.group()) > 2
                    and not PLACEHOLDER.match(value.group())
                ):
                    yield secret_hit(at + value.start(), value.group(), 0.8)
            elif found and line.strip(" -=\t"):
                break
            at += len(line) + 1


def find_columns(text: str, lower: str) -> Iterator[Hit]:
    """The cells below a heading such as "Password"."""
    if "|" in text:
        yield from _in_columns(text)
    if "pass" in lower and ("  " in text or "\t" in text):
        yield from _spaced(text)
