"""From what a stamp says to a calendar day: carried days, missing years, midnight roll-over, figures in either order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from postmortems.domain.timeline.days import Day, make_date
from postmortems.domain.timeline.evidence import Evidence


@dataclass
class Calendar:
    """The days known at a place of the text, from the surest to the vaguest."""

    evidence: Evidence
    given: date | None = None  # by the caller
    stated: date | None = None  # by a row, a heading or a line of its own
    stated_zone: str = ""  # the zone that stood beside it
    current: date | None = None  # stated, moved on by roll-over
    passage: date | None = None  # stated in the same paragraph
    prose: date | None = None  # stated in running text before
    front: date | None = None  # of the front matter: often the day of publication
    year: int | None = None  # "Date (2022)" in a column header
    first: date | None = None  # Day 1
    broken: bool = False  # a day was stated that can't be read: nothing may be carried over it
    known: set[date] = field(default_factory=set)

    def base(self, *, prose: bool = False) -> date | None:
        """Answer the day of a time that stands without one."""
        if self.broken and not prose:
            return None
        nearest = self.passage if prose else self.current
        return nearest or self.stated or self.given or self.prose or self.front

    def resolve(self, day: Day, weekday: int | None = None, *, prose: bool = False) -> date | None:
        """Answer the calendar day that the words state, None when they leave it open."""
        if day.full:
            return day.full
        if day.figures:
            return self._ordered(day, weekday)
        if day.number is not None:
            return self._numbered(day.number, prose=prose)
        base = self.base(prose=prose)
        if day.shift is not None:
            return base + timedelta(days=day.shift) if base else None
        return self._nearest(day, base)

    def on_weekday(self, weekday: int, *, prose: bool = False) -> date | None:
        """Answer the first such weekday from the carried day on: rows of a timeline move forward."""
        base = self.base(prose=prose)
        if base is None or base == self.front:
            return None
        return base + timedelta(days=(weekday - base.weekday()) % 7)

    def state(self, day: date, zone: str, *, prose: bool = False) -> None:
        """Remember a day that the text stated."""
        if prose:
            self.passage = self.prose = day
        else:
            self.stated = self.current = day
            self.stated_zone, self.broken = zone, False

    def number_day(self, number: int, day: date) -> None:
        """Remember the day that a heading such as "Day 2 (1 February)" ties its number to."""
        if number:
            self.first = day - timedelta(days=number - 1)

    def _nearest(self, day: Day, base: date | None) -> date | None:
        """Complete a missing year, or year and month, with the one nearest to the day known so far."""
        if day.month and not base:
            return make_date(self.year or self.evidence.only_year, day.month, day.day)
        if not base:
            return None
        if day.month:
            if self.year and not self.current:
                return make_date(self.year, day.month, day.day)
            choices = [make_date(base.year + step, day.month, day.day) for step in (-1, 0, 1)]
        else:
            months = [divmod(base.year * 12 + base.month - 1 + step, 12) for step in (-1, 0, 1)]
            choices = [make_date(year, month + 1, day.day) for year, month in months]
        return min(
            (choice for choice in choices if choice), key=lambda choice: abs(choice - base), default=None
        )

    def _numbered(self, number: int, *, prose: bool) -> date | None:
        """Count "Day 2" from Day 1, once that has been met."""
        if number == 1 and self.first is None:
            self.first = self.base(prose=prose)
        return self.first + timedelta(days=number - 1) if self.first and number else None

    def _ordered(self, day: Day, weekday: int | None) -> date | None:
        """Choose between 1/2 and 2/1 by evidence only: other dates of the document, the weekday beside it, the day given."""
        first, second = day.figures or (0, 0)
        base = self.base()
        year = day.year or self.year or (base.year if base else self.evidence.only_year)
        choices = {"mdy": make_date(year, first, second), "dmy": make_date(year, second, first)}
        if self.evidence.order:
            return choices[self.evidence.order]
        by_weekday = [
            choice
            for choice in choices.values()
            if choice and weekday is not None and choice.weekday() == weekday
        ]
        if len(by_weekday) == 1:
            return by_weekday[0]
        known = self.evidence.days | {self.given} | {self.stated}
        near = [
            choice
            for choice in choices.values()
            if choice and any(choice + timedelta(days=step) in known for step in (-1, 0, 1))
        ]
        return near[0] if len(near) == 1 else None
