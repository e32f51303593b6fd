"""Machines that carry a name such as Fritz or Nietzsche: by their place, beside another one, at a prompt, and again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortems.domain.redaction.findings import Hit
from postmortems.domain.redaction.hosts import REGION
from postmortems.domain.redaction.positions import Tokens
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
# What a machine answers with: "root@fritz:~$", and what one types to get there.
_PROMPT = re.compile(
    r"(?<![\w.@-])([a-z_][\w.-]{0,30})@([a-z][a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,5})(?=:[~/]|:\d*[$#]|[$#>] )"
)
_LOGIN = re.compile(
    r"\b(?:ssh|scp|sftp|rsync|mosh|telnet)\b[^\n`]{0,60}?(?<![\w.@-])(?:([a-z_][\w.-]{0,30})@)([a-z][a-z0-9-]{1,60})(?![\w.@-])"
)
_SYSLOG = re.compile(
    r"(?:^|\n)[\s>`]{0,6}(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,14}) ([a-z][a-z0-9.-]{1,60}) [\w./-]{2,40}\[\d{1,7}\]:"
)
_EVERYBODY = frozenset(
    (
        "root",
        "admin",
        "ubuntu",
        "debian",
        "centos",
        "ec2-user",
        "core",
        "git",
        "postgres",
        "user",
        "deploy",
        "vagrant",
        "app",
    )
)
_AFTER_WORD = re.compile(
    r"\b(?:hosts?|servers?|machines?|boxe?s?|node|vm|ssh(?:ed)? (?:to|into)|log(?:ged)? (?:on|in) ?to)\s+[`\"'*]{0,2}([a-z][a-z0-9]{0,12}(?:-[a-z0-9]{1,6}){2,4})\b(?!-)"
)
_IN_PARTS = re.compile(
    r"\b(?:on|from|of|against)\s+[`\"'*]{0,2}([a-z]{1,4}(?:-[a-z0-9]{1,4}){2,4})\b(?![-\w])"
)
_COMPOUND = section("compound")
WHY = "This looks like the name a team gave to a machine."
WHY_PROMPT = "Somebody was signed in on this machine."


def is_machine(tokens: Tokens, first: int) -> bool:
    """Whether the word names a machine: "on **Fritz**", "Nietzsche (the main database server)", "Fritz alerts"."""
    word = tokens.word(first)
    if word not in HOST_NAMES or word in PRODUCTS:
        return False
    start, end = tokens.spans[first]
    if tokens.lower[end : end + 1] in ("@", "=") or (start and tokens.lower[start - 1] in "./@="):
        return False
    before = tokens.word(first - 1)
    if not tokens.titled(first):
        return _small(tokens, first)
    set_off = tokens.gap(first)[-1:] in _SET_OFF and tokens.gap(first + 1)[:1] in _SET_OFF
    near = not _WORDS.isdisjoint(tokens.word(first + step) for step in (1, 2, 3, 4))
    if set_off or near:
        return set_off or word not in AMBIGUOUS or before in _BEFORE
    return word not in GIVEN_NAMES and word not in AMBIGUOUS and before in _BEFORE


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
    hits = list(_at_prompts(tokens.text))
    candidates = [index for index, word in enumerate(tokens.words) if word in HOST_NAMES]
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


def _at_prompts(text: str) -> Iterator[Hit]:
    """Machines in what a terminal or a log printed, and behind words such as "server"."""
    for pattern in (_PROMPT, _LOGIN) if "@" in text else ():
        for match in pattern.finditer(text):
            yield _named(match, 2, 0.9, WHY_PROMPT)
            if match.group(1) not in _EVERYBODY:
                yield Hit(
                    *match.span(1), "handle", 0.85, "A handle leads to a person.", "handle:" + match.group(1)
                )
    for match in _SYSLOG.finditer(text):
        yield _named(match, 1, 0.85, WHY)
    for pattern in (_AFTER_WORD, _IN_PARTS) if "-" in text else ():
        for match in pattern.finditer(text):
            if _COMPOUND.isdisjoint(match.group(1).split("-")) and not REGION.match(match.group(1)):
                yield _named(match, 1, 0.7, WHY)


def _named(match: re.Match[str], group: int, sure: float, why: str) -> Hit:
    return Hit(*match.span(group), "hostname", sure, why, "host:" + match.group(group).lower())
