"""The parts of the drawn incident: what a template draws, and the shape of each kind of row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DOT = 11.0
KINDS = ("impact", "detection", "decision", "action", "change", "communication", "recovery", "")


@dataclass(frozen=True)
class Mark:
    """One row of the timeline: an aware instant and its kind ("" when none was chosen)."""

    at: dt.datetime
    kind: str = ""


@dataclass(frozen=True)
class Band:
    """A phase between two facts; `label` is "" where it wouldn't fit."""

    x: float
    width: float
    kind: str
    label: str


@dataclass(frozen=True)
class Text:
    """Words at a place; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Fold:
    """A quiet stretch that is not drawn to scale."""

    x: float
    width: float
    label: str

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Flag:
    """The name of a fact with the room it takes."""

    x: float
    left: float
    right: float
    anchor: str
    text: str

    def meets(self, other: Flag) -> bool:
        """Whether the two would touch in one lane."""
        return self.left < other.right and self.right > other.left


@dataclass(frozen=True)
class Picture:
    """Everything to draw, in a box of `width` by `height`, and the same in words."""

    width: int
    height: float
    band_y: float
    axis_y: float
    bands: tuple[Band, ...] = ()
    stems: tuple[tuple[float, float], ...] = ()
    flags: tuple[Text, ...] = ()
    clocks: tuple[Text, ...] = ()
    folds: tuple[Fold, ...] = ()
    dots: tuple[tuple[str, str], ...] = ()
    more: tuple[Text, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing has a time yet."""
        return not (self.flags or self.dots)


def path(kind: str, spots, axis_y: float) -> str:
    """All dots of a kind as one path; each kind has a shape of its own, so that colour is never alone."""
    shapes = {
        "impact": "m-4.5 3.5h9l-4.5 -8z",
        "detection": "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
        "decision": "m0 -5l5 5l-5 5l-5 -5z",
        "action": "m-4 -4h8v8h-8z",
        "change": "m-4.5 -3.5h9l-4.5 8z",
        "communication": "m-5 -3.5h10v7h-5l-2.5 2.5v-2.5h-2.5z",
        "recovery": "m-1.7 -5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z",
        "": "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z",
    }
    return "".join(f"M{x:g} {round(axis_y - depth * DOT, 1):g}{shapes[kind]}" for x, depth in spots)


def glyph(kind: str) -> str:
    """The shape of one kind alone, in a box of 14 by 14, for the legend."""
    return path(kind if kind in KINDS else "", [(7.0, 0)], 7.0)
