"""What the document as a whole says: the order of day and month, its dates, its zone, whether its times are approximate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from postmortems.domain.timeline.days import DAY_START, NUMERIC_DATE, match_day
from postmortems.domain.timeline.zones import ZONE, shared_meaning


@dataclass(frozen=True)
class Evidence:
    """Facts gathered from the whole text before any line of it is read."""

    order: str = ""  # "dmy", "mdy" or "" when the text doesn't tell
    days: frozenset[date] = field(default_factory=frozenset)
    zone: str = ""
    only_year: int | None = None


_SMALL = (
    r"(?:listed|shown|given|below|above|are|is|in|all|here|the|of|this|document|report|postmortem|page|timeline|events?|expressed|reported"
    r"|noted|stated|use|using|used|presented|displayed|written|recorded|approximate|and|otherwise|unless|for|based|on|local|to|zone|following|section|dates?|from|as|which|mentioned|provided|per|us)"
)
_GAP = rf"[\s*_`:()\[\],=|/-]*(?:(?i:{_SMALL})\b[\s*_`:()\[\],=|/-]*){{0,9}}"
_STATEMENT = re.compile(
    rf"(?i:\b(?:times?|timestamps?|hours|time\s?zones?|tz|clocks?|timeline|chronology|log of events|sequence of events))\b{_GAP}(?<![\w/])(?P<a>{ZONE}|(?:UTC|GMT)?[+-]\d\d?:?\d\d(?!\d))"
    rf"|(?:^|[\s(*_\[])(?P<b>{ZONE})\s(?i:times?|timestamps?|timezone)\b(?!\s(?:of|to|out|when|it))"
    rf"|(?i:\ball\s(?:in\s)?)(?P<c>{ZONE})",
)
_CLOCKISH = re.compile(r"\d{1,2}[:.h]\d{2}|\d\s?[ap]\.?m\b", re.IGNORECASE)
_APPROXIMATE = re.compile(
    r"\b(?:all\s)?(?:the\s)?times?(?:stamps?)?\b[^.:\n]{0,40}?\bapprox(?:imat(?:e|ions?|ed))?\b|\bapproximate times\b",
    re.IGNORECASE,
)


def zone_statement(line: str) -> str:
    """Answer the zone that a line states for other lines ("All times in CET"), or ""."""
    if len(line) > 400:
        return ""
    for found in _STATEMENT.finditer(line):
        name = found["a"] or found["b"] or found["c"]
        before = line[: found.start()]
        if name and not _CLOCKISH.search(before[-40:]):
            return name
    return ""


def says_approximate(line: str) -> bool:
    """Say whether a line declares all times approximate."""
    return len(line) <= 400 and bool(_APPROXIMATE.search(line))


def gather(text: str, given: date | None = None) -> Evidence:
    """Read through the whole text once for what holds in all of it."""
    days: set[date] = {given} if given else set()
    for found in DAY_START.finditer(text):
        day = match_day(text, found.start())
        if day and day[0].full:
            days.add(day[0].full)
    years = {day.year for day in days}
    return Evidence(
        order=_order(text),
        days=frozenset(days),
        zone=_zone(text),
        only_year=years.pop() if len(years) == 1 else _year_alone(text),
    )


def _order(text: str) -> str:
    """Tell day-month from month-day by the figures above 12; contradicting figures tell nothing."""
    found = set()
    for first, _, second, _ in NUMERIC_DATE.findall(text):
        if 12 < int(first) <= 31 and 1 <= int(second) <= 12:
            found.add("dmy")
        elif 12 < int(second) <= 31 and 1 <= int(first) <= 12:
            found.add("mdy")
    return found.pop() if len(found) == 1 else ""


def _zone(text: str) -> str:
    """Answer the first statement of a zone anywhere in the text: a footer counts as well."""
    for line in text.splitlines():
        name = zone_statement(line)
        if name:
            return shared_meaning(name, text)
    return ""


def _year_alone(text: str) -> int | None:
    """Answer the year when the text names one and the same everywhere ("Date (2022)")."""
    years = set(re.findall(r"(?<![\d.#/=-])(20[0-3]\d)(?![\d.%:/-])", text))
    return int(years.pop()) if len(years) == 1 else None
