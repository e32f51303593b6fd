"""Rules that an organisation adds: phrases, not patterns, so that no rule can make the reading slow.

A phrase is words with a space between them, whole words only. A star at the end of a word stands for any ending
("careless*"), and `{who}`, `{person}`, `{they}`, `{we}`, `{you}`, `{org}` stand for an actor, as in the rules of this
package: "{who} messed up" finds people, and "the cron job messed up" is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from postmortems.domain.language.mask import fold
from postmortems.domain.language.model import EVERYWHERE
from postmortems.domain.language.patterns import NAMES

MOST_RULES, MOST_PHRASES, LONGEST_PHRASE = 60, 12, 80
ACTORS = ("who", "person", "they", "we", "you", "org")

_ACTOR = re.compile(r"\{([a-z]+)\}")
_WORD = re.compile(r"[^\W_][\w'’.-]*\*?|[^\W_]\*?")


class UnreadablePhrase(ValueError):  # noqa: N818 - an answer to the person who wrote it
    """A phrase that can't be a rule; the message says why in a sentence."""


@dataclass(frozen=True)
class OwnRule:
    """One rule of an organisation. `suggestion` replaces the words that were found, as it stands."""

    id: str
    title: str
    category: str
    severity: str
    phrases: tuple[str, ...]
    why: str
    source: str = ""
    example: str = ""
    counter_example: str = ""
    suggestion: str = ""
    question: str = ""
    scopes: frozenset[str] = EVERYWHERE


@dataclass(frozen=True)
class Phrase:
    """A phrase made ready: `literal` is in every sentence that it can match."""

    pattern: re.Pattern[str]
    literal: str
    reads_marks: bool


@lru_cache(maxsize=2048)
def read_phrase(phrase: str) -> Phrase:
    """Make a phrase ready; raises UnreadablePhrase."""
    words = phrase.split()
    if not words:
        raise UnreadablePhrase("A phrase needs a word.")
    if len(phrase) > LONGEST_PHRASE:
        raise UnreadablePhrase(f"“{phrase[:40]}…” is longer than {LONGEST_PHRASE} characters.")
    pieces = [_piece(word, phrase) for word in words]
    literals = [literal for _, literal in pieces if literal]
    literal = max(literals, key=len, default="")
    if len(literal) < 3:
        raise UnreadablePhrase(
            f"“{phrase}” needs a word of three letters or more; it would be found everywhere."
        )
    pattern = re.compile(r"(?<!\w)" + " +".join(piece for piece, _ in pieces) + r"(?!\w)")
    return Phrase(pattern, literal, len(literals) < len(pieces))


def _piece(word: str, phrase: str) -> tuple[str, str]:
    """One word as a pattern, and the letters it cannot do without ("" for an actor)."""
    actor = _ACTOR.fullmatch(word)
    if actor:
        if actor[1] not in ACTORS:
            raise UnreadablePhrase(
                f"“{word}” is not known. Actors are {', '.join('{' + name + '}' for name in ACTORS)}."
            )
        return NAMES[actor[1]], ""
    if not _WORD.fullmatch(word):
        raise UnreadablePhrase(
            f"“{word}” in “{phrase}” is not a word; only letters, digits, - and ' can be in one."
        )
    literal = fold(word.rstrip("*").lower())
    return re.escape(literal) + (r"[\w'-]{0,30}" if word.endswith("*") else ""), literal


def waiting(rules: Sequence[OwnRule], scope: str, work: str) -> tuple[tuple[OwnRule, Phrase], ...]:
    """Of all phrases, those whose letters are in the text at all: most texts have none."""
    return tuple(
        (rule, ready)
        for rule in rules
        if scope in rule.scopes
        for ready in map(read_phrase, rule.phrases)
        if ready.literal in work
    )


def matches(
    phrases: Sequence[tuple[OwnRule, Phrase]], plain: str, marked: str
) -> Iterator[tuple[OwnRule, int, int]]:
    """(rule, start, end) of every phrase found in a sentence."""
    for rule, ready in phrases:
        if ready.literal in plain:
            for match in ready.pattern.finditer(marked if ready.reads_marks else plain):
                yield rule, match.start(), match.end()
