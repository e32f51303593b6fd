"""Which way a sentence leans, as the sum of what its pieces weigh; the weights are read from `weights.tsv`.

A linear model, so that each answer can be taken apart into its pieces: the words that weigh most are what is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .features import pieces, placed, tokens

KINDS = ("blame", "hindsight", "minimiser")
LEANS = 0.7
"""From which probability on a sentence is spoken of; chosen on sentences that the training has not seen."""
LONGEST_SPAN = 9  # words; a person looks for the place, not for the whole sentence


class Leaning(NamedTuple):
    """The answer for one sentence: what it reads like, how likely, and the words that weigh most."""

    kind: str
    probability: float
    start: int
    end: int


class Weights(NamedTuple):
    """What was learned: of each piece its weight, and what it says of the kind; of each word what it says alone."""

    bias: float
    kinds: tuple[float, ...]
    pieces: Mapping[str, float]
    says: Mapping[str, tuple[float, ...]]
    hint_bias: float
    hints: Mapping[bytes, float]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The learned weights, read once."""
    bias: tuple[float, ...] = ()
    hint_bias = 0.0
    known: dict[str, float] = {}
    says: dict[str, tuple[float, ...]] = {}
    hints: dict[bytes, float] = {}
    for line in Path(__file__).with_name("weights.tsv").read_text(encoding="utf-8").splitlines():
        what, piece, *numbers = line.split("\t")
        values = tuple(int(number) / 1000 for number in numbers)
        if what == "piece":
            known[piece], says[piece] = values[0], values[1:]
        elif what == "hint":
            hints[piece.encode()] = values[0]
        elif piece == "hint":
            hint_bias = values[0]
        else:
            bias = values
    return Weights(bias[0], bias[1:], known, says, hint_bias, hints)


def may_lean(words: Iterable[bytes]) -> bool:
    """Whether a closer look at a sentence of these words (runs of small letters) is worth its time."""
    known = weights()
    hints = known.hints
    return known.hint_bias + sum([hints[word] for word in set(words) if word in hints]) > 0


def leaning(marked: str) -> Leaning | None:
    """How a sentence with its actors as marks leans; None when it reads as fine."""
    found = tokens(marked)
    if len(found) < 3:
        return None
    known, words = weights(), [word for word, _, _ in found]
    total = known.bias + sum([known.pieces[piece] for piece in pieces(words) if piece in known.pieces])
    probability = 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
    if probability < LEANS:
        return None
    kind, shares = _taken_apart(words, known)
    first, last = heaviest(shares)
    return Leaning(kind, probability, found[first][1], found[last][2])


def _taken_apart(words: list[str], known: Weights) -> tuple[str, list[float]]:
    """What the sentence reads like most, and what each of its words weighs."""
    shares, kinds = [0.0] * (len(words) + 2), list(known.kinds)
    places = {piece: (first, last) for piece, first, last in placed(words) if piece in known.pieces}
    for piece, ends in places.items():
        kinds = [sum(pair) for pair in zip(kinds, known.says[piece], strict=True)]
        for place in {*ends}:
            shares[place] += known.pieces[piece] / len({*ends})
    return KINDS[max(range(len(KINDS)), key=kinds.__getitem__)], shares[1:-1]


def heaviest(shares: list[float]) -> tuple[int, int]:
    """The first and the last of the neighbouring words that weigh most together, at most LONGEST_SPAN of them."""
    best, where = -math.inf, (0, 0)
    for first in range(len(shares)):
        total = 0.0
        for last in range(first, min(first + LONGEST_SPAN, len(shares))):
            total += shares[last]
            if total > best:
                best, where = total, (first, last)
    return where
