"""What changed since last week, in groups; never by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.models import Action

from .scope import Scope

DAYS = 7
MOST = 1000
SHOWN = 6
GROUPS = (
    ("new", "New"),
    ("late", "Became late"),
    ("done", "Done"),
    ("verified", "Verified"),
    ("declined", "Declined"),
    ("reopened", "Taken up again"),
    ("postponed", "Given a later date"),
    ("handed", "Handed over"),
)
State = tuple[str, dt.date | None, int | None]


@dataclass(frozen=True)
class Change:
    """One sort of change: how many actions, and the first of them."""

    key: str
    label: str
    count: int
    actions: list[Action]

    @property
    def more(self) -> int:
        """How many beyond those shown."""
        return self.count - len(self.actions)


def since_last_week(scope: Scope, now: dt.datetime, today: dt.date) -> list[Change]:
    """Two queries: what was touched or fell due, and its history."""
    begin, first = now - dt.timedelta(days=DAYS), today - dt.timedelta(days=DAYS)
    fell_due = Q(status__in=OPEN_ACTIONS, due_on__gte=first, due_on__lt=today)
    rows = scope.actions().filter(Q(updated_at__gte=begin) | Q(created_at__gte=begin) | fell_due)
    touched = list(
        rows.only("title", "status", "due_on", "owner", "created_at").order_by("-updated_at", "-id")[:MOST]
    )
    before = _before([action.pk for action in touched], begin)
    groups: dict[str, list[Action]] = {key: [] for key, _ in GROUPS}
    for action in touched:
        for key in _changes(action, before.get(action.pk), begin, first, today):
            groups[key].append(action)
    return [Change(key, label, len(groups[key]), groups[key][:SHOWN]) for key, label in GROUPS if groups[key]]


def _before(ids: Iterable[int], begin: dt.datetime) -> dict[int, State]:
    """How each stood a week ago; what was not there then is absent."""
    history = Action.history.filter(id__in=ids, history_date__lt=begin).order_by(
        "id", "history_date", "history_id"
    )
    rows = history.values_list("id", "status", "due_on", "owner_id")
    return {pk: list(same)[-1][1:] for pk, same in groupby(rows, key=lambda row: row[0])}


def _changes(
    action: Action, before: State | None, begin: dt.datetime, first: dt.date, today: dt.date
) -> Iterable[str]:
    if action.status in OPEN_ACTIONS and action.due_on and first <= action.due_on < today:
        yield "late"
    if action.created_at >= begin:
        yield "new"
    status, due_on, owner = before or ("accepted", action.due_on, action.owner_id)
    if action.status != status:
        if action.status in ("done", "verified", "declined"):
            yield action.status
        elif status in ("done", "verified", "declined"):
            yield "reopened"
    if before and due_on and action.due_on and action.due_on > due_on:
        yield "postponed"
    if before and action.owner_id != owner:
        yield "handed"
