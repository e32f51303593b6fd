"""What changed between two texts, line by line and, inside a changed line, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_LINES = 4_000
MOST_WORDS = 2_000
CONTEXT = 2


@dataclass(frozen=True)
class Piece:
    """A run of characters; `changed` when the other side doesn't have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """One printed line: `sign` is "-" (only before), "+" (only after), " " (both) or "…" (unchanged lines left out)."""

    sign: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    """The printed lines, and how many words came and went."""

    lines: tuple[Line, ...]
    added: int
    removed: int

    @property
    def same(self) -> bool:
        """Nothing changed."""
        return not (self.added or self.removed) and all(line.sign in " …" for line in self.lines)


def word_counts(before: str, after: str) -> tuple[int, int]:
    """How many words came and how many went, in (added, removed)."""
    old, new = before.split(), after.split()
    if len(old) + len(new) > 40_000:
        return max(len(new) - len(old), 0), max(len(old) - len(new), 0)
    added = removed = 0
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            added, removed = added + d - c, removed + b - a
    return added, removed


def compare(before: str, after: str) -> Comparison:
    """The difference for a person to read; unchanged stretches keep two lines on either side of a change."""
    old, new = before.split("\n"), after.split("\n")
    added, removed = word_counts(before, after)
    if max(len(old), len(new)) > MOST_LINES:
        return Comparison((*_whole("-", old), *_whole("+", new)), added, removed)
    lines: list[Line] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(codes):
        if kind == "equal":
            lines += _equal(old[a:b], first=number == 0, last=number == len(codes) - 1)
        elif kind == "replace":
            lines += _replaced(old[a:b], new[c:d])
        else:
            lines += _whole("-", old[a:b]) + _whole("+", new[c:d])
    return Comparison(tuple(lines), added, removed)


def _equal(lines: list[str], *, first: bool, last: bool) -> list[Line]:
    head = 0 if first else CONTEXT
    tail = 0 if last else CONTEXT
    if len(lines) <= head + tail + 1:
        return [Line(" ", (Piece(line),)) for line in lines]
    left_out = len(lines) - head - tail
    words = "1 line unchanged" if left_out == 1 else f"{left_out} lines unchanged"
    kept = [Line(" ", (Piece(line),)) for line in lines]
    return [*kept[:head], Line("…", (Piece(words),)), *kept[len(lines) - tail :]]


def _whole(sign: str, lines: list[str]) -> list[Line]:
    return [Line(sign, (Piece(line, True),)) for line in lines]


def _replaced(old: list[str], new: list[str]) -> list[Line]:
    """Changed lines in pairs, each with its changed words marked; what has no partner is whole."""
    lines: list[Line] = []
    pairs = min(len(old), len(new))
    for one, two in zip(old[:pairs], new[:pairs], strict=True):
        before, after = _words(one, two)
        lines += [Line("-", before), Line("+", after)]
    return lines + _whole("-", old[pairs:]) + _whole("+", new[pairs:])


def _words(one: str, two: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    a, b = _WORDS.findall(one), _WORDS.findall(two)
    if len(a) + len(b) > MOST_WORDS:
        return (Piece(one, True),), (Piece(two, True),)
    match = SequenceMatcher(None, a, b, autojunk=False)
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i, j, k, m in match.get_opcodes():
        if j > i:
            before.append(Piece("".join(a[i:j]), kind != "equal"))
        if m > k:
            after.append(Piece("".join(b[k:m]), kind != "equal"))
    return tuple(before), tuple(after)
