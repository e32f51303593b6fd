"""Times of day as people write them: 14:02, 2pm, 14h02, 1400Z, noon; and the lookalikes that are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Clock:
    """A time of day. `hour` is 24 for the midnight that ends a day; `marked` when am, pm, Uhr and the like were written."""

    hour: int
    minute: int = 0
    second: int = 0
    micro: int = 0
    precision: str = "minute"
    marked: bool = False
    padded: bool = True
    word: str = ""
    half: str = ""

    def as_time(self) -> time:
        """The time of day; 24:00 is the 0:00 of the next day, which the caller adds."""
        return time(self.hour % 24, self.minute, self.second, self.micro)


_MERIDIEM = r"(?:\s?(?P<ap>[ap])(?:m\b|\.\s?m\b\.?)|(?P<ap1>[ap])\b(?!\.\w))"
_MERIDIEM_FULL = r"(?:\s?(?P<ap>[ap])(?:m\b|\.\s?m\b\.?))"
_TAIL = r"(?:\s?(?P<tail>hrs|hours|h|Uhr|uur|o'clock)\b(?!\s(?:of|long|later|after|to)\b))"
_COLON = re.compile(
    rf"(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}})(?:[.,](?P<f>\d{{1,9}}))?)?(?!\d|:[\d:])(?:{_MERIDIEM}|{_TAIL})?",
    re.IGNORECASE,
)
_DOT_MARKED = re.compile(
    rf"(?P<h>\d{{1,2}})\.(?P<m>\d{{2}})(?:{_MERIDIEM_FULL}|\s?(?P<tail>Uhr)\b)", re.IGNORECASE
)
_DOT = re.compile(rf"(?P<h>\d{{1,2}})\.(?P<m>\d{{2}})(?![\d.])(?:{_TAIL})?", re.IGNORECASE)
_HOUR = re.compile(rf"(?P<h>\d{{1,2}})(?:{_MERIDIEM_FULL}|\s?(?P<tail>Uhr|uur|o'clock)\b)", re.IGNORECASE)
_FRENCH = re.compile(r"(?P<h>\d{1,2})[hH](?P<m>[0-5]\d)(?!\w)")
_MILITARY = re.compile(
    r"(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?=Z\b|\s?(?:UTC|GMT|CET|CEST|PST|PDT|EST|EDT|BST|IST|CST|CDT)\b|(?P<tail>\s?(?:hrs|hours|h)\b))"
)
_WORD = re.compile(r"(?:12(?::00)?\s)?(?P<word>noon|midday|midnight)\b", re.IGNORECASE)
_PATTERNS = (_WORD, _COLON, _DOT_MARKED, _HOUR, _FRENCH, _MILITARY)
_SWALLOW = re.compile(r"\s?(?:hrs|hours|h)\b")
# A figure followed by one of these is a duration, a ratio or a size.
_UNIT = re.compile(
    r"-?(?:[xsm]|ms|%)(?!\w)"
    r"|\s?-?(?:minutes?|mins?|long|hours?\s(?:of|long|later|after)|hrs?\s(?:of|later)|seconds?|secs?|ratio|odds|aspect|split|scale)\b(?![.:])",
    re.IGNORECASE,
)
_OPEN_HOUR = re.compile(
    r"(?P<h>1[0-2]|0?[1-9])(?=\s?(?:-|–|—|to|until)\s?\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b)", re.IGNORECASE
)


def match_clock(text: str, pos: int, *, dots: bool = False) -> tuple[Clock, int] | None:
    """Read a time of day at a position. `dots` allows "23.00", which only a date before it makes a time."""
    for pattern in (*_PATTERNS, _DOT) if dots else _PATTERNS:
        found = pattern.match(text, pos)
        if found:
            clock = _build(found)
            end = _end(text, found, pattern)
            if clock and (clock.marked or not _UNIT.match(text, end)):
                return clock, end
            if clock or pattern is _COLON:
                return None
    return None


def match_open_hour(text: str, pos: int) -> tuple[Clock, int] | None:
    """Read the "2" of "2-3pm": an hour whose half of the day stands at the end of the range."""
    found = _OPEN_HOUR.match(text, pos)
    return (Clock(int(found["h"]), precision="hour", padded=False), found.end()) if found else None


def _end(text: str, found: re.Match[str], pattern: re.Pattern[str]) -> int:
    """Answer where the time ends, the word "hrs" of "1402 hrs" included."""
    if pattern is _MILITARY:
        tail = _SWALLOW.match(text, found.end())
        return tail.end() if tail else found.end()
    return found.end()


def _build(found: re.Match[str]) -> Clock | None:
    """Turn the groups of a match into a time of day; None when the figures are out of range."""
    parts = found.groupdict()
    if parts.get("word"):
        return Clock(
            12 if parts["word"].lower() != "midnight" else 24,
            precision="hour",
            marked=True,
            word=parts["word"].lower(),
        )
    hour, minute, second = int(parts["h"]), int(parts.get("m") or 0), int(parts.get("s") or 0)
    half = (parts.get("ap") or parts.get("ap1") or "").lower()
    if minute > 59 or second > 59 or not _possible(hour, minute, second, half):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    precision = "second" if parts.get("s") else "minute" if parts.get("m") else "hour"
    micro = int(((parts.get("f") or "") + "000000")[:6])
    return Clock(
        hour,
        minute,
        second,
        micro,
        precision,
        bool(half or _spoken(parts.get("tail"))),
        len(parts["h"]) == 2,
        half=half,
    )


def _spoken(tail: str | None) -> bool:
    """Say whether the word after the figures is said of times of day only: "hours" is said of durations too."""
    return bool(tail) and (tail or "").lower() in ("uhr", "uur", "o'clock")


def _possible(hour: int, minute: int, second: int, half: str) -> bool:
    """Say whether such an hour exists: 1 to 12 with am, 13:05 pm is read as written, 24:00 ends a day."""
    if half == "a":
        return 1 <= hour <= 12
    if half == "p":
        return 1 <= hour <= 23
    return hour < 24 or (hour == 24 and minute == second == 0)
