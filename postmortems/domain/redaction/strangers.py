"""Finds people who are not on the roster: known given names, and names in a place where only a person stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import (
    Tokens,
    begins_sentence,
    closing_point,
    may_be_person,
    person_acts,
    person_stands,
)
from postmortems.domain.redaction.signers import find_initialled, find_signers, find_speakers
from postmortems.domain.redaction.words import (
    AMBIGUOUS,
    COMMON,
    DEEDS,
    GIVEN_NAMES,
    HOST_NAMES,
    MONTHS,
    PRODUCTS,
    SPEECH,
    is_word,
    section,
)

_MACHINE_BEFORE = section("machine_before")
_MACHINE_WORDS = section("machine_words")
_PRODUCT_AFTER = section("product_after")
_PARTICLES = section("particles")
_SET_OFF = ("*", "`", '"', "_")
_NOT_NAME_ENDS = (
    "ing",
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ers",
    "ors",
    "ly",
    "ists",
    "ians",
    "ble",
    "ous",
    "ware",
    "base",
    "bot",
    "ops",
)
WHY_MACHINE = "This looks like the name a team gave to a machine."
WHY_KNOWN = "This looks like a person's name."
WHY_PLACE = "Only a person stands in this place of a sentence."


def _word_shape(tokens: Tokens, first: int) -> bool:
    """A capital followed by small letters, not glued into an identifier or a path."""
    start, end = tokens.spans[first]
    word = tokens.text[start:end]
    if len(word) < 2 or not word[0].isupper() or not word[1:].islower():
        return False
    before = tokens.text[start - 1] if start else " "
    after = tokens.text[end : end + 1]
    if before in "/.\\$=_" or before.isdigit() or (after and (after in "_=(" or after.isdigit())):
        return False
    follower = tokens.text[end + 1 : end + 2]
    if after and after in "./-:" and follower.isalnum():
        # "Rune/Platform" and "Jean-Luc" are words side by side; "Node.js" and "Fetch-wrapper" are not names.
        return after in "/-" and follower.isupper()
    return True


def _joins(tokens: Tokens, index: int) -> bool:
    """Whether the gap before a word lets it belong to the name before: a space, a hyphen, an initial with its point, O'Brien."""
    gap = tokens.gap(index)
    single = tokens.spans[index - 1][1] - tokens.spans[index - 1][0] == 1
    return gap in (" ", "-") or (gap == ". " and single) or (gap == "'" and single and tokens.titled(index))


def _surname(tokens: Tokens, first: int, index: int) -> bool:
    start, end = tokens.spans[index]
    word = tokens.word(index)
    if word in _PARTICLES:
        return True
    if word in COMMON or word in PRODUCTS or word in _PRODUCT_AFTER or word in MONTHS:
        return False
    if end - start == 1:
        return tokens.titled(index) and (index == first + 1 or tokens.gap(index + 1)[:1] in (".", "'"))
    return tokens.titled(index) and not tokens.text[start:end].isupper()


def _surname_end(tokens: Tokens, first: int) -> int:
    """The last word of a full name that begins here: further capitalised words that mean nothing else."""
    last = first
    for index in range(first + 1, min(first + 5, len(tokens.spans))):
        if not _joins(tokens, index) or not _surname(tokens, first, index):
            break
        last = index
    while last > first and not tokens.titled(last):
        last -= 1
    return last


def _known(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a listed given name stands for a person here."""
    word = tokens.word(first)
    if tokens.gap(last + 1) == " " and tokens.word(last + 1) in _PRODUCT_AFTER:
        return False
    if tokens.word(first - 1) in ("st", "san", "santa", "fort", "port", "mount", "lake", "los", "saint"):
        return False
    other = word in PRODUCTS or word in COMMON
    if word not in AMBIGUOUS and not other:
        return True
    # "Mark Olsen" is a person, "Mark Jobs" need not be.
    family = tokens.word(last)
    if (
        last > first
        and word not in PRODUCTS
        and family not in AMBIGUOUS | SPEECH | DEEDS
        and not begins_with_verb(tokens, first)
    ):
        return True
    if person_stands(tokens, first, last):
        return True
    return not other and word not in HOST_NAMES and person_acts(tokens, last) and _own_subject(tokens, first)


def begins_with_verb(tokens: Tokens, first: int) -> bool:
    """Whether a word at the start of a sentence may be an order or a question: "Will Traefik", "Mark Postgres"."""
    return tokens.word(first) in COMMON and begins_sentence(tokens, first)


def _own_subject(tokens: Tokens, first: int) -> bool:
    """Whether nothing before the word makes it part of a larger term."""
    in_term = tokens.titled(first - 1) and tokens.gap(first) == " "
    return tokens.word(first - 1) not in ("the", "a", "an") and not in_term


def _unlisted(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an unknown capitalised word stands where only a person does."""
    word = tokens.word(first)
    if len(word) < 3 or is_word(word) or word in MONTHS or word.endswith(_NOT_NAME_ENDS):
        return False
    before = tokens.word(first - 1)
    if before in ("the", "a", "an", "this", "each"):
        return False
    # "Employee Compromise" in a title: a role with a capital in front proves nothing.
    if tokens.titled(first - 1) and tokens.gap(first) == " " and not begins_sentence(tokens, first - 1):
        return False
    return person_stands(tokens, first, last)


def _on_machine(tokens: Tokens, first: int) -> bool:
    """Whether the word names a machine: "on **Fritz**", "Nietzsche (the main database server)", "Fritz alerts"."""
    word = tokens.word(first)
    if word not in HOST_NAMES or word in PRODUCTS:
        return False
    set_off = tokens.gap(first)[-1:] in _SET_OFF and tokens.gap(first + 1)[:1] in _SET_OFF
    near = not _MACHINE_WORDS.isdisjoint(tokens.word(first + step) for step in (1, 2, 3, 4))
    if set_off or near:
        return set_off or word not in AMBIGUOUS or tokens.word(first - 1) in _MACHINE_BEFORE
    return word not in GIVEN_NAMES and word not in AMBIGUOUS and tokens.word(first - 1) in _MACHINE_BEFORE


def _chained(tokens: Tokens, first: int, last: int, named: set[int]) -> bool:
    """Whether "and" or a comma ties an unknown capitalised word to a name: "Almog and Arvid joined"."""
    word = tokens.word(first)
    if word in COMMON or word in PRODUCTS or len(word) < 3 or (word in AMBIGUOUS and word not in GIVEN_NAMES):
        return False
    before = tokens.word(first - 1) in ("and", "or") and first - 2 in named
    behind = tokens.word(last + 1) in ("and", "or") and last + 2 in named and tokens.gap(last + 1) == " "
    listed = tokens.gap(first).strip() in (",", "&", "/", ", ") and first - 1 in named
    return before or behind or listed


def _candidates(tokens: Tokens) -> list[int]:
    """The words that may be names: those with a capital, and machines' names in code marks."""
    return [
        index
        for index in range(len(tokens.spans))
        if (tokens.titled(index) and _word_shape(tokens, index))
        or (tokens.word(index) in HOST_NAMES and tokens.gap(index)[-1:] == "`" == tokens.gap(index + 1)[:1])
    ]


def _in_sentences(tokens: Tokens, taken: set[int]) -> Iterator[Hit]:
    named: set[int] = set(taken)
    left: list[tuple[int, int]] = []
    past = -1
    for first in _candidates(tokens):
        if first in taken or first <= past:
            continue
        word = tokens.word(first)
        if _on_machine(tokens, first):
            yield Hit(*tokens.spans[first], "hostname", 0.65, WHY_MACHINE, "host:" + word)
            continue
        last = _surname_end(tokens, first)
        listed = word in GIVEN_NAMES
        if (listed and _known(tokens, first, last)) or _unlisted(tokens, first, last):
            past = last
            named.update(range(first, last + 1))
            yield _person(tokens, first, last, 0.85 if listed else 0.7, WHY_KNOWN if listed else WHY_PLACE)
        else:
            left.append((first, last))
    for first, last in left:
        if _chained(tokens, first, last, named):
            yield _person(tokens, first, last, 0.6, WHY_PLACE)


def _person(tokens: Tokens, first: int, last: int, sure: float, why: str) -> Hit:
    start, end = tokens.spans[first][0], tokens.spans[last][1] + closing_point(tokens, last)
    return Hit(start, end, "person", sure, why, "stranger:" + tokens.lower[start:end])


def find_strangers(tokens: Tokens, known: list[Hit]) -> list[Hit]:
    """People who are not on the roster; known holds the hits for those who are."""
    taken: set[int] = set()
    borders = sorted((hit.start, hit.end) for hit in known)
    position = 0
    for index, (start, end) in enumerate(tokens.spans):
        while position < len(borders) and borders[position][1] <= start:
            position += 1
        if position < len(borders) and borders[position][0] < end:
            taken.add(index)
    hits = [
        *find_signers(tokens.text),
        *find_speakers(tokens.text),
        *find_initialled(tokens.text),
        *_in_sentences(tokens, taken),
    ]
    hits += _again(tokens, _names_once(hits))
    return _machines_apart(hits)


def _machines_apart(hits: list[Hit]) -> list[Hit]:
    """A name that is a machine's in one place is a machine's in the whole text."""
    machines = {hit.key.partition(":")[2] for hit in hits if hit.kind == "hostname"}
    return [
        replace(hit, kind="hostname", why=WHY_MACHINE, key="host:" + hit.key.partition(":")[2])
        if hit.key.partition(":")[2] in machines
        else hit
        for hit in hits
    ]


def _names_once(hits: list[Hit]) -> dict[str, str]:
    """The words of the names found so far, each with the key of its person."""
    names: dict[str, str] = {}
    for hit in hits:
        if hit.kind == "person" and hit.confidence >= 0.7:
            for word in re.findall(r"[^\W\d_]{3,}", hit.key.partition(":")[2]):
                if word in AMBIGUOUS or not is_word(word):
                    names.setdefault(word, hit.key)
    return names


def _again(tokens: Tokens, names: dict[str, str]) -> Iterator[Hit]:
    """Further mentions by first or last name of people who were named once."""
    for first in _candidates(tokens) if names else ():
        word = tokens.word(first)
        if word not in names:
            continue
        if word not in AMBIGUOUS or person_acts(tokens, first) or may_be_person(tokens, first, first):
            yield Hit(*tokens.spans[first], "person", 0.7, WHY_KNOWN, names[word])
