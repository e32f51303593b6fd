"""When somebody is reminded: working days, the ladder of an action, and the instant in a person's own morning.

A rung belongs to a calendar day; a day on which the person does not work is moved, backward for what lies ahead (so
that nobody hears of a date after it) and forward for what is late. The instant is the moment the person's working
hours begin on that day, in their own zone, also on the days the clocks change.
"""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field

from .days_off import public_holidays

ONE_DAY = dt.timedelta(days=1)
WEEK = 7
HORIZON = 370
"""Days within which a working day is looked for; a calendar without any falls back to every day."""


@dataclass(frozen=True)
class Policy:
    """The rungs as numbers of days; None is never. The defaults follow the figures of practice: two days' lead (incident.io), the
    manager told of a missed assignment and a missed completion (Rootly)."""

    before: tuple[int, ...] = (7, 2, 0)
    late: int = 1
    again_every: int = WEEK
    managers: int | None = 3
    managers_above: int | None = 10
    unassigned: int = 2
    draft: int = 3
    review: int = 2


DEFAULT = Policy()


@dataclass(frozen=True)
class Calendar:
    """When a person works: zone, hours, weekdays (Monday is 0), holidays of a country and others."""

    zone: str = "UTC"
    start: dt.time = dt.time(9, 0)
    end: dt.time = dt.time(17, 0)
    days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[dt.date] = field(default=frozenset())
    country: str = ""

    @property
    def tz(self) -> dt.tzinfo:
        """The zone; UTC when its name is not known."""
        return _zone(self.zone)

    def works_on(self, day: dt.date) -> bool:
        """Whether it is a working day with a moment inside working hours."""
        if day in self.holidays or (self.days and day.weekday() not in self.days):
            return False
        if self.country and day in public_holidays(self.country, day.year):
            return False
        return _opening(self, day) is not None

    def opening(self, day: dt.date) -> dt.datetime | None:
        """The instant work begins on that day, in UTC; None on other days."""
        return _opening(self, day) if self.works_on(day) else None

    def on_or_after(self, day: dt.date) -> dt.date:
        """The first working day from `day` on."""
        return _first_working(self, day, ONE_DAY)

    def on_or_before(self, day: dt.date) -> dt.date:
        """The last working day up to `day`."""
        return _first_working(self, day, -ONE_DAY)

    def after_working_days(self, day: dt.date, number: int) -> dt.date:
        """The working day that is `number` working days after `day`."""
        for _ in range(number):
            day = self.on_or_after(day + ONE_DAY)
        return day

    def next_open(self, at: dt.datetime) -> dt.datetime:
        """The first instant from `at` on inside working hours, in UTC; `at` itself when it is inside."""
        day = self.on_or_after(at.astimezone(self.tz).date())
        while True:
            opens, closes = _opening(self, day), _closing(self, day)
            if opens is not None and at < closes:
                return max(at, opens).astimezone(dt.UTC)
            day = self.on_or_after(day + ONE_DAY)


@functools.lru_cache(maxsize=512)
def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def _first_working(calendar: Calendar, day: dt.date, step: dt.timedelta) -> dt.date:
    for number in range(HORIZON):
        if calendar.works_on(day + number * step):
            return day + number * step
    return day


def _instant(calendar: Calendar, day: dt.date, at: dt.time) -> dt.datetime:
    """That wall time as an instant; a time the clocks jump over becomes the moment after the jump."""
    local = dt.datetime.combine(day, at, calendar.tz)
    back = local.astimezone(dt.UTC).astimezone(calendar.tz)
    if back.replace(tzinfo=None) == local.replace(tzinfo=None):
        return local.astimezone(dt.UTC)
    # In the gap the two folds name offsets before and after the jump; the jump itself lies between their instants.
    low, high = sorted(local.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    before = low.astimezone(calendar.tz).utcoffset()
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(calendar.tz).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


@functools.lru_cache(maxsize=65536)
def _opening(calendar: Calendar, day: dt.date) -> dt.datetime | None:
    """When work begins on that day; None when the clocks jump over all of it."""
    opens = _instant(calendar, day, calendar.start)
    return opens if opens < _closing(calendar, day) else None


@functools.lru_cache(maxsize=65536)
def _closing(calendar: Calendar, day: dt.date) -> dt.datetime:
    return _instant(calendar, day, calendar.end)


@dataclass(frozen=True)
class Step:
    """One reminder of a ladder: which rung, which time of it, and when it is due (UTC)."""

    rung: str
    occurrence: int
    day: dt.date
    at: dt.datetime


def _step(rung: str, occurrence: int, day: dt.date, calendar: Calendar) -> Step:
    return Step(rung, occurrence, day, calendar.opening(day) or _instant(calendar, day, calendar.start))


def _reckonable(due: dt.date) -> dt.date:
    """A day with years on both sides: the calendar has ends (years 1 and 9999), and a ladder leads past the day."""
    return min(max(due, dt.date(100, 1, 1)), dt.date(9000, 1, 1))


def owner_steps(due: dt.date, calendar: Calendar, policy: Policy = DEFAULT) -> Iterator[Step]:
    """The owner's ladder for a due date, in order and without end (weekly, once late)."""
    due = _reckonable(due)
    for days in policy.before:
        yield _step(f"before_{days}", 0, calendar.on_or_before(due - days * ONE_DAY), calendar)
    first = due + policy.late * ONE_DAY
    occurrence = 0
    while True:
        rung = "late" if occurrence == 0 else "late_weekly"
        day = first + occurrence * policy.again_every * ONE_DAY
        yield _step(rung, occurrence, calendar.on_or_after(day), calendar)
        occurrence += 1


def manager_step(rung: str, due: dt.date, number: int, calendar: Calendar) -> Step:
    """When a manager is told of a late action: `number` of the manager's own working days after it was due."""
    return _step(rung, 0, calendar.after_working_days(_reckonable(due), number), calendar)


def waiting_steps(
    rung: str, since: dt.date, days: int, calendar: Calendar, policy: Policy = DEFAULT
) -> Iterator[Step]:
    """Something waits for somebody (an owner, an edit, a review): after `days` working days, then weekly."""
    first = calendar.after_working_days(since, days)
    occurrence = 0
    while True:
        day = calendar.on_or_after(first + occurrence * policy.again_every * ONE_DAY)
        yield _step(rung, occurrence, day, calendar)
        occurrence += 1


def reached(steps: Iterator[Step], now: dt.datetime) -> Step | None:
    """The last step whose time has come; None before the first."""
    found = None
    for step in steps:
        if step.at > now:
            return found
        found = step
    return found


def steps_on(steps: Iterator[Step], day: dt.date) -> list[Step]:
    """The steps of a ladder that fall on `day`."""
    found = []
    for step in steps:
        if step.day > day:
            break
        if step.day == day:
            found.append(step)
    return found


def due_dates_on(
    day: dt.date, calendar: Calendar, oldest: dt.date, policy: Policy = DEFAULT
) -> dict[dt.date, Step]:
    """The due dates whose owner is reminded on the working day `day`, each with the last of its steps on that day.

    The ladder read backwards, so that a sweep asks the database for these dates only. `oldest` bounds how far back
    late ones are looked for.
    """
    at = calendar.opening(day)
    if at is None:
        return {}
    found: dict[dt.date, Step] = {}
    for days in policy.before:
        step = Step(f"before_{days}", 0, day, at)
        found |= {moved + days * ONE_DAY: step for moved in _moved_back_to(day, calendar)}
    for moved in moved_on_to(day, calendar):
        due, occurrence = moved - policy.late * ONE_DAY, 0
        while due >= oldest:
            found[due] = Step("late_weekly" if occurrence else "late", occurrence, day, at)
            due, occurrence = due - policy.again_every * ONE_DAY, occurrence + 1
    return found


def manager_dates_on(day: dt.date, calendar: Calendar, number: int) -> list[dt.date]:
    """The due dates of which a manager is told on the working day `day`, `number` of their working days later."""
    after = first = day
    for _ in range(number):
        after, first = first, calendar.on_or_before(first - ONE_DAY)
    return [first + days * ONE_DAY for days in range((after - first).days)]


def moved_on_to(day: dt.date, calendar: Calendar) -> list[dt.date]:
    """The days off before `day`, whose reminders are moved on to it, and `day` itself."""
    previous = calendar.on_or_before(day - ONE_DAY)
    return [day - number * ONE_DAY for number in range(max((day - previous).days, 1))]


def _moved_back_to(day: dt.date, calendar: Calendar) -> list[dt.date]:
    """The days off after `day`, whose reminders are moved back to it, and `day` itself."""
    following = calendar.on_or_after(day + ONE_DAY)
    return [day + number * ONE_DAY for number in range(max((following - day).days, 1))]
