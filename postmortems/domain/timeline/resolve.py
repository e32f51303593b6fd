"""From a stamp to an instant: its day, its zone, midnight roll-over, the far end of a range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from postmortems.domain.timeline.calendar import Calendar
from postmortems.domain.timeline.clock import Clock
from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.zones import localize, shared_meaning

# A time this much earlier than the row before it belongs to the next day; less is a row out of order.
ROLL = timedelta(hours=6)


@dataclass(frozen=True)
class Moment:
    """An instant with what is known about it."""

    at: datetime
    precision: str
    approximate: bool
    zone_from: str
    zone: str
    end: datetime | None = None


@dataclass
class Clockwork:
    """What is carried from line to line while a text is read."""

    calendar: Calendar
    document: str
    default_zone: str = ""
    section_zone: str = ""
    row_zone: str = ""
    prose_zone: str = ""
    previous: datetime | None = None
    start: datetime | None = None
    approximate: bool = False
    rolled: bool = False

    def moment(self, stamp: Stamp, *, prose: bool = False, column_zone: str = "") -> Moment | None:
        """Answer the instant of a stamp, or None when the text leaves it open; remembers what it states."""
        if stamp.instant:
            return Moment(stamp.instant, "second", False, "text", "UTC")
        zone, zone_from = self._zone(stamp, prose=prose, column_zone=column_zone)
        stated = self._stated(stamp, prose=prose)
        if self._unreadable(stamp, stated):
            self.calendar.broken = self.calendar.broken or not prose
            return None
        if stated:
            self.calendar.state(stated, zone, prose=prose)
            self.rolled = False
        if not stamp.clock:
            return self._whole_day(stated, stamp, zone, zone_from)
        at = self._at(stamp.clock, stated, zone, prose=prose)
        if at is None:
            return None
        self._remember(at, stamp, zone, prose=prose)
        end = self._end(stamp, at, zone)
        return Moment(
            at,
            stamp.clock.precision,
            stamp.approximate or self.approximate,
            zone_from,
            stamp.zone or zone,
            end,
        )

    def new_section(self) -> None:
        """Forget the row before and the roll-over; days and zones stated stay."""
        self.previous = None
        self.start = None
        self.rolled = False
        self.calendar.current = self.calendar.stated
        self.calendar.passage = None

    def later(self, seconds: int, *, from_start: bool) -> Moment | None:
        """Answer the instant so many seconds after the row before, or after the first row."""
        base = self.start if from_start else self.previous
        if base is None:
            return None
        try:
            at = base + timedelta(seconds=seconds)
        except OverflowError:
            return None
        zone_from, zone = ("document", self.row_zone or self.section_zone) if at.tzinfo else ("none", "")
        self.previous = at
        self.calendar.current = at.date()
        return Moment(at, "second" if seconds % 60 else "minute", self.approximate, zone_from, zone)

    def _zone(self, stamp: Stamp, *, prose: bool, column_zone: str) -> tuple[str, str]:
        """Choose the zone: beside the time, above its column, stated before, stated anywhere, carried, given."""
        carried = self.prose_zone if prose else self.row_zone
        choices = (
            (stamp.zone, "text"),
            (column_zone, "document"),
            (self.section_zone or self.calendar.evidence.zone, "document"),
            (carried, "document"),
            (self.default_zone, "default"),
        )
        name, where = next(((name, where) for name, where in choices if name), ("", "none"))
        name = shared_meaning(name, self.document) if name else ""
        return (name, where) if name and localize(datetime(2000, 1, 1), name) else (name, "none")  # noqa: DTZ001

    def _stated(self, stamp: Stamp, *, prose: bool) -> date | None:
        """Answer the calendar day that the stamp itself states."""
        if stamp.day:
            return self.calendar.resolve(stamp.day, stamp.weekday, prose=prose)
        if stamp.weekday is not None:
            return self.calendar.on_weekday(stamp.weekday, prose=prose)
        return None

    @staticmethod
    def _unreadable(stamp: Stamp, stated: date | None) -> bool:
        return stated is None and (stamp.day is not None or stamp.weekday is not None)

    @staticmethod
    def _whole_day(stated: date | None, stamp: Stamp, zone: str, zone_from: str) -> Moment | None:
        if stated is None:
            return None
        midnight = datetime(stated.year, stated.month, stated.day)  # noqa: DTZ001
        at = localize(midnight, zone) if zone_from != "none" else None
        return Moment(at or midnight, "day", stamp.approximate, zone_from, zone)

    def _at(self, clock: Clock, stated: date | None, zone: str, *, prose: bool) -> datetime | None:
        """Put day and time together; a time without a day may roll over midnight."""
        day = stated or self.calendar.base(prose=prose)
        if day is None:
            return None
        if clock.word == "midnight":
            return self._midnight(stated, zone)
        at = combine(day, clock, zone)
        if stated or at is None:
            return at
        return self._rolled(at, clock, zone, prose=prose)

    def _midnight(self, stated: date | None, zone: str) -> datetime | None:
        """Midnight on a stated day begins it; without a day it is the next one after the row before."""
        day = stated or (self.previous.date() + timedelta(days=1) if self.previous else None)
        return combine(day, Clock(0), zone) if day else None

    def _rolled(self, at: datetime, clock: Clock, zone: str, *, prose: bool) -> datetime | None:
        """Move an undated time to the day where it follows the row before it."""
        before = self.previous
        if before is None or (before.tzinfo is None) != (at.tzinfo is None):
            return self._same_day_elsewhere(at, clock, zone)
        back = before - at
        if back >= ROLL and not (prose and (before.hour < 18 or at.hour > 8)):
            if not clock.padded and not clock.marked and before.hour <= 12 and 1 <= clock.hour <= 7:
                return None  # "12:40" then "1:05": nobody can say whether 13:05 or the night is meant
            self.rolled = True
            return at + timedelta(days=1)
        if self.rolled and -back >= timedelta(hours=18):
            return at - timedelta(days=1)
        return at

    def _same_day_elsewhere(self, at: datetime, clock: Clock, zone: str) -> datetime:
        """A day stated with its own zone ("2017-11-30 4:23PM PST") holds in that zone: 0:59 CET is then on 1 December."""
        calendar = self.calendar
        other = localize(datetime(2000, 1, 1), calendar.stated_zone) if calendar.stated_zone else None  # noqa: DTZ001
        if other is None or at.tzinfo is None or at.date() != calendar.stated or zone == calendar.stated_zone:
            return at
        for step in (0, 1, -1):
            moved = at + timedelta(days=step)
            if moved.astimezone(other.tzinfo).date() == calendar.stated:
                return moved
        return at

    def _remember(self, at: datetime, stamp: Stamp, zone: str, *, prose: bool) -> None:
        self.previous = at
        self.start = self.start or at
        if prose:
            self.prose_zone = stamp.zone or self.prose_zone
            self.calendar.passage = at.date() if self.calendar.passage else None
            return
        self.row_zone = stamp.zone or self.row_zone
        self.calendar.current = at.date()

    def _end(self, stamp: Stamp, at: datetime, zone: str) -> datetime | None:
        """Answer the far end of a range; None when it can't be told on which day it is."""
        if not stamp.until:
            return None
        day = self.calendar.resolve(stamp.until_day) if stamp.until_day else at.date()
        end = combine(day, stamp.until, zone) if day else None
        if end is None or (end.tzinfo is None) != (at.tzinfo is None):
            return None
        if end < at and not stamp.until_day:
            unsure = not stamp.until.padded and not stamp.until.marked
            return None if unsure else combine(at.date() + timedelta(days=1), stamp.until, zone)
        return end if end >= at else None


def combine(day: date, clock: Clock, zone: str) -> datetime | None:
    """Put a day, a time of day and a zone together; naive when the zone is none or unknown."""
    try:
        time = clock.as_time()
        wall = datetime.combine(day, time)
        wall += timedelta(days=clock.hour // 24)
    except OverflowError:
        return None
    return (localize(wall, zone) or wall) if zone else wall
