"""Patterns across postmortems: how many and how severe, which conditions, how long, what comes again.

Durations are shown one by one with the middle beside them, never as an average: they are skewed, their ends are
judgement calls, and a mean of few says nothing (VOID reports). Nothing is counted by person.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from core.templatetags.say import count_of
from postmortems.domain.durations import in_words
from postmortems.domain.factors import CATEGORIES
from postmortems.insights import plots
from postmortems.models import Kind, Postmortem, Severity

from .scope import Scope
from .shapes import ENOUGH_FOR_A_MIDDLE, Cell, Plot, Row

MOST = 5000
SEVERITIES = (*Severity.choices,) + (("", "Not said"),)
PHASES = (
    ("To notice", "detected_at"),
    ("To mitigate", "mitigated_at"),
    ("To resolve", "resolved_at"),
)
ENOUGH_FOR_TAILS = 10


@dataclass(frozen=True)
class Period:
    """The quarters a page covers: their first days, and the first day after them."""

    starts: tuple[dt.date, ...]
    end: dt.date

    @property
    def labels(self) -> list[str]:
        """ "Q4 2026" for each quarter."""
        return [f"Q{(start.month + 2) // 3} {start.year}" for start in self.starts]

    def number(self, day: dt.date) -> int:
        """Which of the quarters the day is in."""
        return max(nth for nth, start in enumerate(self.starts) if start <= day)

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The first instant, and the first after the last."""
        first, after = (dt.datetime.combine(day, dt.time.min, dt.UTC) for day in (self.starts[0], self.end))
        return first, after


def period(today: dt.date, quarters: int) -> Period:
    """The last so many quarters, this one included."""
    start = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    end = _quarter_after(start)
    found = [start]
    while len(found) < quarters:
        start = (start - dt.timedelta(days=1)).replace(day=1)
        start = start.replace(month=start.month - 2)
        found.append(start)
    return Period(tuple(reversed(found)), end)


def _quarter_after(start: dt.date) -> dt.date:
    return (start + dt.timedelta(days=95)).replace(day=1)


def _in_period(scope: Scope, span: Period) -> QuerySet[Postmortem]:
    begin, end = span.bounds
    dated = scope.postmortems().annotate(happened=Coalesce("started_at", "created_at"))
    return dated.filter(happened__gte=begin, happened__lt=end)


@dataclass(frozen=True)
class Told:
    """What is read of each postmortem."""

    pk: int
    happened: dt.datetime
    severity: str
    kind: str
    started_at: dt.datetime | None
    detected_at: dt.datetime | None
    mitigated_at: dt.datetime | None
    resolved_at: dt.datetime | None

    def took(self, until: str) -> float | None:
        """Minutes from the start to a fact; None while one of the two is not recorded."""
        end = getattr(self, until)
        if self.started_at is None or end is None or end < self.started_at:
            return None
        return (end - self.started_at).total_seconds() / 60


def told(scope: Scope, span: Period) -> list[Told]:
    """The newest postmortems of the period. One query."""
    names = list(Told.__dataclass_fields__)
    rows = _in_period(scope, span).order_by("-happened", "-pk").values_list(*names)
    return [Told(*row) for row in rows[:MOST]]


def by_severity(rows: Sequence[Told], span: Period) -> Plot:
    """How many in each quarter, by severity."""
    tally = Counter((row.severity, span.number(row.happened.date())) for row in rows)
    quarters = range(len(span.starts))
    series = {label: [tally[word, nth] for nth in quarters] for word, label in SEVERITIES}
    near = sum(row.kind == Kind.NEAR_MISS for row in rows)
    table = [
        Row(span.labels[nth], [Cell(str(tally[word, nth])) for word, _ in SEVERITIES]) for nth in quarters
    ]
    svg = plots.bars("Postmortems in each quarter by severity", span.labels, series, kind="severity")
    heads = [(label, str(number)) for number, (_, label) in enumerate(SEVERITIES)]
    lead = f"{count_of(len(rows), 'postmortem')}, {count_of(near, 'near miss,near misses')} among them."
    note = "A rise in near misses that are told can be a good sign."
    return Plot(
        "severity", "Postmortems", lead, "severity", svg, "Quarter", heads, table, note, empty=not rows
    )


def how_long(rows: Sequence[Told]) -> Plot:
    """Each duration as a dot; the middle only of enough of them."""
    groups = {label: sorted(m for row in rows if (m := row.took(name)) is not None) for label, name in PHASES}
    table = [Row(label, [Cell(text) for text in _of(values)]) for label, values in groups.items()]
    known = max(map(len, groups.values()))
    svg = plots.dots("Durations from the start, a dot for each postmortem", groups, ENOUGH_FOR_A_MIDDLE)
    heads = (("Recorded", ""), ("Half within", "1"), ("9 of 10 within", ""), ("From, to", "0"))
    lead = f"From the start of the impact, of {count_of(known, 'postmortem')} that recorded it."
    note = (
        f"A middle is given from {ENOUGH_FOR_A_MIDDLE} on{_thinned(known)}. No average and no trend: "
        "durations are skewed, and where they begin and end is a judgement."
    )
    return Plot("durations", "How long it took", lead, "dots", svg, "", heads, table, note, empty=not known)


def _thinned(number: int) -> str:
    return f"; of {number} every {plots.every(number)}th is drawn" if plots.every(number) > 1 else ""


def _of(values: Sequence[float]) -> tuple[str, str, str, str]:
    few = "too few to say"
    if not values:
        return "0", "", "", ""
    middle = _words(median(values)) if len(values) >= ENOUGH_FOR_A_MIDDLE else few
    tail = _words(quantiles(values, n=10)[-1]) if len(values) >= ENOUGH_FOR_TAILS else few
    ends = _words(values[0]) if len(values) == 1 else f"{_words(values[0])} to {_words(values[-1])}"
    return str(len(values)), middle, tail, ends


def _words(minutes: float) -> str:
    return in_words(round(minutes * 60)) if minutes >= 1 else "under a minute"


def conditions(scope: Scope, span: Period) -> list[tuple]:
    """(category, its condition, on normal days too, postmortem, when) of every factor in the period. One query."""
    begin, end = span.bounds
    found = scope.factors().annotate(
        happened=Coalesce(F("postmortem__started_at"), F("postmortem__created_at"))
    )
    found = found.filter(happened__gte=begin, happened__lt=end).exclude(role="mitigator")
    names = ("category", "type_key", "normal_work", "postmortem_id", "happened")
    return list(found.order_by("-happened", "pk").values_list(*names)[: 4 * MOST])


def by_category(rows: Sequence[tuple], span: Period) -> Plot:
    """In how many postmortems each family of conditions was present, by quarter."""
    present: dict[str, list[set[int]]] = defaultdict(lambda: [set() for _ in span.starts])
    for category, _, _, postmortem, happened in rows:
        present[category][span.number(happened.date())].add(postmortem)
    names = {family.code: family.name for family in CATEGORIES} | {"": "In own words"}
    ranked = sorted(present, key=lambda code: (-sum(map(len, present[code])), names.get(code, code)))
    totals = [sum(map(len, present[code])) for code in ranked]
    most = max((len(some) for code in ranked for some in present[code]), default=1)
    table = [
        Row(names.get(code, code), [*(_heat(len(some), most) for some in present[code]), Cell(str(total))])
        for code, total in zip(ranked, totals, strict=True)
    ]
    known = [normal for _, _, normal, _, _ in rows if normal != "unknown"]
    svg = plots.lines(
        "Postmortems in which each family of conditions was present",
        [names.get(code, code) for code in ranked],
        {"postmortems": totals},
        kind="category",
    )
    lead = f"{count_of(len(rows), 'condition')} named."
    if known:
        lead += f" {known.count('yes')} of {len(known)} are there on normal days too, as far as is known."
    heads = [*((label, "") for label in span.labels), ("All", "0")]
    note = "Counted once for each postmortem, however many conditions of the family it names."
    return Plot("factors", "Conditions", lead, "category", svg, "Family", heads, table, note, empty=not rows)


def _heat(number: int, most: int) -> Cell:
    return Cell(str(number), heat=-(-4 * number // most)) if number else Cell("·")
