"""Holds a public text against the record and asks about every difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from postmortems.domain.durations import in_words
from postmortems.domain.truth.claims import claims_in
from postmortems.domain.truth.model import Claim, Pledge, Question, Record, zone_of
from postmortems.domain.truth.words import asks_of_words

DAY = 86400


def check(
    text: str, record: Record, *, pledges: Iterable[Pledge] = (), changes: bool = False
) -> tuple[Question, ...]:
    """What a person has to answer about this text, in order of place. `changes` says that it tells what will change.

    A figure is right when the record has it, in whatever zone or unit, or when it is marked as rounded ("about",
    "more than") and truly rounds one that the record has.
    """
    questions = [question for claim in claims_in(text) for question in _ask(claim, record)]
    questions += asks_of_words(text, record, tuple(pledges), changes=changes)
    return tuple(sorted(questions, key=lambda question: (question.start, question.rule)))


def _ask(claim: Claim, record: Record) -> Iterator[Question]:
    if claim.kind == "time":
        yield from _ask_time(claim, record)
    elif claim.kind == "date":
        if record.days and claim.date not in record.days:
            yield _question(claim, "time", "Nothing in the record is of this day.")
    elif claim.kind == "duration":
        if not any(abs(claim.value - actual) < _near(claim) for actual in record.between):
            yield from _ask_number(
                claim, "duration", record.durations, "The record has no such length of time."
            )
    elif claim.kind == "share":
        yield from _ask_number(claim, "share", record.shares, "The record has no such share.")
    else:
        yield from _ask_count(claim, record)


def _question(claim: Claim, rule: str, why: str, recorded: str = "") -> Question:
    return Question(rule, claim.start, claim.end, claim.excerpt, why, recorded)


def _ask_time(claim: Claim, record: Record) -> Iterator[Question]:
    if not claim.zone:
        yield _question(claim, "zone", "Readers are everywhere; say the zone, best UTC.")
    zone = zone_of(claim.zone) or dt.UTC
    if claim.at is None or not record.instants:
        return
    off = [_seconds_off(claim, at, zone) for at in record.instants]
    off += [_seconds_off(replace(claim, date=None), at, zone) for at in record.clocks]
    if any(_time_fits(claim, seconds) for seconds in off):
        return
    nearest = min(record.instants, key=lambda at: abs(_seconds_off(claim, at, zone)))
    said = f"{nearest.astimezone(zone):%H:%M}"
    why = "No event and no fact of the record is at this time."
    if claim.rounding:
        why = "This is marked as rounded, and rounds no time of the record."
    yield _question(
        claim, "time", why, f"nearest: {said} {claim.zone or 'UTC'} on {nearest.astimezone(zone):%Y-%m-%d}"
    )


def _seconds_off(claim: Claim, at: dt.datetime, zone: dt.tzinfo) -> float:
    """How far a claim lies from an instant: by clock alone where no date was named."""
    local = at.astimezone(zone)
    wall = local.replace(tzinfo=None)
    if claim.date is not None and claim.at is not None:
        return (dt.datetime.combine(claim.date, claim.at) - wall).total_seconds()
    told = claim.at or dt.time()
    seconds = (told.hour * 3600 + told.minute * 60 + told.second) - (
        wall.hour * 3600 + wall.minute * 60 + wall.second
    )
    return (seconds + DAY / 2) % DAY - DAY / 2


def _time_fits(claim: Claim, off: float) -> bool:
    # A time told to the minute may stand for every second of it, or for the nearest minute.
    exact = -60 < off < 30 if claim.step >= 60 else abs(off) < 1
    if exact or not claim.rounding or claim.at is None:
        return exact
    # A time such as 14:30 may round by a quarter of an hour, 14:05 by two minutes and a half.
    grain = next(size for size in (60, 30, 15, 10, 5, 1) if claim.at.minute % size == 0) * 60
    return abs(off) <= grain / 2


def _near(claim: Claim) -> float:
    """How far from the recorded number an exact claim may lie: what its smallest unit can't say."""
    if claim.kind != "duration":
        return 1e-9
    return 1.0 if claim.step < 60 else 60.0 if claim.step < DAY else 3600.0


def _fits(claim: Claim, actual: float) -> bool:
    """Whether a number is the recorded one, or marked as rounded and truly rounds it."""
    off = abs(claim.value - actual)
    if off < _near(claim):
        return True
    if claim.rounding == "over":
        return actual * 0.66 <= claim.value <= actual
    if claim.rounding == "under":
        return actual <= claim.value <= max(actual * 1.34, actual + claim.step)
    if claim.rounding == "near":
        return off <= claim.step / 2
    return claim.rounding == "about" and off <= max(claim.step / 2, actual * 0.1)


def _ask_number(claim: Claim, rule: str, known: tuple[float, ...], why: str) -> Iterator[Question]:
    if any(_fits(claim, actual) for actual in known):
        return
    nearest = min(known, key=lambda actual: abs(actual - claim.value), default=None)
    said = ""
    if nearest is not None:
        said = in_words(int(nearest)) if rule == "duration" else f"{nearest:g} %"
    if claim.rounding and known:
        why = "This is marked as rounded, and rounds nothing that the record has."
    elif nearest is not None and abs(nearest - claim.value) <= 0.15 * max(nearest, 1e-9):
        why = "The record is close to this but not equal; mark it as rounded (\u201cabout\u201d), or say it exactly."
    yield _question(claim, rule, why, f"nearest: {said}" if said else "")


def _ask_count(claim: Claim, record: Record) -> Iterator[Question]:
    same = record.counts.get(claim.noun, frozenset()) if claim.noun else frozenset()
    if any(_fits(claim, actual) for actual in same):
        return
    if same:
        said = ", ".join(f"{number:,.10g} {claim.noun}" for number in sorted(same)[:3])
        yield _question(claim, "count", "The record has another number of these.", said)
    elif not any(_fits(claim, actual) for actual in record.numbers):
        yield _question(claim, "count", "The record has no such number; where does it come from?")
