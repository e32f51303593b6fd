"""The letters that a part of a pattern can match, written out: "check(?:s|ed)?" is check, checks and checked."""

from __future__ import annotations

from re import _constants as sre  # type: ignore[attr-defined]
from string import ascii_lowercase
from typing import Any

LETTERS = frozenset(map(ord, ascii_lowercase))
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_SPELT = (sre.IN, sre.BRANCH, *REPEATS)
_MOST = 400

Node = tuple[Any, Any]

# What was found out about the parts of the pattern being read, by their ids: they are asked for many times.
_KNOWN: dict[int, frozenset[str] | None] = {}
_FLAT: dict[int, list[Node]] = {}


def flat(sequence: Any) -> list[Node]:
    """The nodes of a parsed pattern with its groups opened. The list is kept: it is not to be changed."""
    key = id(sequence)
    if key not in _FLAT:
        _FLAT[key] = _opened(sequence)
    return _FLAT[key]


def _opened(sequence: Any) -> list[Node]:
    nodes: list[Node] = []
    for kind, value in sequence:
        nodes += flat(value[3]) if kind is sre.SUBPATTERN else [(kind, value)]
    return nodes


def spelled_from(nodes: list[Node], at: int) -> tuple[frozenset[str], int]:
    """All spellings of the letters that begin at a node, and the node behind them."""
    spelled = frozenset([""])
    while at < len(nodes):
        more = spellings(nodes[at])
        if more is None or len(spelled) * len(more) > _MOST:
            break
        spelled = frozenset(head + tail for head in spelled for tail in more)
        at += 1
    return spelled, at


def spellings(node: Node) -> frozenset[str] | None:
    """What a node matches, if that is a small number of pieces of letters."""
    if node[0] is sre.LITERAL:
        return frozenset(chr(node[1])) if node[1] in LETTERS else None
    if node[0] not in _SPELT:
        return None
    key = id(node[1])
    if key not in _KNOWN:
        _KNOWN[key] = _spell(node)
    return _KNOWN[key]


def _spell(node: Node) -> frozenset[str] | None:
    kind, value = node
    if kind is sre.IN:
        letters = [part[1] for part in value if part[0] is sre.LITERAL and part[1] in LETTERS]
        return frozenset(map(chr, letters)) if len(letters) == len(value) else None
    if kind is sre.BRANCH:
        parts = [_whole(flat(branch)) for branch in value[1]]
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    if value[:2] != (0, 1):
        return None
    inner = _whole(flat(value[2]))
    return None if inner is None else inner | {""}


def _whole(nodes: list[Node]) -> frozenset[str] | None:
    spelled, after = spelled_from(nodes, 0)
    return spelled if after == len(nodes) else None


def forget_nodes() -> None:
    """Forget what was found out, when a pattern has been read."""
    _KNOWN.clear()
    _FLAT.clear()
