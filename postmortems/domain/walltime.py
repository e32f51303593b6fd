"""Times as people type them in a form: a day, a time and a zone, to an instant with its precision, and back.

Nothing is guessed: a time that the clocks left out or gave twice is said, with what to write instead.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass
from functools import lru_cache

from postmortems.domain.timeline.zones import lookup

PRECISIONS = ("second", "minute", "hour", "day")
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:\s*[:.h]\s*(?P<m>\d{2})(?:\s*[:.]\s*(?P<s>\d{2}))?|(?P<bare>h)?)?\s*(?P<half>[ap])?\.?(?:m\.?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<s>[0-5]\d)?")
_ABOUT = re.compile(r"(?:~|≈|c\.|ca\.?|circa|about|around|approx(?:imately|\.)?)\s*", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


class Unreadable(ValueError):  # noqa: N818 - an answer for the person, not a fault
    """What was typed can't be an instant; `field` is "time" or "zone", the text says why and what would do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class TypedTime:
    """A time of day as typed, with the precision its digits have."""

    time: dt.time
    precision: str
    approximate: bool


def read_time(typed: str) -> TypedTime:
    """ "14:02:11" to the second, "14:02", "1402" or "2:02 pm" to the minute, "14" or "14h" to the hour, "" to the day.

    A leading "about" or "~" makes it approximate. Raises Unreadable.
    """
    text = typed.strip()
    about = _ABOUT.match(text)
    text = text[about.end() :] if about else text
    if not text:
        return TypedTime(dt.time(0), "day", bool(about))
    found = _COMPACT.fullmatch(text) or _TIME.fullmatch(text)
    parts = found.groupdict() if found else {}
    hour = int(parts["h"]) if found else 99
    if parts.get("half"):
        hour = 99 if not 1 <= hour <= 12 else hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    minute, second = int(parts.get("m") or 0), int(parts.get("s") or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable(
            "time", "Write the time as 14:02 or 14:02:11, 14h for the hour, or leave it empty for the day."
        )
    precision = "second" if parts.get("s") else "minute" if parts.get("m") else "hour"
    return TypedTime(dt.time(hour, minute, second), precision, bool(about))


@lru_cache(maxsize=512)
def read_zone(typed: str) -> dt.tzinfo:
    """The zone of "Europe/Amsterdam", "UTC", "CEST" (as written: +02:00) or "+02:00". Raises Unreadable."""
    text = " ".join(typed.split())
    if text.upper() in ("UTC", "GMT", "Z", ""):
        return zoneinfo.ZoneInfo("UTC")
    offset = _OFFSET.fullmatch(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes <= 14 * 60 and int(offset[3] or 0) < 60:
            return dt.timezone(dt.timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    found = lookup(text)
    if found is None:
        raise Unreadable(
            "zone",
            f"“{text[:40]}” is not a zone this site knows. Write Europe/Amsterdam, UTC or an offset such as +02:00.",
        )
    return found


def offset_text(at: dt.datetime) -> str:
    """The offset of an aware time: "+02:00"."""
    minutes = int((at.utcoffset() or dt.timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _exists(at: dt.datetime) -> bool:
    return at.astimezone(dt.UTC).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)


def instant(day: dt.date, time: dt.time, zone: dt.tzinfo, *, exact: bool = True) -> dt.datetime:
    """The instant of a wall time in a zone.

    With `exact`, raises Unreadable for a time that the clocks skipped or that came twice; without (a whole day is
    meant), the first one is taken.
    """
    wall = dt.datetime.combine(day, time)
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if not exact or first.utcoffset() == second.utcoffset():
        return first
    if _exists(first):
        raise Unreadable(
            "time",
            f"The clocks went back that night, so {time:%H:%M} came twice. Write the zone as {offset_text(first)} for the "
            f"first time or {offset_text(second)} for the second.",
        )
    # Read with the offset of before and of after the change, the wall time lands on either side of it.
    offsets = [one.utcoffset() or dt.timedelta() for one in (first, second)]
    low, high = sorted(wall.replace(tzinfo=dt.timezone(offset)).astimezone(zone) for offset in offsets)
    raise Unreadable(
        "time",
        f"The clocks went forward that night, so {time:%H:%M} did not exist. Was it {low:%H:%M} or {high:%H:%M}?",
    )


def is_ambiguous(at: dt.datetime) -> bool:
    """Whether the wall time of `at` came twice in its zone."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def typed(at: dt.datetime, precision: str, zone_name: str) -> tuple[dt.date, str, str]:
    """What to put into day, time and zone so that reading them again gives the same instant and precision."""
    zone = read_zone(zone_name)
    local = at.astimezone(zone)
    form = {"second": "%H:%M:%S", "minute": "%H:%M", "hour": "%Hh", "day": ""}[precision]
    name = offset_text(local) if precision != "day" and is_ambiguous(local) else zone_name
    return local.date(), local.strftime(form) if form else "", name
