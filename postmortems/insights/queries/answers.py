"""Factors without an answer, and what was promised in public."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from core.templatetags.say import count_of, day
from postmortems.domain.lifecycle import ACTION, OPEN_ACTIONS
from postmortems.models import IN_PUBLIC, AcceptedRisk, Action, Factor, Promise, PromiseUpdate

from .scope import Scope

SHOWN = 12
SOON = dt.timedelta(days=21)
CALLS_FOR_AN_ANSWER = ("enabler", "amplifier")
"""What made it possible or larger is answered by an action or by an accepted risk (the gate at approval)."""


@dataclass(frozen=True)
class Answers:
    """The factors that call for an answer: how many, how many have one, and those that have none."""

    factors: int
    unanswered: int
    only_weaker: int
    shown: list[Factor]

    @property
    def answered(self) -> int:
        """Those with an action or an accepted risk."""
        return self.factors - self.unanswered


def answers(scope: Scope) -> Answers:
    """Two queries: the counts, and the newest factors without an answer.

    An answer the reader may not see counts as one: that a question is open is said only where it is.
    """
    links = Action.factors.through.objects.filter(factor=OuterRef("pk")).exclude(action__status="declined")
    strong = links.filter(action__strength__in=("stronger", "intermediate"))
    found = (
        scope.factors()
        .filter(role__in=CALLS_FOR_AN_ANSWER)
        .annotate(
            has_action=Exists(links),
            has_strong=Exists(strong),
            has_risk=Exists(AcceptedRisk.objects.filter(factor=OuterRef("pk"))),
        )
    )
    nothing = Q(has_action=False, has_risk=False)
    row = found.aggregate(
        factors=Count("pk"),
        unanswered=Count("pk", filter=nothing),
        only_weaker=Count("pk", filter=Q(has_action=True, has_strong=False, has_risk=False)),
    )
    shown = (
        found.filter(nothing)
        .select_related("postmortem")
        .order_by("-postmortem__year", "-postmortem__number", "position", "id")
    )
    return Answers(shown=list(shown[:SHOWN]), **row)


@dataclass(frozen=True)
class Pledge:
    """One public promise, and how it stands: tag (class), state in words, and what puts it at risk."""

    promise: Promise
    month: dt.date
    tag: str
    said: str
    why: str
    path: str


ORDER = ("late", "is-declined", "wait", "accent", "good")
MOST_PLEDGES = 60


def pledges(scope: Scope, today: dt.date) -> list[Pledge]:
    """What was promised in public, what is about to be broken first. Two queries."""
    rows = Promise.objects.filter(IN_PUBLIC, action__in=scope.actions().values("pk")).select_related(
        "action__owner", "action__postmortem"
    )
    rows = rows.prefetch_related("updates")
    recent = today - dt.timedelta(days=180)
    rows = rows.filter(Q(action__status__in=(*OPEN_ACTIONS, "idea")) | Q(due_month__gte=recent))
    found = [_pledge(row, today) for row in rows.order_by("due_month", "id")[:MOST_PLEDGES]]
    return sorted(found, key=lambda one: (ORDER.index(one.tag), one.month))


def end_of(month: dt.date) -> dt.date:
    """The last day of the month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _pledge(promise: Promise, today: dt.date) -> Pledge:
    action, end = promise.action, end_of(promise.due_month)
    tag, said, why = "accent", "in time", ""
    if action.status in ("done", "verified"):
        tag, said = "good", ACTION.labels[action.status].lower()
    elif action.status == "declined":
        tag, said, why = "is-declined", "declined", _public(promise)
    elif end < today:
        tag, said, why = "late", f"{count_of((today - end).days, 'day')} past its month", ""
    elif why := _doubts(action, end, today):
        tag, said = "wait", "at risk"
    return Pledge(promise, promise.due_month, tag, said, why, f"/actions/{action.pk}/")


def _public(promise: Promise) -> str:
    """How the public reads a promise whose action is declined; "" before it is published, or when it was told of a change."""
    said = [update for update in promise.updates.all() if update.confirmed_at]
    if not said or said[-1].state == PromiseUpdate.State.CHANGED:
        return ""
    return f"The public reads it as “{PromiseUpdate.State(said[-1].state).label}”."


def _doubts(action: Action, end: dt.date, today: dt.date) -> str:
    """What speaks against a promise being kept; "" when nothing does."""
    found = []
    if action.status == "idea":
        found.append("It is an idea so far.")
    if action.owner_id is None:
        found.append("Nobody has taken it on.")
    if action.due_on is None:
        found.append("It has no date.")
    elif action.due_on > end:
        found.append(f"It is due on {day(action.due_on)}, after the promised month.")
    elif action.due_on < today:
        found.append("The action is late.")
    if end - today <= SOON and action.status == "accepted":
        found.append(f"Not begun, and {count_of((end - today).days, 'day')} are left.")
    return " ".join(found)
