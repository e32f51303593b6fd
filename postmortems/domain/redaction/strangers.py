"""Finds people who are not on the roster: known given names, and names in a place where only a person stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.acts import may_be_person
from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.hints import find_hinted
from postmortems.domain.redaction.machines import find_machines
from postmortems.domain.redaction.name_runs import find_in_form
from postmortems.domain.redaction.name_shape import in_syllables, name_end, word_shape
from postmortems.domain.redaction.naming import known, unlisted
from postmortems.domain.redaction.people_columns import find_in_people_columns
from postmortems.domain.redaction.positions import Tokens, begins_sentence, closing_point, person_acts
from postmortems.domain.redaction.signers import find_initialled, find_signers
from postmortems.domain.redaction.speakers import find_nicks, find_quoted, find_speakers
from postmortems.domain.redaction.words import (
    AMBIGUOUS,
    BASES,
    COMMON,
    GIVEN_NAMES,
    MONTHS,
    PLACES,
    PRODUCTS,
    is_word,
    section,
)

_DAYS = section("days")
_WORD = re.compile(r"[A-Z][a-z]+")
WHY_KNOWN = "This looks like a person's name."
WHY_PLACE = "Only a person stands in this place of a sentence."


def _chained(tokens: Tokens, first: int, last: int, named: set[int]) -> bool:
    """Whether "and" or a comma ties an unknown capitalised word to a name: "Almog and Arvid joined"."""
    word = tokens.word(first)
    if word in COMMON or word in PRODUCTS or len(word) < 3 or (word in AMBIGUOUS and word not in GIVEN_NAMES):
        return False
    if word in _DAYS or tokens.gap(last + 1)[:1] == ":":
        return False
    before = tokens.word(first - 1) in ("and", "or") and first - 2 in named
    behind = tokens.word(last + 1) in ("and", "or") and last + 2 in named and tokens.gap(last + 1) == " "
    listed = tokens.gap(first).strip() in (",", "&", "/", "→", "->", "=>", "+") and first - 1 in named
    heads = tokens.gap(last + 1) == ", " and last + 1 in named and not is_english(word)
    stroke = tokens.gap(last + 1).strip() in ("/", "&", "+") and last + 1 in named and not is_english(word)
    return before or behind or listed or heads or stroke


def _candidates(tokens: Tokens) -> list[int]:
    """The words that may be names: those with a capital."""
    return [index for index in tokens.capitals if word_shape(tokens, index)]


def _in_sentences(tokens: Tokens, taken: set[int]) -> Iterator[Hit]:
    named: set[int] = set(taken)
    left: list[tuple[int, int]] = []
    past = -1
    for first in _candidates(tokens):
        if first in taken or first <= past:
            continue
        last = name_end(tokens, first)
        listed = tokens.word(first) in GIVEN_NAMES and not in_syllables(tokens, first)
        if (listed and known(tokens, first, last)) or unlisted(tokens, first, last):
            past = last
            first -= _given_before(tokens, first, taken)
            named.update(range(first, last + 1))
            yield _person(tokens, first, last, 0.85 if listed else 0.7, WHY_KNOWN if listed else WHY_PLACE)
        else:
            left.append((first, last))
    for first, last in left:
        if _chained(tokens, first, last, named):
            yield _person(tokens, first, last, 0.6, WHY_PLACE)


def _given_before(tokens: Tokens, first: int, taken: set[int]) -> int:
    """1 when a given name that has another meaning stands before a family name that was found: "Bonnie Lewis"."""
    word, gap = tokens.word(first - 1), tokens.gap(first)
    given = gap == " " and tokens.titled(first - 1) and word in GIVEN_NAMES and first - 1 not in taken
    order = word in COMMON or (word in BASES and begins_sentence(tokens, first - 1))
    return int(given and not order and word not in PRODUCTS and word not in MONTHS)


def _person(tokens: Tokens, first: int, last: int, sure: float, why: str) -> Hit:
    start = tokens.spans[first][0]
    end = tokens.spans[last][1] + closing_point(tokens, last)
    return Hit(start, end, "person", sure, why, "stranger:" + tokens.lower[start:end])


def _taken(tokens: Tokens, hits: list[Hit]) -> set[int]:
    """The words that lie in one of the hits."""
    taken: set[int] = set()
    borders = sorted((hit.start, hit.end) for hit in hits)
    position = 0
    for index, (start, end) in enumerate(tokens.spans):
        while position < len(borders) and borders[position][1] <= start:
            position += 1
        if position < len(borders) and borders[position][0] < end:
            taken.add(index)
    return taken


def find_strangers(tokens: Tokens, people: list[Hit]) -> list[Hit]:
    """People who are not on the roster, and named machines; `people` holds the hits for those who are."""
    machines = find_machines(tokens)
    hits = [
        *find_signers(tokens.text),
        *find_speakers(tokens.text),
        *find_quoted(tokens.text),
        *find_nicks(tokens.text),
        *_in_columns(tokens.text),
        *find_initialled(tokens),
        *find_hinted(tokens),
        *find_in_form(tokens),
        *_in_sentences(tokens, _taken(tokens, people + machines)),
    ]
    hits += _again(tokens, _names_once(hits))
    # A name that is a machine's in one place is a machine's in the whole text.
    names = {hit.key.partition(":")[2] for hit in machines if hit.kind == "hostname"}
    towns = _of_towns(tokens.text, tokens.lower)
    return machines + [
        hit
        for hit in hits
        if hit.key.partition(":")[2] not in names
        and not any(start <= hit.start and hit.end <= end for start, end in towns)
    ]


# "Houston, Austin, Madison and Charlotte"
_ROW = re.compile(r"[A-Z][a-z]+(?:, [A-Z][a-z]+){1,12},? (?:and|or|und|et|y) [A-Z][a-z]+")


def _of_towns(text: str, lower: str) -> list[tuple[int, int]]:
    """Rows of names in which at least two can only be towns: then all are."""
    return [
        row.span()
        for row in _ROW.finditer(text)
        if sum(lower[word.start() : word.end()] in PLACES for word in _WORD.finditer(text, *row.span())) > 1
    ]


def _in_columns(text: str) -> Iterator[Hit]:
    for start, name, nick in find_in_people_columns(text):
        key = ("handle:" if nick else "stranger:") + name.lower()
        yield Hit(start, start + len(name), "handle" if nick else "person", 0.75, WHY_KNOWN, key)


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
