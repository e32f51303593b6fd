"""Which patterns a sentence can match at all, told from its words, so that a sentence without any costs almost nothing.

A pattern is a bit of a number. A number has three slots: the patterns whose rarest clause a word satisfies, those whose second
(shifted to the left), and those whose third (see `needs`). A sentence calls the patterns that it has in all slots when the numbers of its words are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from postmortems.domain.language.actors import ACTORS
from postmortems.domain.language.needs import Needs, needs
from postmortems.domain.language.patterns import sees_actors
from postmortems.domain.language.people import PRONOUNS
from postmortems.domain.language.rules import RULES

SLOTS = 3
MOST_WORDS = 30_000  # remembered at once; a text of invented words must not fill the memory

_SMALL = bytes(range(ord("a"), ord("z") + 1))
_LETTERS = bytes(code if code in _SMALL or code == 10 else 32 for code in range(256))
_RUN = re.compile("[a-z]+")


class Plan(NamedTuple):
    """One way for a pattern to match: the place of its rule in `RULES`, and whether it reads the sentence with marks."""

    rule: int
    pattern: str
    reads_marks: bool


def letters(work: str) -> bytes:
    """A working copy with its runs of small letters only, everything else blank but the ends of lines; every place is kept."""
    return work.encode("ascii", "replace").translate(_LETTERS)


def runs(names: Iterable[str]) -> frozenset[bytes]:
    """For each name its longest run of small letters, which is in every text that has the name."""
    return frozenset(
        max(found, key=len).encode()
        for name in names
        if (found := _RUN.findall(name.replace("oncall", "call")))
    )


# The words without which nobody of a kind is in a sentence. "our engineers" are "we" to the rules.
WE_WORDS, THEY_WORDS, YOU_WORDS = (
    frozenset(word.encode() for word, meant in PRONOUNS.items() if meant == kind)
    for kind in ("we", "they", "you")
)
WE_WORDS |= {b"our", b"my"}
PERSON_WORDS = runs(ACTORS) - runs(word for word, meant in PRONOUNS.items() if meant != "person")


def _ways(scope: str) -> list[tuple[Plan, Needs]]:
    """All ways of all patterns of a scope, in the order they are read, and what each needs."""
    return [
        (Plan(number, pattern, sees_actors(pattern)), way)
        for number, rule in enumerate(RULES)
        if scope in rule.scopes
        for pattern in rule.patterns
        for way in needs(pattern)
    ]


class Memory(NamedTuple):
    """What is known of words: the patterns that each calls, those that can begin a call, and all that were looked at."""

    words: dict[bytes, int]
    hot: set[bytes]
    seen: set[bytes]


class _Pieces:
    """The pieces of all slots, by kind, with the patterns that want them."""

    def __init__(self) -> None:
        self.whole: dict[str, int] = {}
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.within: dict[str, int] = {}

    def add(self, clause: frozenset[str], bit: int) -> None:
        kinds = {"=": self.whole, "^": self.starts, "$": self.ends, "~": self.within}
        for piece in clause:
            kind = kinds[piece[0]]
            kind[piece[1:]] = kind.get(piece[1:], 0) | bit

    def wanted(self, word: str) -> int:
        """The patterns that want a piece which the word satisfies."""
        found = self.whole.get(word, 0)
        for length in range(2, min(len(word), 24) + 1):
            found |= self.starts.get(word[:length], 0) | self.ends.get(word[-length:], 0)
        for piece, bits in self.within.items():
            if piece in word:
                found |= bits
        return found


class Calls:
    """The patterns of one scope, called by words."""

    def __init__(self, scope: str) -> None:
        ways = _ways(scope)
        self.plans = tuple(plan for plan, _ in ways)
        self.wide = len(ways)  # the bits of a slot
        self.low = (1 << self.wide) - 1
        self.memory = Memory({}, set(), set())
        self.pieces = _Pieces()
        self.free = self.actor = self.at = self.bang = 0
        self.acts = dict.fromkeys(("person", "we", "they", "you"), 0)
        for place, (plan, way) in enumerate(ways):
            self._add(plan.pattern, way, 1 << place)

    def _add(self, pattern: str, wanted: Needs, bit: int) -> None:
        for slot in range(SLOTS):
            if slot < len(wanted.clauses):
                self.pieces.add(wanted.clauses[slot], bit << slot * self.wide)
            elif slot:
                self.free |= bit << slot * self.wide
        if not wanted.clauses:
            # A handle, an address, an exclamation mark: a sign calls them, not a word.
            self.at |= bit if "@" in pattern else 0
            self.bang |= bit if "@" not in pattern else 0
        self.actor |= bit if wanted.actors else 0
        for kind in wanted.actors:
            self.acts["person" if kind == "org" else kind] |= bit

    def learn(self, vocabulary: set[bytes]) -> Memory:
        """A memory that knows all words of a text. It is only ever added to, so that a text being read in another thread keeps its own."""
        memory = self.memory
        if len(memory.seen) > MOST_WORDS:
            memory = self.memory = Memory({}, set(), set())
        for word in vocabulary - memory.seen:
            spelled = word.decode()
            bits = self.pieces.wanted(spelled)
            if bits:
                memory.words[word] = bits
            if bits & self.low:
                memory.hot.add(word)
            memory.seen.add(word)
        return memory

    def called(self, words: Iterable[bytes], memory: Memory) -> int:
        """The patterns that a sentence of these words calls, as bits."""
        sums, wide = self.free, self.wide
        known = memory.words
        for word in words:
            if word in known:
                sums |= known[word]
        return sums & (sums >> wide) & (sums >> 2 * wide) & self.low

    def by_sign(self, plain: str) -> int:
        """The patterns called by a sign of a sentence."""
        return (self.at if "@" in plain else 0) | (self.bang if "!" in plain else 0)


@cache
def calls(scope: str) -> Calls:
    """The calls of a scope, made once."""
    return Calls(scope)


def places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
