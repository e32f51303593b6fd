"""Rows that begin with a moment: "14:02 - text", "[14:02] text", "**14:02 UTC: text**", "+2m text", "text (14:02)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.stamps import match_stamp


@dataclass
class Lead:
    """A moment at the head of a row and the words after it."""

    stamp: Stamp
    rest: str
    url: str = ""
    other: Stamp | None = None
    without_other: str = ""


_PREFIX = re.compile(r"[\s\"'>@]*(?P<open>(?:\*\*\*|\*\*|__|\*|_|`|~~|[\[(<])*)\s*")
_MAYBE = re.compile(r"\d|noon|midday|midnight|(?:next|following|same)\s+day", re.IGNORECASE)
# A picture before the time stays with the words: a tick or a warning sign says something.
_DECOR = re.compile(r"\s*(?:(?::[a-z0-9_+-]{1,30}:|[^\w\s\x00-\x7f~≈∼±°…–—“”‘’«»→−]{1,4})\s*){1,4}")
_DIGIT = re.compile(r"\d")
_EMPHASIS = re.compile(r"\*\*|__|\*|_|`|~~")
_SEPARATOR = re.compile(
    r"(?:[\s:|,;•·\])]|<br\s?/?>|->|=>|→|>(?=\s|\s*$)|-{1,3}(?=\s|$)|–|—|\.(?=\s|$)|=(?=\s)|(?<=[\])>])-)+"
)
_FIRM = re.compile(r"[\s*_`\])>]*(?::(?!\d)|\||\t|-{1,3}(?=\s)|–|—|->|=>|→|$)|[*_`]*[\])]")
_LINK = re.compile(r"\]\((?P<url>[^()\s]{1,500})\)")
_OTHER = re.compile(
    r"\s*[(\[/]\s*(?P<inside>[^()\[\]]{3,60}?)\s*[)\]]|\s*/\s*(?P<slash>\d{1,2}:\d\d[^:|–—-]{0,12}?)(?=\s*[:|–—-])"
)
_WORDISH = re.compile(r"[^\W_]|/(?!\d{1,2}:\d\d)|[%\\@&]")


@lru_cache(maxsize=64)
def read_lead(text: str) -> Lead | None:
    """Read the moment at the head of a row; None when the row doesn't begin with one."""
    if not _MAYBE.search(text[:80]):
        return None
    decor = _DECOR.match(text)
    if decor:
        lead = read_lead(text[decor.end() :])
        sign = decor.group().strip(" \u2022\u00b7\u25e6\u25aa\u2023\u25cf\u25cb")
        return replace(lead, rest=f"{sign} {lead.rest}".strip()) if lead else None
    prefix = _PREFIX.match(text)
    start = prefix.end() if prefix else 0
    stamp = match_stamp(text, start)
    if not stamp or not (stamp.timed or stamp.day) or not _is_head(text, stamp):
        return None
    opened = _EMPHASIS.findall(prefix["open"]) if prefix else []
    url = ""
    link = _LINK.match(text, stamp.end)
    end = stamp.end
    if link and "[" in text[:end]:
        url, end = link["url"], link.end()
    lead = Lead(stamp, _rest(text, end, opened), url)
    _read_other(lead, text, end, opened)
    return lead


def _is_head(text: str, stamp: Stamp) -> bool:
    """Say whether the moment heads the row, rather than beginning a sentence or a longer word."""
    if _WORDISH.match(text, stamp.end):
        return False
    firm = bool(_FIRM.match(text, stamp.end))
    if stamp.cued or stamp.about.isalpha():
        return firm
    if stamp.timed or stamp.placeholder:
        return (
            stamp.clock is None
            or stamp.clock.word == ""
            or bool(stamp.zone)
            or text[stamp.start].isdigit()
            or firm
        )
    return firm and not (stamp.day and stamp.day.day and stamp.day.month is None)


def _rest(text: str, end: int, opened: list[str]) -> str:
    """Answer the words after the moment, with emphasis that was opened before it closed or carried on."""
    still = list(opened)
    at = end
    while at < len(text):
        found = _SEPARATOR.match(text, at)
        if found:
            at = found.end()
            continue
        mark = next((mark for mark in reversed(still) if text.startswith(mark, at)), None)
        if mark is None:
            break
        still.remove(mark)
        at += len(mark)
    rest = text[at:].strip()
    for mark in reversed(still):
        rest = rest[: -len(mark)].rstrip() if rest.endswith(mark) else mark + rest if mark in rest else rest
    return rest


def _read_other(lead: Lead, text: str, end: int, opened: list[str]) -> None:
    """Note a second statement of the same moment, as in "12:48 (6:48 PDT)"."""
    found = _OTHER.match(text, end)
    if not found:
        return
    inside = found["inside"] or found["slash"]
    stamp = whole_stamp(inside)
    if stamp and stamp.timed:
        lead.other = stamp
        lead.without_other = _rest(text, found.end(), opened)


def whole_stamp(cell: str) -> Stamp | None:
    """Read a text that is a moment and nothing else, such as a table cell."""
    stamp = _whole_stamp(cell)
    return replace(stamp) if stamp else None


@lru_cache(maxsize=64)
def _whole_stamp(cell: str) -> Stamp | None:
    if not _MAYBE.search(cell[:80]):
        return None
    cell = cell.strip().removeprefix("<").removesuffix(">")
    prefix = _PREFIX.match(cell)
    stamp = match_stamp(cell, prefix.end() if prefix else 0)
    if stamp and not re.sub(r"^[\s\])>*_`:.,~]+|\]\([^()\s]*\)", "", cell[stamp.end :]).strip():
        return stamp
    return None


_TRAIL = re.compile(r"(?:\s[-–—@]\s*|[:,]\s+|\s?[(\[]\s?|\s{2,}|\t)(?=[^()\[\]]{4,45}[)\]]?[.\s*_]*$)")


def read_trail(text: str) -> Lead | None:
    """Read a row that ends with its moment: "Deploy finished - 14:02", "Deploy finished (14:02 UTC)"."""
    if len(text) > 2000:
        return None
    for found in list(_TRAIL.finditer(text, max(0, len(text) - 60)))[:6]:
        stamp = whole_stamp(text[found.end() :].rstrip(" )].*_"))
        if stamp and stamp.timed and text[: found.start()].strip(" *_#"):
            return Lead(stamp, text[: found.start()].strip())
    return None


_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_AMOUNT = r"(?:\d{1,4}\s?(?:days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])\s?){1,4}"
_RELATIVE = re.compile(
    rf"[\s*_`\[(]*(?:(?P<t>T)\s?(?P<sign>[+\-−])\s?(?P<a>{_AMOUNT}|\d{{1,3}}:\d\d:\d\d)|\+\s?(?P<b>{_AMOUNT}|\d{{1,3}}:\d\d:\d\d)"
    rf"|(?P<about>about\s|around\s|~\s?|approximately\s)?(?P<c>{_AMOUNT})\s?(?:later|afterwards)\b)",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d{1,4})\s?([dhms])", re.IGNORECASE)
_ZERO = re.compile(
    r"[\s*_`\[(]*T\s?(?:[+=]?\s?0)(?:\s?(?:m|min|h|s))?(?![\w.+-]|:\d)[\s*_`\])]*[:=(–—-]?\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class Relative:
    """A moment counted from another: seconds after the row before, or after the first row ("T+5min")."""

    seconds: int
    from_start: bool
    rest: str
    approximate: bool = False


def read_relative(text: str) -> Relative | None:
    """Read "+2m", "T+5min", "10 minutes later" at the head of a row."""
    found = _RELATIVE.match(text) if _DIGIT.search(text[:30]) else None
    if not found:
        return None
    amount = found["a"] or found["b"] or found["c"]
    if ":" in amount:
        hours, minutes, seconds = (int(part) for part in amount.split(":"))
        total = hours * 3600 + minutes * 60 + seconds
    else:
        total = sum(int(count) * _UNITS[unit.lower()] for count, unit in _PART.findall(amount))
    if found["sign"] and found["sign"] != "+":
        total = -total
    return Relative(
        total,
        bool(found["t"]),
        _rest(text, found.end(), _EMPHASIS.findall(text[: found.start() + 3])),
        bool(found["about"]),
    )


def skip_zero(text: str) -> str | None:
    """Answer the words after "T0" or "T+0" at the head of a row, None when it isn't there."""
    found = _ZERO.match(text)
    return text[found.end() :] if found else None


def is_headed(text: str) -> bool:
    """Say whether a row begins with a moment of any kind."""
    return bool(
        read_lead(text) or read_relative(text) or (skip_zero(text) and read_lead(skip_zero(text) or ""))
    )
