"""A stamp is the whole expression of a moment: day, time of day, zone, "about", range; read at one place of a text."""

from __future__ import annotations

import re
from dataclasses import replace

from postmortems.domain.timeline.days import Day
from postmortems.domain.timeline.parts import read_part
from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.zones import match_zone

_YEAR_AFTER = re.compile(r"\s((?:19|20)\d\d)(?=\s*(?:$|[\]):|,*_-]|\s[+-]\d{4}\b))")
_LIMIT = 14


def match_stamp(text: str, pos: int = 0) -> Stamp | None:
    """Read as much of a moment as stands at a position; None without a day or a time of day."""
    stamp = Stamp(pos, pos)
    at = pos
    for _ in range(_LIMIT):
        end = read_part(text, at, stamp)
        if end is None or end <= at:
            break
        stamp.end = at = end
    _late_year(text, stamp)
    _same_half(stamp)
    if stamp.clock or stamp.instant or stamp.day:
        return stamp
    return None


def _late_year(text: str, stamp: Stamp) -> None:
    """Take the year of "Tue Jan 31 23:00:05 2017" and "Tue Jan 31 23:00:05 UTC 2017"."""
    day = stamp.day
    if not (day and stamp.clock and day.month and day.year is None):
        return
    found = _YEAR_AFTER.match(text, stamp.end)
    if found:
        stamp.day = Day(int(found[1]), day.month, day.day)
        stamp.end = found.end()
        offset = match_zone(text, stamp.end) if not stamp.zone else None
        if offset:
            stamp.zone, stamp.end = offset


def _same_half(stamp: Stamp) -> None:
    """Give the "2" of "2-3pm" the half of the day that its end names, so that the range doesn't run backwards."""
    start, until = stamp.clock, stamp.until
    if not (start and until and until.half) or start.half or start.hour > 12 or start.word:
        return
    hour = start.hour % 12 + (12 if until.half == "p" else 0)
    if (hour, start.minute) > (until.hour, until.minute):
        hour = (hour + 12) % 24
    stamp.clock = replace(start, hour=hour, marked=True, half=until.half)
