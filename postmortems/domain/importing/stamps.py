"""Whether a line begins with a time or a date: where a row of a timeline starts. The reading itself is `timeline.read`."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[.,]?\s+)?"
_DATE = (
    rf"(?:\d{{4,5}}[-/.][\d?]{{1,2}}[-/.][\d?]{{1,2}}|\d{{4}}/\d{{2}}-[\d?]{{2}}-[\d?]{{2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}/\d{{1,2}}\b|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{_MONTH}\b|\d{{4}}-[\d?]{{2}}-[\d?]{{2}})"
)
_CLOCK = (
    r"(?:\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d+)?|\d{1,2}\.\d{2}(?=\s*(?:am|pm|utc|gmt|cet|cest|[-–—:]))|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.)|"
    r"\d{4}\s?(?:utc|z|gmt|hrs|hours)\b|hh:mm)"
)
_OFFSET = r"(?:t\s?[+-]\s?\d+|\+\s?\d+\s?(?:m|h|s|min|mins|minutes|hours?)\b|\+\d{1,2}:\d{2}\b)"
_LEAD = r"^[\s\W]{0,8}(?:(?:at|on|from|by|around|approximately|approx\.?|about|ca\.?|circa|between|since|just after|just before|shortly after)\s+)?[~\W]{0,4}(?:approximately\s+|around\s+|roughly\s+|about\s+)?"
_STAMP = re.compile(rf"{_LEAD}{_DAY}(?:{_DATE}|{_CLOCK}|{_OFFSET})", re.IGNORECASE)
_TIMED = re.compile(rf"(?<![\w.:/-])(?:{_CLOCK}|{_OFFSET})", re.IGNORECASE)
_DATE_ONLY = re.compile(rf"^\W*{_DAY}{_DATE}(?:[,\s]+\d{{4}})?(?:\s*\([^()]*\))?\W*(?:all times[^.]*)?\W*$|^\W*(?:{_DAY.replace('?', '', 1).rstrip('?')})\W*$", re.IGNORECASE)  # fmt: skip
_HEAD = 240


def starts_with_stamp(text: str) -> bool:
    """Whether the text begins with a date, a clock time or an offset such as "+2m"."""
    return bool(_STAMP.match(text[:_HEAD].lstrip("_*~ ")))


def has_clock(text: str) -> bool:
    """Whether a clock time or an offset stands in the first words of the text."""
    return bool(_TIMED.search(text[:_HEAD]))


def is_date_only(text: str) -> bool:
    """Whether a line is nothing but a date: it dates the rows below."""
    return len(text) < 80 and not has_clock(text) and bool(_DATE_ONLY.match(text))
