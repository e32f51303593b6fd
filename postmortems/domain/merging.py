"""Two people's changes to one text, brought together where they don't touch.

A line is the unit, because a line of Markdown is a paragraph or an item. What can't be joined without losing a line of
either side is a conflict and goes to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from merge3 import Merge3

# Comparing takes a time that grows with the square of the number of lines that repeat; past this a person decides.
MOST_LINES = 8_000


@dataclass(frozen=True)
class Merge:
    """`text` joins both sides; where `conflict` is set it holds both versions of the lines that touch, theirs first."""

    text: str
    conflict: bool


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Join two texts that both began as `base`.

    A line deleted by one side and untouched by the other goes; a line added or changed by either side is in the
    result. Never raises.
    """
    if mine == theirs or theirs == base:
        return Merge(mine, False)
    if mine == base:
        return Merge(theirs, False)
    was, one, two = base.split("\n"), mine.split("\n"), theirs.split("\n")
    if max(len(was), len(one), len(two)) > MOST_LINES:
        return Merge(_joined([*two, "", *one]), True)
    lines, conflict = _walk(was, one, two)
    # The library lines up by longest runs; with repeated lines its answer is checked before it is believed.
    if not conflict and _lost(was, one, two, lines):
        return Merge(_joined([*two, "", *one]), True)
    return Merge(_joined(lines), conflict)


def together(mine: str, theirs: str) -> str:
    """Both texts in one, without knowing what they began as: what they share once, then the lines of each, theirs first."""
    one, two = mine.split("\n"), theirs.split("\n")
    if max(len(one), len(two)) > MOST_LINES:
        return _joined([*two, "", *one])
    blocks = SequenceMatcher(None, two, one, autojunk=False).get_matching_blocks()
    return merge("\n".join(line for at, _, size in blocks for line in two[at : at + size]), mine, theirs).text


def _walk(base: list[str], mine: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    lines: list[str] = []
    conflict = False
    for group in Merge3(base, mine, theirs).merge_groups():
        if group[0] == "conflict":
            conflict = True
            lines += [*group[3], *group[2]]
        else:
            lines += group[1]
    return lines, conflict


def _lost(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], merged: Sequence[str]) -> bool:
    """Whether a line that a side added is missing, or is there fewer times than the sides together ask for."""
    was, one, two, now = Counter(base), Counter(mine), Counter(theirs), Counter(merged)
    for line in one.keys() | two.keys():
        wanted = min(one[line] + two[line] - was[line], max(one[line], two[line]))
        if now[line] < wanted:
            return True
    return False


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines)
