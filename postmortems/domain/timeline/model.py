"""What comes out of reading a timeline: events with an instant, and the lines that stayed unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Event:
    """One thing that happened, at an instant that the text states.

    `at` is aware, or naive when `zone_from` is "none"; with precision "day" its time of day means nothing.
    `zone` is the zone as written ("CET", "Europe/Amsterdam", "+01:00", or "" without one).
    `line` counts from 1. `end` is the other end of a range. `kind` is "" where the wording doesn't tell.
    """

    at: datetime | None
    precision: str
    approximate: bool
    zone_from: str
    zone: str
    text: str
    line: int
    kind: str = ""
    source_url: str = ""
    end: datetime | None = None


@dataclass(frozen=True)
class Unread:
    """A line that holds words and no time that could be read; a person decides about it."""

    line: int
    text: str


@dataclass(frozen=True)
class Reading:
    """Everything found in one text, in the order of its lines."""

    events: tuple[Event, ...] = ()
    unread: tuple[Unread, ...] = ()
