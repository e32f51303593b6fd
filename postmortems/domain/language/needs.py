"""What a sentence must contain before a pattern can match it: found out from the pattern itself, to save the search.

A pattern is read into clauses. Of each clause, one piece must be in the sentence: a whole word ("=word"), the start of one
("^care"), its end ("$fingers"), or letters anywhere in one ("~blam").
"""

from __future__ import annotations

from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from postmortems.domain.language.actors import MARKS
from postmortems.domain.language.patterns import written_out
from postmortems.domain.language.people import PRONOUNS
from postmortems.domain.language.spelling import (
    LETTERS,
    REPEATS,
    Node,
    flat,
    forget_nodes,
    spelled_from,
    spellings,
)

_KINDS = {ord(mark): kind for kind, mark in MARKS.items()}
RARE = 0.02  # a clause that fewer sentences meet need not be split into ways
DEEPEST, MOST_WAYS = 2, 24
# Words that are in so many sentences that asking for one of them saves little, the commonest first.
_COMMON = """the to of a in and was we that for on this is it be with our not have as were from by at had an or are which
    when all no but been if they has will after would there out did so up do could time should can only some what about you one any
    more who their than now just because before into how over other then these while where until us down back still being
    get make get used need set see run made"""
_RANK = {word: 1 / (place + 4) for place, word in enumerate(_COMMON.split())}
_PLACE = {word: place for place, word in enumerate(_RANK)}
# The marks that only certain words become (see `actors`).
_PRONOUNS = {
    ord(MARKS[kind]): frozenset("=" + word for word in [*group, *(("our", "my") if kind == "we" else ())])
    for kind in ("we", "they", "you")
    if (group := [word for word, meant in PRONOUNS.items() if meant == kind])
}


class Needs(NamedTuple):
    """`actors`: no match without an actor of one of these kinds. `clauses`: no match without a piece of each, the rarest clause first."""

    actors: frozenset[str]
    clauses: tuple[frozenset[str], ...]


@cache
def needs(pattern: str) -> tuple[Needs, ...]:
    """What a match of the pattern cannot do without: one of these, where the pattern has several ways to match."""
    nodes = flat(_parser.parse(written_out(pattern)))
    found = tuple(
        Needs(_actors(way), tuple(sorted(set(_clauses(way, False, False)), key=commonness)))
        for way in _ways(nodes, DEEPEST)
    )
    forget_nodes()
    _INNER.clear()
    return found


def _ways(nodes: list[Node], deeper: int) -> list[list[Node]]:
    """The sequence, or one for each of its branches where that makes calls rarer."""
    often = _rarest(nodes)
    alone = len(nodes) <= 3  # little beside its branches: each is a wording of its own
    if deeper == 0 or (often < RARE and not alone):
        return [nodes]
    for at, (kind, value) in enumerate(nodes):
        if kind is not sre.BRANCH or spellings((kind, value)) is not None:
            continue
        branches = [nodes[:at] + flat(branch) + nodes[at + 1 :] for branch in value[1]]
        ways = [way for branch in branches for way in _ways(branch, deeper - 1)]
        if len(ways) <= MOST_WAYS and (alone or sum(map(_rarest, ways)) / len(ways) < often / 2):
            return ways
    return [nodes]


def _rarest(nodes: list[Node]) -> float:
    clause = _best(_clauses(nodes, False, False))
    return commonness(clause)[0] if clause else 1


@cache
def commonness(clause: frozenset[str]) -> tuple[float, int, list[str]]:
    """How often a sentence meets the clause: a sort key, rare ones first."""
    met = 0
    for piece in clause:
        met |= _met(piece)
    common = sum(rank for place, rank in enumerate(_RANK.values()) if met >> place & 1)
    return round(common, 6), len(clause), sorted(clause)


@cache
def _met(piece: str) -> int:
    """The common words that satisfy a piece, as bits."""
    if piece[0] == "=":
        return 1 << _PLACE[piece[1:]] if piece[1:] in _PLACE else 0
    return sum(1 << place for word, place in _PLACE.items() if fits(piece, word))


def fits(piece: str, word: str) -> bool:
    """Whether a word of a sentence satisfies a piece.

    >>> fits("=fail", "failed"), fits("^fail", "failed"), fits("$led", "failed"), fits("~ile", "failed")
    (False, True, True, True)
    """
    kind, letters = piece[0], piece[1:]
    if kind == "=":
        return word == letters
    if kind == "^":
        return word.startswith(letters)
    return word.endswith(letters) if kind == "$" else letters in word


def _actors(nodes: list[Node]) -> frozenset[str]:
    """The kinds of actors of which one must be there; empty when the nodes ask for none."""
    asked = [found for kind, value in nodes if (found := _asked(kind, value))]
    return min(asked, key=len, default=frozenset())


def _asked(kind: Any, value: Any) -> frozenset[str]:
    if kind is sre.LITERAL:
        return frozenset([_KINDS[value]]) if value in _KINDS else frozenset()
    if kind is sre.IN:
        parts = [_marks(part) for part in value]
        return frozenset().union(*parts) if all(parts) else frozenset()
    if kind is sre.BRANCH:
        branches = [_actors(flat(branch)) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return _actors(flat(value[2])) if kind in REPEATS and value[0] > 0 else frozenset()


def _marks(part: Node) -> frozenset[str]:
    """The kinds of actors that a part of a set of characters stands for; empty when it may be anything else."""
    kind, value = part
    codes = range(value[0], value[1] + 1) if kind is sre.RANGE else [value] if kind is sre.LITERAL else [0]
    return frozenset(_KINDS[code] for code in codes) if all(code in _KINDS for code in codes) else frozenset()


def _clauses(nodes: list[Node], left: bool, right: bool) -> list[frozenset[str]]:
    """The clauses of a sequence; `left` and `right` say whether no letter can stand directly beside it."""
    found: list[frozenset[str]] = []
    at = 0
    while at < len(nodes):
        spelled, after = spelled_from(nodes, at)
        if after > at:
            before, behind = _closed(nodes[:at], left), _closed(nodes[after:][::-1], right, ahead=True)
            found += _clause(spelled, before, behind)
            at = after
            continue
        kind, value = nodes[at]
        sides = _closed(nodes[:at], left), _closed(nodes[at + 1 :][::-1], right, ahead=True)
        if kind is sre.LITERAL and value in _PRONOUNS:
            found.append(_PRONOUNS[value])
        elif kind is sre.BRANCH:
            found += _either([_best(_inner(branch, *sides)) for branch in value[1]])
        elif kind in REPEATS and value[0] > 0:
            found += _inner(value[2], sides[0], sides[1] and value[1] == 1)
        at += 1
    return found


# The clauses of the inner parts of the pattern being read: each way that has a part asks for them again.
_INNER: dict[tuple[int, bool, bool], list[frozenset[str]]] = {}


def _inner(part: Any, left: bool, right: bool) -> list[frozenset[str]]:
    key = id(part), left, right
    if key not in _INNER:
        _INNER[key] = _clauses(flat(part), left, right)
    return _INNER[key]


def _best(clauses: list[frozenset[str]]) -> frozenset[str]:
    return min(clauses, key=commonness, default=frozenset())


def _either(branches: list[frozenset[str]]) -> list[frozenset[str]]:
    """One clause for several branches, if every branch has one."""
    return [frozenset().union(*branches)] if all(branches) else []


def _clause(spelled: frozenset[str], before: bool, behind: bool) -> list[frozenset[str]]:
    kind = {(True, True): "=", (True, False): "^", (False, True): "$", (False, False): "~"}[before, behind]
    least = 1 if kind == "=" else 2 if kind == "^" else 3
    if any(len(letters) < least for letters in spelled):
        return []
    return [frozenset(kind + letters for letters in spelled)]


def _closed(beside: list[Node], outside: bool, ahead: bool = False) -> bool:
    """Whether what stands beside a place (nearest last) surely touches it with something that is no letter.

    `ahead`: the nodes follow the place, in reverse order; else they come before it.
    """
    for step in range(len(beside) - 1, -1, -1):
        kind, value = beside[step]
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            looks = kind is sre.ASSERT and (value[0] == 1) is ahead
            if looks and _ends_closed(flat(value[1]), False, ahead):
                return True
            continue
        if kind is sre.AT:
            return True
        if kind is sre.BRANCH:
            beyond = _closed(beside[:step], outside, ahead)
            return all(_ends_closed(flat(branch), beyond, ahead) for branch in value[1])
        if kind in REPEATS:
            beyond = value[0] > 0 or _closed(beside[:step], outside, ahead)
            return beyond and _ends_closed(flat(value[2]), beyond, ahead)
        return not _may_be_letter(kind, value)
    return outside


def _ends_closed(inner: list[Node], beyond: bool, ahead: bool) -> bool:
    return _closed(inner[::-1] if ahead else inner, beyond, ahead)


def _may_be_letter(kind: Any, value: Any) -> bool:
    if kind is sre.LITERAL:
        return value in LETTERS
    if kind is not sre.IN:
        return True
    return not all(_no_letter(part) for part in value)


def _no_letter(part: Node) -> bool:
    kind, value = part
    if kind is sre.RANGE:
        return not any(value[0] <= letter <= value[1] for letter in LETTERS)
    if kind is sre.LITERAL:
        return value not in LETTERS
    return kind is sre.CATEGORY and value is sre.CATEGORY_SPACE
