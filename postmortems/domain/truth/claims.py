"""Finds the figures of a text: times of day, durations, shares, counts of something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from postmortems.domain.timeline.zones import match_zone
from postmortems.domain.truth.model import Claim
from postmortems.domain.truth.numbers import SCALES, step, value
from postmortems.domain.truth.patterns import (
    ADJECTIVES,
    COUNT,
    DATE,
    DURATION,
    LATER,
    MASK,
    MONTHS,
    NO_NOUN,
    ROUNDED,
    SHARE,
    SIZES,
    TIME,
)


def _unit(word: str) -> int:
    low = word.lower()
    if low.startswith("m"):
        return 60
    return SIZES.get(low[:3], SIZES.get(low[:1], 1))


def _rounding(text: str, start: int, end: int) -> str:
    found = ROUNDED.search(text[max(0, start - 24) : start])
    if found:
        return next(name for name in ("about", "over", "under") if found.group(name))
    return "about" if LATER.match(text[end : end + 20]) else ""


def noun_of(word: str) -> str:
    """A noun as it is compared: in small letters, without the plural's ending."""
    low = word.lower()
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    return low[:-1] if low.endswith("s") and not low.endswith("ss") and len(low) > 3 else low


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def claims_in(text: str) -> tuple[Claim, ...]:
    """Every figure, in order. A passage is read once: what is a time is no count."""
    plain = _blank(text, [match.span() for match in MASK.finditer(text)])
    dates = _dates(plain)
    claims: list[Claim] = [Claim("date", start, end, "", date=day) for start, end, day in dates if day]
    for finder in (_times, _durations, _shares, _counts):
        found = list(finder(plain, dates))
        claims += found
        plain = _blank(plain, [(claim.start, claim.end) for claim in found])
        if finder is _times:
            plain = _blank(plain, [(start, end) for start, end, _ in dates])
    return tuple(
        sorted(
            (Claim(**{**vars(claim), "excerpt": text[claim.start : claim.end]}) for claim in claims),
            key=lambda claim: claim.start,
        )
    )


def _dates(text: str) -> list[tuple[int, int, dt.date | None]]:
    found: list[tuple[int, int, dt.date | None]] = []
    for match in DATE.finditer(text):
        month = match["month"] or match["month2"]
        year = match["year"] or match["year2"]
        day: dt.date | None
        try:
            if match["iso"]:
                day = dt.date.fromisoformat(match["iso"])
            else:
                number = MONTHS.index(month[:3].lower()) + 1
                day = dt.date(int(year), number, int(match["day"] or match["day2"])) if year else None
        except ValueError:
            continue
        found.append((*match.span(), day))
    return found


def _near(dates: list[tuple[int, int, dt.date | None]], start: int, end: int) -> dt.date | None:
    """The date that stands right beside a time: "31 Jan 2017, 23:00 UTC", "at 23:00 UTC on 31 Jan 2017"."""
    for left, right, day in dates:
        if 0 <= start - right <= 6 or 0 <= left - end <= 5:
            return day
    return None


def _times(text: str, dates) -> Iterator[Claim]:
    for match in TIME.finditer(text):
        hour = int(match["h"])
        if match["half"]:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        zone = match_zone(text, match.end())
        end = zone[1] if zone else match.end()
        at = dt.time(hour, int(match["m"]), int(match["s"] or 0))
        yield Claim(
            "time", match.start(), end, "", rounding=_rounding(text, match.start(), end), step=1 if match["s"] else 60,
            at=at, date=_near(dates, match.start(), end), zone=zone[0] if zone else "",
        )  # fmt: skip


def _durations(text: str, _dates) -> Iterator[Claim]:
    for match in DURATION.finditer(text):
        size = _unit(match["unit1"])
        total = value(match["n1"]) * size + (size / 2 if match["half"] else 0)
        smallest = size / 2 if match["half"] else size * min(1.0, step(match["n1"]))
        if match["n2"]:
            below = _unit(match["unit2"])
            if below >= size:
                continue
            total, smallest = total + value(match["n2"]) * below, below
        yield Claim(
            "duration", *match.span(), "", total, rounding=_rounding(text, *match.span()), step=smallest
        )


def _shares(text: str, _dates) -> Iterator[Claim]:
    for match in SHARE.finditer(text):
        rounding = _rounding(text, *match.span())
        if match["n"]:
            size = step(match["n"]) if "." in match["n"] else 1.0
            yield Claim("share", *match.span(), "", value(match["n"]), rounding=rounding, step=size)
        elif whole := value(match["of"]):
            # "One in eight" is round by nature: it stands for every share nearer to it than to one in seven or nine.
            share = 100 * value(match["some"]) / whole
            yield Claim(
                "share", *match.span(), "", round(share, 4), rounding=rounding or "near", step=share / whole
            )


def _counts(text: str, _dates) -> Iterator[Claim]:
    for match in COUNT.finditer(text):
        scale = SCALES[match["scale"].lower()] if match["scale"] else 1.0
        number = value(match["n"]) * scale
        noun = match["noun"] or ""
        if noun.lower() in ADJECTIVES and match["noun2"]:
            noun = match["noun2"]
        if noun.lower() in NO_NOUN:
            noun = ""
        # A bare figure under a hundred, or one that reads as a year, says too little to be held against the record.
        if not noun and (number < 100 or (1900 <= number <= 2100 and "," not in match["n"])):
            continue
        end = (
            match.end("noun")
            if noun and noun == match["noun"]
            else match.end("scale")
            if match["scale"]
            else match.end("n")
        )
        yield Claim(
            "count",
            match.start(),
            end,
            "",
            number,
            noun_of(noun),
            _rounding(text, *match.span("n")),
            step(match["n"], scale),
        )
