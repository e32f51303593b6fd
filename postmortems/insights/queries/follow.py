"""How the work that follows goes: late by age, finished on time, verified, how strong."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from core.templatetags.say import MONTHS, count_of, zone_named
from postmortems.insights import plots
from postmortems.models import PROMISED_IN_PUBLIC, Strength

from .scope import Scope, within
from .shapes import Cell, Plot, Row, share

OPEN = Q(status__in=("accepted", "in_progress"))
FINISHED = Q(status__in=("done", "verified"))
# (words, days late from, to); the last has no end.
AGES = (
    ("1 to 7 days", 1, 7),
    ("8 to 14", 8, 14),
    ("15 to 30", 15, 30),
    ("31 to 90", 31, 90),
    ("over 90", 91, 0),
)
LONG_AGO = dt.date(1, 1, 1)
STRENGTHS = (*Strength.choices,) + (("", "Not said"),)
MONTHS_BACK = 6
MOST_FINISHED = 20_000
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Counts:
    """Every figure of the page that is a plain count, from one query."""

    numbers: dict[str, int]
    today: dt.date

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]


def _span(today: dt.date, first: int, last: int) -> tuple[dt.date, dt.date]:
    """The due dates of what is so many days late."""
    return (today - last * ONE_DAY if last else LONG_AGO, today - first * ONE_DAY)


def counts(scope: Scope, today: dt.date) -> Counts:
    """One query."""
    late = OPEN & Q(due_on__lt=today)
    asked = {
        "open": OPEN,
        "late": late,
        "unowned": OPEN & Q(owner__isnull=True),
        "undated": OPEN & Q(due_on__isnull=True),
        "promised": OPEN & PROMISED_IN_PUBLIC,
        "done": Q(status="done"),
        "verified": Q(status="verified"),
        "check_waits": Q(status="done", check_on__lt=today),
    }
    for number, (_, first, last) in enumerate(AGES):
        asked[f"late{number}"] = late & Q(due_on__range=_span(today, first, last))
    for word, _ in STRENGTHS:
        asked[f"open:{word}"] = OPEN & Q(strength=word)
        asked[f"finished:{word}"] = FINISHED & Q(strength=word)
    names = {f"n{number}": name for number, name in enumerate(asked)}
    row = scope.actions().aggregate(**{key: Count("pk", filter=asked[name]) for key, name in names.items()})
    return Counts({names[key]: value for key, value in row.items()}, today)


def late_by_age(scope: Scope, found: Counts) -> Plot:
    """How long the late ones have been late."""
    labels = [label for label, _, _ in AGES]
    values = [found[f"late{number}"] for number in range(len(AGES))]
    rows = []
    for (label, first, last), value in zip(AGES, values, strict=True):
        begin, end = _span(found.today, first, last)
        address = scope.list_of(late="1", due=f"{begin}..{end}") if value else ""
        rows.append(Row(label, [Cell(str(value), address)]))
    lead = (
        f"{count_of(found['late'], 'action')} late, of {found['open']} open."
        if found["late"]
        else "Nothing is late."
    )
    svg = plots.bars("Late actions by how late they are", labels, {"late": values}, kind="late")
    heads = (("Actions", "0"),)
    return Plot("late", "Late, by age", lead, "late", svg, "Late by", heads, rows, empty=not found["late"])


def strength_mix(scope: Scope, found: Counts) -> Plot:
    """How much of the plan works without anybody remembering it."""
    series = {label: [found[f"open:{word}"], found[f"finished:{word}"]] for word, label in STRENGTHS}
    rows = [
        Row(
            "Open", [_cell(found[f"open:{w}"], scope.list_of(strength=w) if w else "") for w, _ in STRENGTHS]
        ),
        Row("Finished", [_cell(found[f"finished:{w}"], "") for w, _ in STRENGTHS]),
    ]
    total = sum(values[0] for values in series.values())
    lead = (
        f"Of {count_of(total, 'open action')}, {found['open:stronger'] + found['open:intermediate']} "
        "are stronger or intermediate."
        if total
        else "No open actions."
    )
    svg = plots.lines("Strength of open and finished actions", ["Open", "Finished"], series, kind="strength")
    heads = [(label, str(number)) for number, (_, label) in enumerate(STRENGTHS)]
    note = "Stronger ones change the system; weaker ones ask people to remember."
    return Plot(
        "strength",
        "Strength",
        lead,
        "strength",
        svg,
        "",
        heads,
        rows,
        note,
        empty=not any(map(sum, series.values())),
    )


def verified(scope: Scope, found: Counts) -> Plot:
    """Did it work: whether somebody else looked at the effect of what was done."""
    done, seen = found["done"], found["verified"]
    series = {"verified": [seen], "not yet": [done]}
    svg = plots.lines("Finished actions, verified or not yet", ["Finished"], series, kind="verified")
    rows = [
        Row(
            "Finished",
            [_cell(seen, scope.list_of(state="verified")), _cell(done, scope.list_of(state="done"))],
        )
    ]
    lead = f"{share(seen, seen + done)} finished ones verified." if seen + done else "None is finished yet."
    waits = found["check_waits"]
    note = f"For {count_of(waits, 'action')} the day to look at the effect is over." if waits else ""
    heads = (("Verified", "0"), ("Not yet", "1"))
    return Plot(
        "verified", "Did it work", lead, "verified", svg, "", heads, rows, note, empty=not seen + done
    )


def _cell(number: int, address: str) -> Cell:
    return Cell(str(number), address if number else "")


def on_time(scope: Scope, today: dt.date) -> Plot:
    """Finished in each of the last months, against the due date there was at the end. One query."""
    months = _last_months(today)
    begin = dt.datetime.combine(months[0], dt.time.min, dt.UTC) - ONE_DAY
    done = scope.actions().filter(FINISHED, done_at__gte=begin).order_by("-done_at")
    tally: Counter[tuple[dt.date, str]] = Counter()
    for done_at, due_on, zone in done.values_list("done_at", "due_on", "owner__time_zone")[:MOST_FINISHED]:
        day = done_at.astimezone(zone_named(zone or "UTC")).date()
        kind = "undated" if due_on is None else "on_time" if day <= due_on else "later"
        tally[day.replace(day=1), kind] += 1
    kinds = (("on_time", "On time"), ("later", "Later"), ("undated", "No date"))
    series = {label: [tally[month, kind] for month in months] for kind, label in kinds}
    labels = [MONTHS[month.month - 1] for month in months]
    rows = [_month_row(month, tally) for month in months]
    good, dated = (sum(tally[month, "on_time"] for month in months), _dated(tally, months))
    lead = (
        f"{share(good, dated)} on time in six months."
        if dated
        else "Nothing with a date was finished in six months."
    )
    svg = plots.bars("Finished actions by month, on time or later", labels, series, kind="on-time")
    heads = [(label, str(number)) for number, (_, label) in enumerate(kinds)]
    note = "Against the due date at the end: a date that was moved in time counts as kept."
    return Plot(
        "on-time", "Finished on time", lead, "on-time", svg, "Month", heads, rows, note, empty=not tally
    )


def _dated(tally: Counter, months: list[dt.date]) -> int:
    return sum(tally[month, kind] for month in months for kind in ("on_time", "later"))


def _month_row(month: dt.date, tally: Counter) -> Row:
    numbers = [tally[month, kind] for kind in ("on_time", "later", "undated")]
    return Row(f"{MONTHS[month.month - 1]} {month.year}", [Cell(str(number)) for number in numbers])


def _last_months(today: dt.date) -> list[dt.date]:
    """The first days of the last six months, this one included."""
    month, found = today.replace(day=1), []
    for _ in range(MONTHS_BACK):
        found.append(month)
        month = (month - ONE_DAY).replace(day=1)
    return found[::-1]


@dataclass(frozen=True)
class Part:
    """A team below, with what stands in it and below it."""

    name: str
    slug: str
    open: int
    late: int
    promised: int


def parts(scope: Scope, today: dt.date) -> list[Part]:
    """The teams below, in the order of their names; one query, and none where there are none."""
    below = scope.parts
    if not below:
        return []
    rows = (
        scope.actions()
        .order_by()
        .values("team")
        .annotate(
            n_open=Count("pk", filter=OPEN),
            n_late=Count("pk", filter=OPEN & Q(due_on__lt=today)),
            n_promised=Count("pk", filter=OPEN & PROMISED_IN_PUBLIC),
        )
    )
    held = {row["team"]: row for row in rows}
    return [_part(scope, team, held) for team in below]


def _part(scope: Scope, team, held: dict) -> Part:
    own = [held[one.pk] for one in within(scope.teams, team) if one.pk in held]
    return Part(
        team.name, team.slug, *(sum(row[name] for row in own) for name in ("n_open", "n_late", "n_promised"))
    )
