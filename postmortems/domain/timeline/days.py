"""Days as people write them: ISO, US and European figures, month names, weekdays, "on the 16th", "Day 2"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """A day as far as the words state it.

    `figures` holds two numbers whose order (day or month first) the words leave open. `shift` counts days from
    the day before ("the next day" is 1), `number` is the 2 of "Day 2".
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    figures: tuple[int, int] | None = None
    shift: int | None = None
    number: int | None = None

    @property
    def full(self) -> date | None:
        """The calendar day, when year, month and day are all stated and exist."""
        return make_date(self.year, self.month, self.day)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_MONTHS = {
    "januar": 1,
    "februar": 2,
    "märz": 3,
    "mai": 5,
    "juni": 6,
    "juli": 7,
    "okt": 10,
    "oktober": 10,
    "dez": 12,
    "dezember": 12,
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<mon>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|Januar|Februar|März|Mai|Juni|Juli|Okt(?:ober)?|Dez(?:ember)?)\b\.?"
)
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_D = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_WEEKDAY = re.compile(
    r"(?P<wd>Mon(?:day)?|Tue(?:s|sday)?|Wed(?:s|nesday)?|Thu(?:r|rs|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)\b\.?",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?![\d?]|[-/]\d)"
)
_YEAR_NAMED = re.compile(rf"{_YEAR}[\s-]{_MONTH}[\s-]{_D}(?!\d)", re.IGNORECASE)
_TWO_DIGIT_YEAR = re.compile(rf"{_D}-{_MONTH}-(?P<y>\d\d)(?!\d)", re.IGNORECASE)
_HAN = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日")
_COMPACT = re.compile(r"(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=T\d\d|\s\d\d?:\d\d)")
_NUMERIC = re.compile(
    r"(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d|\d\d(?![:\d]))(?![\d?]|[/.]\d|-\d+(?![\d/]))"
)
_SHORT = re.compile(
    r"(?P<a>\d{1,2})(?:/(?P<b>\d{1,2})(?![\d/])|\.(?P<c>\d{1,2})\.)(?=,?\s+(?:(?:at|à|um|kl\.?|klo|@|-|–)\s)?\d{1,2}(?:[:hH]\d\d|\s?[ap]m))"
)
_DAY_MONTH = re.compile(
    rf"{_D}(?:st|nd|rd|th|\.)?(?:\s?[-–]\s?\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s+(?:of\s+)?|-|/|\s?\.\s?){_MONTH}(?:(?:,?\s+|-|/|\s?,\s?){_YEAR})?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_MONTH}(?:\s+|-)(?:the\s+)?{_D}(?:st|nd|rd|th)?(?!\d|:\d|\.\d)(?:[-–]\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])|\s[-–]\s\d{{1,2}}(?=,\s(?:19|20)\d\d))?"
    rf"(?:(?:,?\s+|-|\s?,\s?){_YEAR})?",
    re.IGNORECASE,
)
_NTH = re.compile(
    r"the\s+(?P<d>[12]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+(?:percentile|time|attempt|of|node|floor|century))",
    re.IGNORECASE,
)
_SHIFT = re.compile(r"(?:the\s+)?(?P<s>next|following|same)\s+day\b", re.IGNORECASE)
_NUMBER = re.compile(r"Day\s+(?P<n>\d{1,2})\b(?!\s*[-/]\s*\d)", re.IGNORECASE)


def make_date(year: int | None, month: int | None, day: int | None) -> date | None:
    """Build a date if all three are there and the calendar has it."""
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None


def match_weekday(text: str, pos: int) -> tuple[int, int] | None:
    """Read "Mon", "Tuesday": number from Monday = 0, and where it ends."""
    found = _WEEKDAY.match(text, pos)
    return (_WEEKDAYS.index(found["wd"][:3].lower()), found.end()) if found else None


def match_day(text: str, pos: int) -> tuple[Day, int] | None:
    """Read a day at a position; a day that the calendar doesn't have is no day."""
    first = text[pos : pos + 1]
    for pattern, build in _FIGURES if first.isdigit() else _WORDS if first.isalpha() else ():
        found = pattern.match(text, pos)
        if found:
            day = build(found)
            if day and _exists(day):
                return day, found.end()
            if pattern in (_ISO, _NUMERIC):
                return None
    return None


def _exists(day: Day) -> bool:
    """Say whether the calendar has such a day in some year (the 29th of February in a leap year)."""
    return not day.month or not day.day or make_date(day.year or 2000, day.month, day.day) is not None


def _plain(found: re.Match[str]) -> Day:
    return Day(int(found["y"]), int(found["m"]), int(found["d"]))


def _named(found: re.Match[str]) -> Day:
    word = found["mon"].lower()
    month = _OTHER_MONTHS.get(word) or _MONTHS.index(word[:3]) + 1
    year = int(found["y"]) if found["y"] else None
    return Day(year + 2000 if year and year < 100 else year, month, int(found["d"]))


def _numeric(found: re.Match[str]) -> Day | None:
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    if len(found["y"]) == 2 and found["sep"] == "-" and 1 <= int(found["b"]) <= 12 and 1 <= year - 2000 <= 31:
        return None  # 17-01-31: as likely the year first as the day
    return _ordered(year, int(found["a"]), int(found["b"]), dotted=found["sep"] == ".")


def _short(found: re.Match[str]) -> Day | None:
    return _ordered(None, int(found["a"]), int(found["b"] or found["c"]), dotted=bool(found["c"]))


def _ordered(year: int | None, first: int, second: int, *, dotted: bool) -> Day | None:
    """Put two figures in order where they tell it themselves: one above 12, both alike, or dots (day first everywhere)."""
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None
    if second > 12:
        return Day(year, first, second)
    if first > 12 or dotted or first == second:
        return Day(year, second, first)
    return Day(year, figures=(first, second))


_FIGURES = (
    (_ISO, _plain),
    (_HAN, _plain),
    (_YEAR_NAMED, _named),
    (_TWO_DIGIT_YEAR, _named),
    (_COMPACT, _plain),
    (_NUMERIC, _numeric),
    (_DAY_MONTH, _named),
    (_SHORT, _short),
)
_WORDS = (
    (_MONTH_DAY, _named),
    (_NTH, lambda found: Day(day=int(found["d"]))),
    (_SHIFT, lambda found: Day(shift=0 if found["s"].lower() == "same" else 1)),
    (_NUMBER, lambda found: Day(number=int(found["n"]))),
)
# Where in a text a day may begin; a look-ahead of the patterns above, to find dates in running text.
DAY_START = re.compile(
    r"(?<![\w./:-])(?=\d|(?:Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)[a-zä]{0,6}\b\.?[\s-])",
    re.IGNORECASE,
)
NUMERIC_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d\d)(?![\d/:-])")
NUMBERED = re.compile(r"\W*Day\s(\d{1,2})\b(?!\s*[-/]\s*\d)", re.IGNORECASE)
