"""Names given away by their form alone: "Kevin/KaiRo/Ritu", "JohnFLewis"; and given names in small letters where people are spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.english import is_english
from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.positions import Tokens
from postmortems.domain.redaction.signers import WHY_SIGNER, person_hit
from postmortems.domain.redaction.words import (
    ABBREVIATIONS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    HOST_NAMES,
    PRODUCTS,
    load,
    section,
)

_RUN = re.compile(r"[A-Z][A-Za-z]{1,15}(?:/[A-Z][A-Za-z]{1,15}){1,5}(?![\w/.(-])")
_STROKE = re.compile(r"/[A-Z]")
_HEAD = re.compile(r"(?<![\w/.:@-])[A-Z][A-Za-z]{1,15}$")
_HUMPED = re.compile(r"(?<![\w/.:@#-])([A-Z][a-z]{2,12})([A-Z])?([A-Z][a-z]{2,14})(?![\w/(.=-]|:\S)")
_NICKED = re.compile(r" [\"“\x27(]([A-Za-z][\w.-]{1,20})[\"”\x27)] [A-Z][a-z]{1,20}(?![\w(])")
_GIVEN_BEFORE = re.compile(r"(?<![\w.])[A-Z][a-z]{1,15}$")
_HUMP = re.compile(r"[a-z][A-Z]")
_HUMP_HEAD = re.compile(r"(?<![\w/.:@#-])[A-Z][a-z]{2,12}$")
_PLAIN = section("plain_names")
# The names of the shorter list: the long one holds too many words of other languages to trust them in small letters.
_COMMON_NAMES = load("given_names") - {"sol", "ari"}
_BEHIND = frozenset(
    ("who", "whose", "said", "says", "has", "had", "did", "didn", "knows", "mentioned", "asked", "told", "noticed", "thinks", "thought", "just", "also", "already", "wants", "wanted", "looked", "fixed", "pinged", "suggested")
)  # fmt: skip
_BEFORE = frozenset(
    (
        "ask",
        "asked",
        "ping",
        "pinged",
        "cc",
        "thanks",
        "thank",
        "tell",
        "told",
        "dm",
        "dmed",
        "hi",
        "hey",
        "hello",
    )
)
_LED = frozenset(
    (
        "that",
        "because",
        "when",
        "if",
        "with",
        "by",
        "and",
        "but",
        "so",
        "think",
        "as",
        "while",
        "until",
        "since",
        "after",
        "before",
        "only",
    )
)


def _name(word: str) -> bool:
    """Whether a word can only be a given name."""
    low = word.lower()
    return low in GIVEN_NAMES and low not in PRODUCTS and low not in HOST_NAMES and not is_english(low)


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Words with capitals and strokes between; the strokes are looked for first."""
    for stroke in _STROKE.finditer(text):
        head = _HEAD.search(text, max(0, stroke.start() - 17), stroke.start())
        match = _RUN.match(text, head.start()) if head else None
        if match:
            yield match


def _in_runs(text: str) -> Iterator[Hit]:
    for match in _runs(text):
        parts = match.group().split("/")
        plain = [part for part in parts if part.isupper() or part.lower() in PRODUCTS | ABBREVIATIONS]
        words = [part for part in parts if is_english(part.lower()) and part.lower() not in _PLAIN]
        if plain or len(words) * 2 > len(parts) or not any(_name(part) for part in parts):
            continue
        at = match.start()
        for part in parts:
            yield person_hit(at, part, 0.65, WHY_SIGNER)
            at += len(part) + 1


def _humped(text: str) -> Iterator[Hit]:
    for hump in _HUMP.finditer(text):
        head = _HUMP_HEAD.search(text, max(0, hump.start() - 14), hump.end() - 1)
        match = _HUMPED.match(text, head.start()) if head else None
        if match is None:
            continue
        first, last = match.group(1).lower(), match.group(3).lower()
        middle = match.group(2) is not None
        given = first in _COMMON_NAMES and (middle or not is_english(first) or first in _PLAIN)
        family = middle or (last in FAMILY_NAMES and (not is_english(last) or last in _PLAIN))
        if last in PRODUCTS:
            continue
        if given and family and first not in PRODUCTS:
            yield person_hit(match.start(), match.group(), 0.65, WHY_SIGNER)


def _in_quotes(text: str) -> Iterator[Hit]:
    """What somebody is called between the given and the family name: Paul "LeoNerd" Evans."""
    for match in _NICKED.finditer(text):
        given = _GIVEN_BEFORE.search(text, max(0, match.start() - 17), match.start())
        if given and given.group().lower() in GIVEN_NAMES:
            nick = match.group(1).lower()
            yield Hit(*match.span(1), "handle", 0.7, "A handle leads to a person.", "handle:" + nick)


def _in_small(tokens: Tokens) -> Iterator[Hit]:
    """ "so andreas who's done the reviews": a given name in small letters beside what goes with people."""
    text = tokens.text
    for name in tokens.places.keys() & _COMMON_NAMES:
        if len(name) < 4 or not _name(name):
            continue
        for index in tokens.places[name]:
            start, end = tokens.spans[index]
            around = text[max(0, start - 1) : start] + text[end : end + 1]
            if (
                tokens.titled(index)
                or any(char in '/.@=_-:$\\`"' for char in around.rstrip(".:"))
                or any(map(str.isdigit, around))
            ):
                continue
            behind = tokens.gap(index + 1) == " " and tokens.word(index + 1) in _BEHIND
            asked = tokens.gap(index) == " " and tokens.word(index - 1) in _BEFORE
            led = index == 0 or tokens.word(index - 1) in _LED or tokens.gap(index).strip(" ") != ""
            if asked or (behind and led):
                yield person_hit(start, text[start:end], 0.65, WHY_SIGNER)


def find_in_form(tokens: Tokens) -> Iterator[Hit]:
    """People whose names stand in a run, in one word, or in small letters."""
    yield from _in_runs(tokens.text)
    yield from _humped(tokens.text)
    yield from _in_quotes(tokens.text)
    yield from _in_small(tokens)
