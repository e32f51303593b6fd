"""Reading times in free text: anything pasted becomes events with an instant, the rest is listed and never guessed."""

from __future__ import annotations

import datetime

from postmortems.domain.timeline.model import Event, Reading, Unread
from postmortems.domain.timeline.reader import Reader
from postmortems.domain.timeline.zones import lookup

__all__ = ["Event", "Reading", "Unread", "is_zone", "read"]


def read(text: str, *, date: datetime.date | None = None, zone: str | None = None) -> Reading:
    """Read a timeline in any manner of writing.

    `date` is the day of rows before any stated one, `zone` ("Area/City", "PST", "+01:00") that of times without one.
    A zone nobody knows counts as none. Never raises on any text; events and unread lines come in the order of lines.
    """
    return Reader(text, date, (zone or "").strip()).read()


def is_zone(name: str) -> bool:
    """Say whether a zone is known: Area/City, an abbreviation, an offset, "Pacific time"."""
    return lookup(name.strip()) is not None
