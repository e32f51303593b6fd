"""What the pages about clocks print."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.accounts.models import User
from postmortems.domain import clocks
from postmortems.domain.clocks import Clock, Decision, Facts
from postmortems.domain.durations import in_words
from postmortems.models import (
    DisclosureDecision,
    DisclosureReport,
    DisclosureTimes,
    EvidenceHold,
    Postmortem,
)

Row = TypeVar("Row", DisclosureReport, DisclosureDecision)
SOON = dt.timedelta(hours=24)
STANDING = {"applies": 0, "": 1, "not_applicable": 2}
ORDER = {"late": 0, "at_once": 1, "running": 2}


@dataclass(frozen=True)
class Shown:
    """A clock as a page prints it: its tag, what it says, how much time is left."""

    clock: Clock
    tag: str
    label: str
    left: str
    postmortem: Postmortem | None = None


@dataclass(frozen=True)
class Law:
    """One law with its reports, and the word on whether it applies."""

    regime: clocks.Regime
    word: DisclosureDecision | None
    rows: tuple[Shown, ...]


def facts_of(ids: Iterable[int]) -> dict[int, Facts]:
    """What is known of several postmortems, for the rules; three queries."""
    wanted = list(ids)
    times = {row.postmortem_id: row for row in DisclosureTimes.objects.filter(postmortem__in=wanted)}
    sent: dict[int, dict[tuple[str, str], tuple[dt.datetime, ...]]] = defaultdict(dict)
    for report in DisclosureReport.objects.filter(postmortem__in=wanted, struck_at__isnull=True):
        key = (report.regime, report.duty)
        sent[report.postmortem_id][key] = (*sent[report.postmortem_id].get(key, ()), report.sent_at)
    words: dict[int, dict[tuple[str, str], Decision]] = defaultdict(dict)
    for row in DisclosureDecision.objects.filter(postmortem__in=wanted):
        # In the order of the log, so that the latest word holds.
        words[row.postmortem_id][row.regime, row.duty] = Decision(
            row.kind, row.reason, row.decided_by, row.decided_at
        )
    return {
        pk: Facts(
            times=_moments(times.get(pk)),
            traits=frozenset(times[pk].traits if pk in times else ()),
            zone=times[pk].zone if pk in times else "UTC",
            sent=sent[pk],
            decisions=words[pk],
        )
        for pk in wanted
    }


def _moments(row: DisclosureTimes | None) -> dict[str, dt.datetime]:
    if row is None:
        return {}
    return {name: at for name in DisclosureTimes.ANCHORS if (at := getattr(row, name)) is not None}


def times_of(postmortem: Postmortem) -> DisclosureTimes | None:
    """The moments of one postmortem, when somebody has recorded any."""
    return DisclosureTimes.objects.filter(postmortem=postmortem).select_related("updated_by").first()


def left(clock: Clock, now: dt.datetime) -> str:
    """ "2 days 3 h left", "5 h late", or nothing."""
    if not clock.is_open or clock.due_at is None:
        return ""
    seconds = int((clock.due_at - now).total_seconds())
    return f"{in_words(seconds)} left" if seconds >= 0 else f"{in_words(-seconds)} late"


def shown(clock: Clock, now: dt.datetime, postmortem: Postmortem | None = None) -> Shown:
    """A clock with the word and the colour of its state; rust is late, and only late."""
    soon = clock.due_at is not None and clock.due_at - now <= SOON
    tags = {
        "late": ("late", "late"),
        "at_once": ("wait", "without delay"),
        "running": ("wait" if soon else "accent", "due soon" if soon else "running"),
        "waiting": ("plain", "not begun"),
        "sent": ("good", "sent"),
        "sent_late": ("good", "sent, after its time"),
        "not_sent": ("private", "not sent, by decision"),
        "not_applicable": ("private", "does not apply"),
        "not_in_force": ("private", "not in force then"),
    }
    tag, label = tags[clock.state]
    return Shown(clock, tag, label, left(clock, now), postmortem)


def by_urgency(rows: Iterable[Shown]) -> list[Shown]:
    """What is late first, then what is due at once, then by the time it is due."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(rows, key=lambda row: (ORDER[row.clock.state], row.clock.due_at or far))


def clock_page(postmortem: Postmortem, now: dt.datetime) -> dict:
    """Everything the page of one postmortem prints; seven queries."""
    facts = facts_of([postmortem.pk])[postmortem.pk]
    log = list(DisclosureDecision.objects.filter(postmortem=postmortem).select_related("recorded_by"))
    words = {row.regime: row for row in log if not row.duty}
    rows = [shown(clock, now) for clock in clocks.clocks(facts, now)]
    laws = [
        Law(
            regime,
            words.get(regime.key),
            tuple(row for row in rows if row.clock.regime.key == regime.key),
        )
        for regime in dict.fromkeys(row.clock.regime for row in rows)
    ]
    laws.sort(key=lambda law: STANDING[law.word.kind if law.word else ""])
    return {
        "postmortem": postmortem,
        "times": times_of(postmortem),
        "moments": [(label, facts.times.get(name)) for name, label in clocks.ANCHORS.items()],
        "traits": [label for name, label in clocks.TRAITS.items() if name in facts.traits],
        "open": by_urgency(row for row in rows if row.clock.is_open),
        "laws": laws,
        "log": _named(log[::-1]),
        "reports": _named(
            DisclosureReport.objects.filter(postmortem=postmortem).select_related("recorded_by")
        ),
        "holds": EvidenceHold.objects.filter(postmortem=postmortem, lifted_at__isnull=True),
        "zone": facts.zone,
        "now": now,
        "checked_on": clocks.CHECKED_ON,
    }


def _named(rows: Iterable[Row]) -> list[tuple[str, Row]]:
    return [(_name(row.regime, row.duty), row) for row in rows]


def _name(regime: str, duty: str) -> str:
    """ "NIS2: Early warning", or the law alone."""
    rule = clocks.regime(regime)
    if rule is None:
        return regime
    found = rule.duty(duty)
    return f"{rule.name}: {found.name}" if found else rule.name


def clock_of(postmortem: Postmortem, regime: str, duty: str, now: dt.datetime) -> Clock | None:
    """One clock; None when there is no such report."""
    facts = facts_of([postmortem.pk])[postmortem.pk]
    found = clocks.clocks(facts, now)
    return next((one for one in found if (one.regime.key, one.duty.key) == (regime, duty)), None)


def sent_of(postmortem: Postmortem, regime: str, duty: str) -> Sequence[DisclosureReport]:
    """What was sent of one report, struck entries too."""
    rows = DisclosureReport.objects.filter(postmortem=postmortem, regime=regime, duty=duty)
    return list(rows.select_related("recorded_by"))


def word_on(postmortem: Postmortem, regime: str, duty: str = "") -> DisclosureDecision | None:
    """The latest word on a law, or on one report."""
    rows = DisclosureDecision.objects.filter(postmortem=postmortem, regime=regime, duty=duty)
    return rows.select_related("recorded_by").order_by("-id").first()


def running_everywhere(user: User, now: dt.datetime) -> list[Shown]:
    """Every open clock of the postmortems that this person may read, the most urgent first; four queries."""
    recorded = DisclosureTimes.objects.values("postmortem")
    found = Postmortem.objects.kept().visible_to(user).filter(pk__in=recorded).select_related("team", "owner")
    postmortems = {row.pk: row for row in found}
    rows = [
        shown(clock, now, postmortems[pk])
        for pk, facts in facts_of(postmortems).items()
        for clock in clocks.clocks(facts, now)
        if clock.is_open
    ]
    return by_urgency(rows)
