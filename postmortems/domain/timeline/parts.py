"""The parts of a moment, one small reader each; every one answers where its part ends, having written it down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from postmortems.domain.timeline.clock import Clock, match_clock, match_open_hour
from postmortems.domain.timeline.days import Day, match_day, match_weekday
from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.zones import match_zone

_GLUE = re.compile(r"[\s,*_`\[(<]*(?:[\])>]+[\s,*_`\[(<]*)?")
_FILLER = re.compile(r"(?:(?:at|on|the morning of|um|om|à|kl\.?|klo)\s+|@\s?|T(?=\d)|\s)", re.IGNORECASE)
_CUE = re.compile(r"(?:at|on|by|from|since|until|between|starting|as of|in the morning of)\s+", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:~|≈|∼|(?:about|around|approx(?:imately|\.)?|circa|ca\.?|c\.|roughly|some\s?time\s(?:around|near|after)|near|shortly\s(?:after|before)"
    r"|just\s(?:after|before)|(?:a\s)?(?:little|bit)\s(?:after|before)|before|after|sometime\s(?:around|after|before))\s)\s{0,2}",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s?(?:-{1,3}|–|—|−|→|->|\.\.+)\s?|\s(?:to|until|till|through|and|bis)\s", re.IGNORECASE)
_DAY_DASH = re.compile(r"\s*(?:[-–—:/;|@]|\+)\s*")
_EPOCH = re.compile(r"(?P<s>1[0-9]{9}|20\d{8})(?:(?P<ms>\d{3})|\.(?P<us>\d{1,9}))?(?![\d.])")
_HOLE = re.compile(
    r"(?:(?:HH|hh|XX|xx|\?\?|--|__)[:.h](?:MM|mm|XX|xx|\?\?|--|__)(?::(?:SS|ss|xx|XX|\?\?))?|\d{1,2}:(?:\?\?|[xX]{2}|__|mm|MM)|\?\?+|TBD|tbd|tbc|unknown(?:\stime)?)(?![\w?])"
)
_COMPACT = re.compile(r"T(\d\d)(\d\d)(\d\d)?(?=Z|[+-]\d\d|\b)")
_ISH = re.compile(r"[- ]?ish\b|\?(?!\?)", re.IGNORECASE)
_ABOUT_AFTER = re.compile(
    r"\s?(?:\((?:approx(?:imate(?:ly)?|\.)?|about|estimated|est\.?|circa|roughly)\)|(?:approx(?:imately|\.)?|estimated)(?=\s*[:|–—-]|\s*$))",
    re.IGNORECASE,
)
_MARKED_EPOCH = re.compile(r"(?:<t:|<!date\^)(?P<s>\d{9,10})(?::[a-zA-Z])?(?:\^[^>]{0,80})?>")


def read_part(text: str, at: int, stamp: Stamp) -> int | None:
    """Try each part of a moment after the glue; answer its end, having written it down."""
    for start in _starts(text, at, stamp):
        for reader in _PARTS:
            end = reader(text, start, stamp)
            if end is not None:
                return end
    return None


def _starts(text: str, at: int, stamp: Stamp) -> list[int]:
    """Answer the positions where the next part may begin: here, after brackets and commas, after "at", after a dash."""
    starts = [at]
    glue = _GLUE.match(text, at)
    after = glue.end() if glue else at
    if after != at and not (stamp.clock and "\n" in text[at:after]):
        starts.append(after)
    filler = _FILLER.match(text, after)
    if filler and (stamp.day or stamp.clock or stamp.weekday is not None):
        follow = _GLUE.match(text, filler.end())
        starts.append(follow.end() if follow else filler.end())
    dash = _DAY_DASH.match(text, at)
    if dash and not stamp.timed and (stamp.day or stamp.weekday is not None):
        follow = _GLUE.match(text, dash.end())
        starts.append(follow.end() if follow else dash.end())
    return starts


def _read_cue(text: str, at: int, stamp: Stamp) -> int | None:
    found = None if stamp.day or stamp.clock else _CUE.match(text, at)
    if found:
        stamp.cued = True
    return found.end() if found else None


def _read_about(text: str, at: int, stamp: Stamp) -> int | None:
    found = None if stamp.clock and not stamp.ranging else _ABOUT.match(text, at)
    if found:
        stamp.approximate = True
        stamp.about = stamp.about or found.group().strip()
    return found.end() if found else None


def _read_about_after(text: str, at: int, stamp: Stamp) -> int | None:
    found = _ABOUT_AFTER.match(text, at) if stamp.clock and not stamp.ranging else None
    if found:
        stamp.approximate = True
    return found.end() if found else None


def _read_marked_epoch(text: str, at: int, stamp: Stamp) -> int | None:
    """Read the timestamp that a chat program writes for its own display."""
    at -= text[at - 1 : at] == "<"
    found = None if stamp.timed or stamp.day else _MARKED_EPOCH.match(text, at)
    if found:
        stamp.instant = datetime.fromtimestamp(int(found["s"]), UTC)
    return found.end() if found else None


def _read_epoch(text: str, at: int, stamp: Stamp) -> int | None:
    if stamp.timed or stamp.day or not text[at : at + 1].isdigit():
        return None
    found = _EPOCH.match(text, at)
    if not found or (found["s"][0] == "2" and not found["ms"] and not found["us"]):
        return None
    micro = int(found["ms"] or 0) * 1000 or int(((found["us"] or "") + "000000")[:6])
    stamp.instant = datetime.fromtimestamp(int(found["s"]), UTC).replace(microsecond=micro)
    return found.end()


def _read_weekday(text: str, at: int, stamp: Stamp) -> int | None:
    found = None if stamp.weekday is not None else match_weekday(text, at)
    if found and (not stamp.clock or text[at - 1 : at] in "( ,"):
        stamp.weekday = found[0]
        return found[1]
    return None


def _read_day(text: str, at: int, stamp: Stamp) -> int | None:
    if stamp.day and not stamp.ranging:
        return None
    found = match_day(text, at)
    if not found:
        return None
    if stamp.ranging:
        stamp.until_day = found[0]
    elif stamp.clock and not _day_belongs(text, at, found):
        return None
    else:
        stamp.day = found[0]
        stamp.dotted = "." in text[at : found[1]]
        stamp.iso = stamp.iso or "-" in text[at : found[1]]
    return found[1]


def _day_belongs(text: str, at: int, found: tuple[Day, int]) -> bool:
    """Tell "14:02 UTC, 2022-10-28 - text" from "14:02 Jan 30 backup restored": a day after the time needs its year or a close."""
    before = text[max(0, at - 4) : at].lower()
    return bool(
        found[0].year
        or before.endswith(("on ", "(", "[", ", ", "the "))
        or re.match(r"\s*(?:$|[-–—:|\])])", text[found[1] :][:8])
        or found[0].day
        and not found[0].month
    )


def _read_clock(text: str, at: int, stamp: Stamp) -> int | None:
    if stamp.until or stamp.instant or (stamp.clock and not stamp.ranging):
        return None
    if at and text[at - 1] in ".:" and not stamp.day:
        return None
    found = match_clock(text, at, dots=stamp.dotted) or (None if stamp.clock else match_open_hour(text, at))
    if not found:
        return None
    if stamp.ranging:
        stamp.until, stamp.ranging = found[0], False
    else:
        stamp.clock = found[0]
        ish = _ISH.match(text, found[1])
        if ish:
            stamp.approximate = True
            return ish.end()
        stamp.iso = stamp.iso and text[at - 1 : at] in ("T", " ", ":")
    return found[1]


def _read_compact(text: str, at: int, stamp: Stamp) -> int | None:
    found = _COMPACT.match(text, at) if stamp.day and not stamp.clock else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    stamp.clock = Clock(
        int(found[1]), int(found[2]), int(found[3] or 0), precision="second" if found[3] else "minute"
    )
    return found.end()


def _read_zone(text: str, at: int, stamp: Stamp) -> int | None:
    if stamp.zone or not stamp.clock or stamp.ranging:
        return None
    found = match_zone(text, at)
    if not found or (_minus_range(found[0], stamp) and text[at : at + 1] in "-−"):
        return None
    stamp.zone = found[0]
    return found[1]


def _minus_range(zone: str, stamp: Stamp) -> bool:
    """Tell "14:02-10:30" (a range) from "2017-01-31T14:02-08:00" (an offset)."""
    return (
        zone[0] in "-−"
        and ":" in zone
        and not stamp.iso
        and bool(stamp.clock and stamp.clock.precision != "second")
    )


def _read_dash(text: str, at: int, stamp: Stamp) -> int | None:
    """Begin a range, when another time follows the dash."""
    if not stamp.clock or stamp.until or stamp.ranging:
        return None
    found = _DASH.match(text, at)
    if not found:
        return None
    trial = Stamp(
        found.end(), found.end(), ranging=True, clock=stamp.clock, day=stamp.day, dotted=stamp.dotted
    )
    place: int | None = found.end()
    for _ in range(5):
        if trial.until or place is None:
            break
        place = next((end for start in _starts(text, place, trial) for end in _try(text, start, trial)), None)
    if not trial.until:
        return None
    stamp.ranging = True
    return found.end()


def _try(text: str, start: int, trial: Stamp) -> list[int]:
    """Read one part of the far end of a range."""
    ends = [reader(text, start, trial) for reader in (_read_about, _read_day, _read_clock)]
    return [end for end in ends if end is not None][:1]


def _read_hole(text: str, at: int, stamp: Stamp) -> int | None:
    found = _HOLE.match(text, at) if stamp.day and not stamp.clock else None
    if found:
        stamp.placeholder = True
    return found.end() if found else None


_PARTS: tuple[Callable[[str, int, Stamp], int | None], ...] = (
    _read_hole,
    _read_zone,
    _read_dash,
    _read_about_after,
    _read_marked_epoch,
    _read_epoch,
    _read_compact,
    _read_day,
    _read_clock,
    _read_weekday,
    _read_about,
    _read_cue,
)
