"""Machines that carry a name such as Fritz or Nietzsche: by their place, beside another one, at a prompt, and again."""

from __future__ import annotations

from postmortems.domain.redaction.english import ENGLISH
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.host_places import find_in_places
from postmortems.domain.redaction.positions import Tokens, at
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    AMBIGUOUS,
    GIVEN_NAMES,
    HOST_NAMES,
    PRODUCTS,
    is_word,
    section,
)

_BEFORE = section("machine_before")
_WORDS = section("machine_words")
_SET_OFF = ("*", "`", '"', "_")
_LINK = (",", ", ", "/", "&", " & ", ", and ", ", or ")
# Names of the list that also mean something in small letters.
_NOT_SMALL = frozenset(
    (
        "discovery",
        "enterprise",
        "defiant",
        "rogue",
        "gambit",
        "joker",
        "neo",
        "quark",
        "ra",
        "atlas",
        "polaris",
    )
)
WHY = "This looks like the name a team gave to a machine."


def is_machine(tokens: Tokens, first: int) -> bool:
    """Whether the word names a machine: "on **Fritz**", "Nietzsche (the main database server)", "Fritz alerts"."""
    word = tokens.word(first)
    if word not in HOST_NAMES or word in PRODUCTS:
        return False
    start, end = tokens.spans[first]
    if tokens.text[end : end + 1] == "!" and tokens.text[end + 1 : end + 2].isalpha():
        return False  # Fritz!Box
    if tokens.lower[end : end + 1] in ("@", "=") or (start and tokens.lower[start - 1] in "./@="):
        return False
    before = tokens.word(first - 1)
    if not tokens.titled(first):
        return _small(tokens, first)
    inner = tokens.lower[start - 1 : start] == "_" and tokens.lower[start - 2 : start - 1].isalnum()
    set_off = not inner and tokens.gap(first)[-1:] in _SET_OFF and tokens.gap(first + 1)[:1] in _SET_OFF
    near = not _WORDS.isdisjoint(tokens.word(first + step) for step in (1, 2, 3, 4))
    if set_off or near:
        return set_off or word not in AMBIGUOUS or before in _BEFORE
    return word not in GIVEN_NAMES and word not in AMBIGUOUS and word not in ENGLISH and before in _BEFORE


def _small(tokens: Tokens, first: int) -> bool:
    """A name in small letters: set off as code, or behind a preposition and without another meaning."""
    word = tokens.word(first)
    if tokens.gap(first)[-1:] == "`" == tokens.gap(first + 1)[:1]:
        return True
    if is_word(word) or word in _NOT_SMALL or word in ABBREVIATIONS or len(word) < 4:
        return False
    near = not _WORDS.isdisjoint(tokens.word(first + step) for step in (1, 2))
    plain = tokens.gap(first).strip(" ") == "" and tokens.gap(first + 1)[:1] not in ("-", "_", "/", "(", "=")
    return plain and (tokens.word(first - 1) in _BEFORE or (near and tokens.word(first - 1) == "the"))


def _beside(tokens: Tokens, found: set[int]) -> set[int]:
    """Further names in a list with a machine: "across Freud, Franz, and Nietzsche"."""
    more: set[int] = set()
    for index in sorted(found):
        for step in (-1, 1):
            other = index
            while True:
                middle = other + step
                if tokens.word(middle) in ("and", "or", "to") and tokens.gap(max(other, middle)).strip() in (
                    "",
                    ",",
                ):
                    middle += step
                gap = (
                    tokens.text[
                        slice(*sorted((tokens.spans[other][step > 0], tokens.spans[middle][step < 0])))
                    ]
                    if 0 <= middle < len(tokens.spans)
                    else "\n"
                )
                if not _linked(gap) or not _may_be(tokens, middle):
                    break
                more.add(middle)
                other = middle
    return more - found


def _linked(gap: str) -> bool:
    return gap in _LINK or gap.strip(" ,`*") in ("and", "or", "to") or gap.replace("`", "") in _LINK


def _may_be(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index)
    if word in PRODUCTS or len(word) < 3:
        return False
    if tokens.titled(index):
        return word in HOST_NAMES or word in GIVEN_NAMES
    return (word in HOST_NAMES or word in GIVEN_NAMES) and not is_word(word)


def find_machines(tokens: Tokens) -> list[Hit]:
    """Named machines, and every further mention of them, also in small letters."""
    hits = find_in_places(tokens)
    candidates = at(tokens, HOST_NAMES)
    found = {index for index in candidates if is_machine(tokens, index)}
    found |= _beside(tokens, found)
    names = {tokens.word(index) for index in found}
    for index, word in enumerate(tokens.words) if names else ():
        if word in names and (
            index in found or tokens.titled(index) or not (is_word(word) or word in _NOT_SMALL)
        ):
            found.add(index)
    hits += [
        Hit(*tokens.spans[index], "hostname", 0.65, WHY, "host:" + tokens.word(index))
        for index in sorted(found)
    ]
    return hits
