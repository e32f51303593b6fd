"""What one expression of a moment says: day, time of day, zone, "about", range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from postmortems.domain.timeline.clock import Clock
from postmortems.domain.timeline.days import Day


@dataclass
class Stamp:
    """What one expression of a moment says, and the span of text that says it."""

    start: int
    end: int
    day: Day | None = None
    weekday: int | None = None
    clock: Clock | None = None
    zone: str = ""
    approximate: bool = False
    instant: datetime | None = None
    until: Clock | None = None
    until_day: Day | None = None
    placeholder: bool = False
    cued: bool = False
    about: str = ""
    dotted: bool = False
    ranging: bool = False
    iso: bool = False

    @property
    def timed(self) -> bool:
        """Whether a time of day is stated."""
        return self.clock is not None or self.instant is not None
