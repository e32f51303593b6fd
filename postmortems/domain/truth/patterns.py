"""What figures look like: times, durations, shares, counts; what marks them as rounded; what is no figure at all."""

from __future__ import annotations

import re

from postmortems.domain.truth.numbers import FIGURE, WORD

ABOUT = r"about|around|roughly|approximately|approx\.?|circa|ca\.|some|~|\u2248|close to|on the order of"
OVER = r"more than|over|at least|upwards of|no fewer than|>"
UNDER = (
    r"less than|fewer than|under|up to|at most|nearly|almost|just under|no more than|within|most of|inside|<"
)
ROUNDED = re.compile(
    rf"(?:\b|(?<=\s)|^)(?:(?P<about>{ABOUT})|(?P<over>{OVER})|(?P<under>{UNDER}))\s?(?:the\s)?$", re.I
)
LATER = re.compile(r"^\s?(?:or so|or more|\(approximately\)|give or take)\b", re.I)
# What looks like a figure and is none: code, links, headings' numbers, versions, references, our own stand-ins.
MASK = re.compile(
    r"```.*?```|`[^`\n]*`|https?://\S+|\]\([^)\s]*\)|\b(?:Responder|Person|Customer|Service) (?:\d+|[A-Z]{1,2})\b|\bhost-\d+\b|\[[a-z ]{3,30}\]"
    r"|(?m:^\s{0,6}\d{1,3}[.)]\s)|(?m:^#{1,6} [^\n]*$)|\bv?\d+\.\d+\.\d[\w.-]*|\bversions? \d[\w.]*|(?<=\w)-\d+\b|\b[A-Z]{2,}-?\d+\b"
    r"|\b(?:HTTP|error|status|code|port|RFC|section|step|phase|revision|SEV|P|priority|number|no\.)\s?\d{1,5}(?:s|xx)?\b|\b[1-5]xx\b",
    re.S | re.I,
)  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}(?:,?\s(?P<year>\d{{4}}))?"
    rf"|{MONTH.replace('month', 'month2')}\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,?\s(?P<year2>\d{{4}}))?"
)
TIME = re.compile(
    r"(?<![\d:.,-])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    re.I,
)
UNIT = r"(?P<unit{0}>seconds?|secs?|s|minutes?|mins?|min|hours?|hrs?|h|days?|weeks?)"
DURATION = re.compile(
    rf"(?<![\w.,:])(?<!every )(?<!each )(?<!per )(?<!once )(?<!twice )(?<!times )(?P<n1>(?:{FIGURE})(?=[\s-]?)|(?:{WORD})(?=[\s-]))[\s-]?{UNIT.format(1)}(?![\w/])(?P<half>\sand a half)?"
    rf"(?:(?:,?\sand\s|,?\s)?(?<=\s)(?P<n2>(?:{FIGURE})(?=\s?)|(?:{WORD})(?=\s))\s?{UNIT.format(2)}(?![\w/]))?",
    re.I,
)
SIZES = {
    "s": 1,
    "sec": 1,
    "m": 60,
    "min": 60,
    "h": 3600,
    "hou": 3600,
    "hr": 3600,
    "hrs": 3600,
    "day": 86400,
    "wee": 604800,
    "mins": 60,
}
SHARE = re.compile(
    rf"(?<![\w.,])(?P<n>{FIGURE}|{WORD})\s?(?:%|per\s?cent\b|percent\b)|\b(?P<some>one|two|three|[1-9])\s(?:in|out of)\s(?P<of>{WORD}|\d+)\b",
    re.I,
)
COUNT = re.compile(
    rf"(?<![\w.,:/$\u20ac\u00a3-])(?P<n>{FIGURE})(?:\s?(?P<scale>thousand|million|billion|bn|k|m)\b)?(?:\s(?:of\s)?(?:the\s|our\s|other\s)?(?P<noun>[A-Za-z][A-Za-z-]{{2,24}})(?:\s(?P<noun2>[A-Za-z][A-Za-z-]{{2,24}}))?)?(?![\w.]*\d)",
    re.I,
)
NO_NOUN = frozenset(
    "utc gmt cet cest pst pdt and the was were had has for from with that which who after before until when then our are while but not per january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct nov dec".split()  # noqa: SIM905 - words read better in a row
)
ADJECTIVES = frozenset(
    "affected failed failing lost new different other more open active unique total customer user internal public separate successful refused rejected pending duplicate further additional remaining".split()  # noqa: SIM905 - words read better in a row
)
