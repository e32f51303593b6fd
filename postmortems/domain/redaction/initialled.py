"""Accounts made of the letter of a given name and a family name, wherever they stand: "mlopez", "kperez2"; and what follows "!log"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens
from postmortems.domain.redaction.words import FAMILY_NAMES, GIVEN_NAMES, HOST_NAMES, PRODUCTS, section

# Family names that are words of the language as well, and yet mostly names behind a letter.
_COMMON_FAMILIES = section("common_families")
_EVERYBODY = section("everybody")
_LOG = re.compile(r"(?:^|\n)[ \t>]{0,4}!log ([a-z][a-z0-9_-]{2,20}) (?=[A-Za-z])")
# "t.bakare"
_DOTTED = re.compile(r"\.([a-z]{4,16})(?![\w(/=@-]|\.\w)")
_LETTER = re.compile(r"(?<![\w./@:-])[a-z]$")
_OF_PARTICLE = re.compile(r"(?:vande[rn]?|mac|mc|von|della|dela)[a-z]{3,14}")
# Who signs in at an address: "ssh tarik@198.51.100.61".
_USER_AT = re.compile(r"(?<![\w.@/-])([a-z_][\w.-]{1,30})@(?=\d{1,3}(?:\.\d{1,3}){3}\b)")
_AROUND = frozenset("/.=_@$\\#")
WHY = "A handle leads to a person."


def _hit(start: int, name: str) -> Hit:
    return Hit(start, start + len(name), "handle", 0.7, WHY, "handle:" + name.lower())


@lru_cache(maxsize=8192)
def _of_family(word: str) -> bool:
    family = word[1:]
    if _OF_PARTICLE.fullmatch(family) and not is_english(family):
        return not is_english(word)
    if family not in _COMMON_FAMILIES and (
        len(family) < 5 or family not in FAMILY_NAMES or is_english(family)
    ):
        return False
    return not (
        word in GIVEN_NAMES
        or word in FAMILY_NAMES
        or word in PRODUCTS
        or word in HOST_NAMES
        or is_english(word)
    )


def _by_signs(text: str) -> Iterator[Hit]:
    """A letter and a family name with a point between, and who signs in at an address."""
    for match in _DOTTED.finditer(text) if "." in text else ():
        letter = _LETTER.search(text, max(0, match.start() - 2), match.start())
        if letter and match.group(1) in FAMILY_NAMES and not is_english(match.group(1)):
            yield _hit(letter.start(), letter.group() + match.group())
    for match in _USER_AT.finditer(text) if "@" in text else ():
        if match.group(1) not in _EVERYBODY:
            yield _hit(match.start(1), match.group(1))


def find_initialled_accounts(tokens: Tokens) -> Iterator[Hit]:
    """Every word in small letters that is a letter and a family name."""
    text = tokens.text
    for word, places in tokens.places.items():
        if len(word) < 5 or word in _EVERYBODY or not _of_family(word):
            continue
        for index in places:
            start, end = tokens.spans[index]
            around = text[start - 1 : start] + text[end : end + 1]
            glued = around[:1] in _AROUND or (
                text[end : end + 1] in _AROUND and text[end + 1 : end + 2].isalnum()
            )
            if text[start].islower() and not (glued and start):
                yield _hit(start, text[start:end])
    yield from _by_signs(text)
    for match in _LOG.finditer(text) if "!log " in text else ():
        yield _hit(match.start(1), match.group(1))
