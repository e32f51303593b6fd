"""What the templates print of a plot: the picture, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Cell:
    """One number, and the list it counts; `heat` from 1 to 4 shades it by how large it is beside the others."""

    text: str
    address: str = ""
    heat: int = 0


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Plot:
    """A picture and its table; `heads` are (words, number of the colour in the picture or "")."""

    key: str
    title: str
    lead: str
    kind: str
    svg: SafeString
    first: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    note: str = ""
    empty: bool = field(default=False)


def share(part: int, whole: int) -> str:
    """ "3 of 4": of few things a percentage says more than is known, so the numbers stand alone below twenty."""
    said = f"{part} of {whole}"
    return f"{said} ({round(100 * part / whole)} %)" if whole >= ENOUGH_FOR_A_SHARE else said


ENOUGH_FOR_A_SHARE = 20
"""From this many on, a percentage stands beside the numbers."""
ENOUGH_FOR_A_MIDDLE = 5
"""From this many on, a median is shown; fewer are shown one by one."""
