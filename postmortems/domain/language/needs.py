"""What a text must contain before a pattern can match it: found out from the pattern itself, to save the search."""

from __future__ import annotations

from functools import cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from postmortems.domain.language.actors import MARKS
from postmortems.domain.language.patterns import compiled

_SHORTEST = 3
_MARKED = frozenset(map(ord, MARKS.values()))


class Needs(NamedTuple):
    """`actor`: no match without an actor. `words`: no match without one of these; empty when nothing is known."""

    actor: bool
    words: tuple[str, ...]


@cache
def needs(pattern: str) -> Needs:
    """What a match of the pattern cannot do without."""
    parsed = _parser.parse(compiled(pattern).pattern)
    return Needs(_actor(parsed), _words(parsed) or ())


def _inner(node: tuple[Any, Any]) -> Any:
    """The part of a node that must match at least once, or None."""
    kind, value = node
    if kind is _constants.SUBPATTERN:
        return value[3]
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[0] > 0:
        return value[2]
    return None


def _actor(sequence: Any) -> bool:
    for kind, value in sequence:
        if kind is _constants.LITERAL and value in _MARKED:
            return True
        if kind is _constants.IN and all(_only_marks(part) for part in value):
            return True
        if kind is _constants.BRANCH and all(_actor(branch) for branch in value[1]):
            return True
        inner = _inner((kind, value))
        if inner is not None and _actor(inner):
            return True
    return False


def _only_marks(part: tuple[Any, Any]) -> bool:
    kind, value = part
    if kind is _constants.RANGE:
        return value[0] in _MARKED and value[1] in _MARKED
    return kind is _constants.LITERAL and value in _MARKED


def _words(sequence: Any) -> tuple[str, ...]:
    """The best set of literal pieces of which one must occur: few and long ones; empty when there is none."""
    found: list[tuple[str, ...]] = []
    run = ""
    for node in [*sequence, (None, None)]:
        if node[0] is _constants.LITERAL and node[1] not in _MARKED:
            run += chr(node[1])
            continue
        if len(run) >= _SHORTEST:
            found.append((run,))
        run = ""
        found += filter(None, [_of(node)])
    return min(found, key=lambda pieces: (len(pieces), -min(map(len, pieces))), default=())


def _of(node: tuple[Any, Any]) -> tuple[str, ...]:
    if node[0] is _constants.BRANCH:
        branches = [_words(branch) for branch in node[1][1]]
        return tuple(sorted({piece for pieces in branches for piece in pieces})) if all(branches) else ()
    inner = _inner(node) if node[0] is not None else None
    return _words(inner) if inner is not None else ()
