"""The countries whose public holidays are known, for forms."""

from __future__ import annotations

import functools
import re

from holidays.registry import COUNTRIES

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
# The library names its classes in one word; where that reads badly, this does.
_SAID = {
    "GB": "United Kingdom",
    "CD": "Congo, Democratic Republic",
    "CG": "Congo",
    "VA": "Vatican City",
    "KR": "South Korea",
    "KP": "North Korea",
    "US": "United States",
}


@functools.cache
def choices() -> list[tuple[str, str]]:
    """(code, name) by name, after a first entry that says none."""
    named = {entry[1]: _in_words(entry[0]) for entry in COUNTRIES.values()} | _SAID
    return [("", "No public holidays"), *sorted(named.items(), key=lambda pair: pair[1])]


def _in_words(name: str) -> str:
    words = _WORDS.sub(" ", name)
    return re.sub(r" (And|Of|The)\b", lambda found: found.group().lower(), words)
