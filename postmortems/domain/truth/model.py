"""The values that go into the truth checks and come out of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from postmortems.domain.timeline.zones import lookup

RULES = {
    "time": "A time that the record doesn't have",
    "zone": "A time without a zone",
    "duration": "A duration that the record doesn't have",
    "count": "A number that the record doesn't have",
    "share": "A share that the record doesn't have",
    "evidence": "No evidence, without the reach of the logs",
    "partial": "A whole outage, where the record tells of a part",
    "promise": "A promise without an owner or a month",
}


@dataclass(frozen=True)
class Claim:
    """A figure of a text. `kind` is time, date, duration, count or share; `value` is seconds for a duration, a number else.

    `at` is the wall time of a time, with `date` when one was named and `zone` as written ("" for none). `rounding` is
    "" (exact), "about", "over", "under", or "near" ("one in eight"); `step` is the size of the smallest unit that was said, in seconds or in ones.
    """

    kind: str
    start: int
    end: int
    excerpt: str
    value: float = 0.0
    noun: str = ""
    rounding: str = ""
    step: float = 1.0
    at: dt.time | None = None
    date: dt.date | None = None
    zone: str = ""


@dataclass(frozen=True)
class Pledge:
    """A promise of the summary: its public words, whether somebody owns it, and whether it has a month."""

    wording: str
    owned: bool
    dated: bool


@dataclass(frozen=True)
class Record:
    """What the record knows, gathered by `record_of`.

    `clocks` are times that were told without a date, on a day that says nothing. `between` holds the seconds between any two of its times: enough to prove an exact length, and too many to round to.
    """

    instants: tuple[dt.datetime, ...] = ()
    clocks: tuple[dt.datetime, ...] = ()
    days: frozenset[dt.date] = frozenset()
    durations: tuple[float, ...] = ()
    between: frozenset[float] = frozenset()
    shares: tuple[float, ...] = ()
    counts: Mapping[str, frozenset[float]] = field(default_factory=dict)
    numbers: frozenset[float] = frozenset()
    partial: str = ""


@dataclass(frozen=True)
class Question:
    """Something a person answers: by another text, or by a reason for this one. `recorded` is what the record says."""

    rule: str
    start: int
    end: int
    excerpt: str
    why: str
    recorded: str = ""

    @property
    def title(self) -> str:
        """The rule in words."""
        return RULES[self.rule]


_PARTIAL = re.compile(
    r"\b(?:partial(?:ly)?|degraded|degradation|slow(?:ed|er|ness)?|intermittent(?:ly)?|elevated|a (?:share|part|subset|fraction|portion) of|some (?:of )?(?:our )?"
    r"(?:customers|users|requests|regions|accounts|uploads)|only (?:the|some|one|two|customers|users|requests|in)|one in \w+|(?:reads?|logins?|search|downloads?|the \w+) "
    r"(?:kept|stayed|continued|were not affected|was not affected|still worked|worked))\b",
    re.I,
)
WHOLE_SHARE = 99.95


def record_of(
    *,
    facts: Mapping[str, dt.datetime | None],
    instants: Iterable[dt.datetime],
    spans: Iterable[float],
    claims: Iterable[Claim],
    impact: str,
    zone: dt.tzinfo,
) -> Record:
    """Gather what is known: the facts, the times of events, the lengths of ranges, and every figure of the internal texts.

    `claims` are those of the internal texts; a time of theirs without a zone is in the incident's. `impact` is the text
    that says how far it reached.
    """
    claims = list(claims)
    known = {name: at for name, at in facts.items() if at is not None}
    between = [abs(a.timestamp() - b.timestamp()) for a in known.values() for b in known.values() if a != b]
    counts: dict[str, set[float]] = {}
    for claim in claims:
        if claim.kind == "count":
            counts.setdefault(claim.noun, set()).add(claim.value)
    shares = tuple(claim.value for claim in claims if claim.kind == "share")
    instants = (*known.values(), *instants)
    told = (*instants, *_told(claims, zone, dated=True))
    days = {at.astimezone(other).date() for at in told for other in (zone, dt.UTC)}
    return Record(
        instants=told,
        clocks=tuple(_told(claims, zone, dated=False)),
        days=frozenset(days | {claim.date for claim in claims if claim.date}),
        durations=(*between, *spans, *(claim.value for claim in claims if claim.kind == "duration")),
        between=frozenset(abs(a.timestamp() - b.timestamp()) for a in instants for b in instants),
        shares=shares,
        counts={noun: frozenset(values) for noun, values in counts.items()},
        numbers=frozenset(claim.value for claim in claims if claim.kind in ("count", "share")),
        partial=_sign_of_part(impact, shares),
    )


def _told(claims: list[Claim], zone: dt.tzinfo, *, dated: bool) -> Iterator[dt.datetime]:
    """The times that the internal texts name: those with a date, or those without, which are put on any day."""
    for claim in claims:
        if claim.kind == "time" and claim.at is not None and (claim.date is not None) is dated:
            day = claim.date or dt.date(2000, 1, 2)
            yield dt.datetime.combine(day, claim.at, tzinfo=zone_of(claim.zone) or zone)


def _sign_of_part(impact: str, shares: tuple[float, ...]) -> str:
    """The words of the record by which a part kept working; "" where nothing says so."""
    found = _PARTIAL.search(impact)
    if found:
        return found.group()
    return f"{max(shares):g} %" if shares and max(shares) < WHOLE_SHARE else ""


def zone_of(name: str) -> dt.tzinfo | None:
    """The zone behind the words, None for none."""
    return lookup(name) if name else None
