"""Times told in sentences: "At 14:02 UTC the pods restarted", and not "took 10:30 minutes" or "runs daily at 02:00"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from postmortems.domain.timeline.stamp import Stamp
from postmortems.domain.timeline.stamps import match_stamp


@dataclass
class Told:
    """A moment told in a sentence: its stamp, the words, and where they stand in the paragraph."""

    stamp: Stamp
    text: str
    start: int
    end: int


_SENTENCE_END = re.compile(r"[.!?][\"')\]*_]{0,4}\s+(?=[\"'(\[*_`]{0,4}[A-Z0-9~])")
_SHORTENED = re.compile(
    r"(?:\b(?:approx|ca|c|e\.g|i\.e|etc|vs|no|nr|St|Mr|Ms|Dr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b\d{1,2})\.\s+$",
    re.IGNORECASE,
)
_MERIDIEM_END = re.compile(r"\b[ap]\.m\.\s+$", re.IGNORECASE)
_HIDDEN = re.compile(r"https?://\S+|`[^`\n]{0,300}`|\]\([^()\s]{0,400}\)")
_CANDIDATE = re.compile(
    r"(?<![\w.:/\\=#&%+$,-])(?=\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b|(?:[Nn]oon|[Mm]idday|[Mm]idnight)\b|[Tt]he\s(?:\d{1,2}(?:st|nd|rd|th)|next\sday|following\sday|same\sday)\b)"
)
_BEFORE = re.compile(
    r"(?:\b(?P<word>at|around|by|from|since|until|till|to|between|before|after|approximately|approx\.?|roughly|circa|near|(?:second|minute) of|on|starting|about|as of|the morning of)"
    r"|(?P<sign>[(@~≈]))[\s*_\"']{0,4}$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:around|about|approx\.?|approximately|roughly|circa|near|before|after)\s|[~≈])[\s*_\"']{0,4}$",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:took|takes?|taking|lasted|lasting|for|within|durations?|ratio|average|version|ports?|lines?|per|score|spent|total(?:ing|ling)?|additional|up)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:every|each|daily|nightly|weekly|hourly|usually|normally|typically|always|cron\w*|(?:re)?scheduled|office hours|working hours|business hours|next update"
    r"|eta|will|would|should|whenever|for example|e\.g|plan(?:s|ned)?)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"[\s*_\"'(]*(?:(?:starting|beginning|early|late|later)\s)?(?:on|in the \w+ of|at)?\s*$", re.IGNORECASE
)
_STRIP = re.compile(
    r"(?:(?:at|on|around|about|approximately|roughly|from|between|starting|in|~)[\s*_]*)*", re.IGNORECASE
)
_BREAK = re.compile(r"[,;]\s+(?:(?:and|then|but|while)\s)?|\s(?:and|then|but|while)\s")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a paragraph."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        before = text[max(start, found.start() - 12) : found.end()]
        if _SHORTENED.search(before) or (
            _MERIDIEM_END.search(before) and not text[found.end() : found.end() + 1].isupper()
        ):
            continue
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def stamps_in(text: str, start: int, end: int) -> list[Stamp]:
    """Answer every day and time of a sentence, in order, with "about" and cue words before them taken in."""
    found: list[Stamp] = []
    for candidate in _CANDIDATE.finditer(text, start, end):
        if found and candidate.start() < found[-1].end:
            continue
        stamp = match_stamp(text, candidate.start())
        if stamp and stamp.end <= end + 1:
            stamp.approximate = stamp.approximate or bool(
                _ABOUT.search(text[max(start, stamp.start - 24) : stamp.start])
            )
            found.append(stamp)
    return found


def hide(text: str) -> str:
    """Blank out addresses and inline code, where digits with colons are no times; positions stay."""
    return _HIDDEN.sub(lambda found: " " * len(found.group()), text)


def is_told(text: str, start: int, stamp: Stamp) -> bool:
    """Say whether the sentence tells that something happened at this time."""
    before = text[max(start, stamp.start - 200) : stamp.start]
    if not stamp.timed or stamp.instant or _HABIT.search(before):
        return False
    if text[stamp.end : stamp.end + 1].isalnum():
        return False
    if stamp.clock and stamp.clock.word:
        return bool(_BEFORE.search(before[-30:]))
    if stamp.day and stamp.clock:
        return True
    if _DURATION.search(before[-40:]):
        return False
    return bool(stamp.zone or (stamp.clock and stamp.clock.marked) or _BEFORE.search(before[-30:]))


def opens(text: str, start: int, stamp: Stamp) -> bool:
    """Say whether a day opens its sentence ("On 31 January the queue grew"), so that the times after it are of that day."""
    return stamp.start - start < 40 and bool(_OPENING.match(text[start : stamp.start]))


def tell(text: str, start: int, end: int, stamps: list[Stamp]) -> list[Told]:
    """Turn the told stamps of one sentence into events: one each where clauses part them, otherwise one for the first."""
    edges = [start]
    kept = [stamps[0]]
    for last, stamp in pairwise(stamps):
        breaks = list(_BREAK.finditer(text, last.end, stamp.start))
        if breaks:
            edges.append(breaks[-1].end())
            kept.append(stamp)
    edges.append(end)
    return [
        Told(stamp, _words(text, edges[n], edges[n + 1], stamp), edges[n], edges[n + 1])
        for n, stamp in enumerate(kept)
    ]


def _words(text: str, start: int, end: int, stamp: Stamp) -> str:
    """The clause without the moment at its head; a moment within stays, the sentence needs it."""
    words = text[start:end].strip().rstrip(",;")
    cue = _STRIP.match(text, start)
    if cue and cue.end() >= stamp.start:
        rest = text[stamp.end : end].lstrip(" ,*_)").strip().rstrip(",;")
        return rest if len(rest) > 3 else words
    return words
