"""A folded copy of a text (no accents, no invisible characters) that remembers where each character came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Letters that do not decompose, and punctuation that detectors should meet in one form only.
_PLAIN = {
    "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae",
    "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ð": "d", "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‑": "-",
    "‐": "-", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class View:
    """The folded text, its lower-case twin of the same length, and the way back to the original positions."""

    source: str
    text: str
    lower: str
    origin: Sequence[int] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the view stands for, with the marks that hang on its last letter."""
        if self.origin is None:
            return start, end
        first, last = self.origin[start], self.origin[end - 1] + 1
        while last < len(self.source) and unicodedata.category(self.source[last]) == "Mn":
            last += 1
        return first, last


def fold_char(char: str) -> str:
    """One character without accents; "" when it shows nothing (combining mark, direction mark, joiner)."""
    if char in _PLAIN:
        return _PLAIN[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Cf"):
        return ""
    # Only European letters and full-width forms are taken apart: Hangul and other scripts must stay whole words.
    if ord(char) < 0x2000 or 0xFF00 <= ord(char) <= 0xFFEF:
        plain = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) != "Mn")
        return plain or char
    return char


def fold(text: str) -> str:
    """A text without accents and invisible characters, for comparing names."""
    if text.isascii():
        return text
    return _NOT_ASCII.sub(lambda match: fold_char(match.group()), text)


def view(text: str) -> View:
    """Build the folded view of a text; plain ASCII costs nothing but the lower-case copy."""
    if text.isascii():
        return View(text, text, text.lower(), None)
    parts: list[str] = []
    origin: list[int] = []
    past = 0
    # Whole runs of ASCII are taken over at once: nearly every text is English with a dash or a quotation mark here and there.
    for match in _NOT_ASCII.finditer(text):
        index = match.start()
        plain = fold_char(match.group())
        parts += (text[past:index], plain)
        origin.extend(range(past, index))
        origin.extend([index] * len(plain))
        past = index + 1
    parts.append(text[past:])
    origin.extend(range(past, len(text)))
    folded = "".join(parts)
    return View(text, folded, lower_same_length(folded), origin)


def lower_same_length(text: str) -> str:
    """Lower case without changing positions; the few letters that would grow keep their form."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
