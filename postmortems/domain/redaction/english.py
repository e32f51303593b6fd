"""Tells words of the language and of the trade from nicknames, which are neither."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    BASES,
    COMMON,
    DEEDS,
    GIVEN_NAMES,
    HOST_NAMES,
    MONTHS,
    PRODUCTS,
    SPEECH,
    is_word,
    load,
    section,
)

ENGLISH = load("english")
JARGON = load("jargon")
_LABELS = section("labels")
_NOT_NICK = section("not_nick")
_OF_SERVICE = section("of_service")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "r", "ers", "est", "ness", "able", "less", "ful", "ment")
_BEGINNINGS = (
    "un",
    "re",
    "non",
    "pre",
    "post",
    "sub",
    "over",
    "under",
    "auto",
    "multi",
    "micro",
    "mis",
    "de",
)
# Endings of programs, and of words that no short list holds.
_OF_PROGRAMS = (
    "ctl", "agent", "exporter", "backup", "dump", "lint", "watch", "db", "sql", "bot", "ops", "app", "hub", "ware", "tool", "mail", "cloud", "adm", "cache", "proxy", "server",
    "tion", "sion", "ity", "ize", "ise", "ized", "ised", "izing", "ising", "izer", "iser", "ization", "isation", "able", "ible", "age", "ism",
)  # fmt: skip


def _stems(word: str) -> Iterator[str]:
    if word.endswith(("ies", "ied", "ily")):
        yield word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(maxsize=4096)
def is_english(word: str) -> bool:
    """Whether a word in small letters stands in the dictionary, in some form, or is a word of the trade."""
    if word in ENGLISH or word in JARGON or is_word(word) or word in ABBREVIATIONS:
        return True
    if any(stem in ENGLISH or stem in JARGON for stem in _stems(word)):
        return True
    return any(
        word.startswith(lead) and len(word) - len(lead) >= 3 and is_english(word[len(lead) :])
        for lead in _BEGINNINGS
    )


@lru_cache(maxsize=4096)
def means_something(word: str) -> bool:
    """Whether a word has another meaning in a text of the trade than the names that are spelled like it."""
    if word in ENGLISH or word in JARGON or word in ABBREVIATIONS or word in COMMON:
        return True
    if word in PRODUCTS or word in MONTHS or word in BASES or word in SPEECH or word in DEEDS:
        return True
    return any(stem in ENGLISH for stem in _stems(word))


@lru_cache(maxsize=4096)
def is_nickname(name: str) -> bool:
    """Whether a handle of letters, digits and signs can only be what somebody calls themselves: no word, no program, no machine."""
    low = name.lower().strip("_-^`|")
    parts = [part for part in _split(low) if part]
    if len(low) < 3 or not low[0].isalpha() or not parts or low in _LABELS or low in _NOT_NICK:
        return False
    if low in GIVEN_NAMES and not is_english(low):
        return True
    if len(parts) > 1 and not (JARGON | PRODUCTS).isdisjoint(parts):
        return False
    if low in HOST_NAMES or low.endswith(_OF_PROGRAMS) or not _OF_SERVICE.isdisjoint(parts):
        return False
    return not all(is_english(part) or len(part) < 2 for part in parts)


def _split(name: str) -> list[str]:
    """The letters of a name, between digits and signs."""
    return "".join(char if char.isalpha() else " " for char in name).split()
