"""Numbers as people write them: 1,200; 1.2 million; three; a half; "an hour and a half"."""

from __future__ import annotations

import re

WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60,
    "ninety": 90, "half a": 0.5, "half an": 0.5,
}  # fmt: skip
SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
FIGURE = r"\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_GROUPS = re.compile(r"(?<=\d)[,\u00a0\u202f' ](?=\d{3})")


def value(text: str) -> float:
    """The number that a match of FIGURE or WORD stands for."""
    low = text.lower()
    return float(WORDS[low]) if low in WORDS else float(_GROUPS.sub("", text))


def step(text: str, scale: float = 1.0) -> float:
    """The size of the last place that was written: 1 for 1,203, 0.1 million for "1.2 million", 100 for 1,200."""
    if text.lower() in WORDS:
        return scale
    plain = _GROUPS.sub("", text)
    if "." in plain:
        return scale * 10.0 ** -len(plain.partition(".")[2])
    zeros = len(plain) - len(plain.rstrip("0")) if plain.strip("0") else 0
    return scale * 10.0**zeros
