"""What changed about one action, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db.models import QuerySet

from core.accounts.models import Team, User
from core.templatetags.say import day
from postmortems.models import Action


def history_of(action: Action) -> list:
    """What changed, newest first: (who, when, [(field, before, after)]) for each change that says something."""
    rows = list(
        action.revisions.select_related("history_user").order_by("-history_date", "-history_id")[:100]
    )
    told = []
    for newer, older in zip(rows, [*rows[1:], None], strict=True):
        changes = _changes(newer, older)
        if changes or older is None:
            told.append((newer.history_user, newer.history_date, changes))
    _name(told, "Owner", lambda numbers: User.objects.filter(pk__in=numbers))
    _name(told, "Team", lambda numbers: Team.objects.filter(pk__in=numbers))
    return told


SAID = {
    "title": "Title",
    "status": "State",
    "owner_id": "Owner",
    "team_id": "Team",
    "due_on": "Due",
    "priority": "Priority",
    "strength": "Strength",
    "kind": "Kind",
    "details": "Details",
    "measure": "How its effect is seen",
    "check_on": "Looked at on",
    "ticket_url": "Ticket",
    "evidence": "Evidence",
    "verification": "What was seen",
    "declined_because": "Reason",
    "disclosure": "Meant for",
}

GONE = {"Owner": "nobody", "Team": "a team that is gone"}


def _changes(newer, older) -> list[list]:
    if older is None:
        return []
    pairs = ((name, getattr(older, name), getattr(newer, name)) for name in SAID)
    return [
        [SAID[name], _told(older, name), _told(newer, name)]
        for name, before, after in pairs
        if before != after
    ]


def _told(row, name: str) -> object:
    """A value as the site writes it: choices by their labels, days as days."""
    value = getattr(row, name)
    if isinstance(value, dt.date):
        return day(value)
    said = getattr(row, f"get_{name}_display", None)
    return said() if said and value else value


def _name(told: Sequence, label: str, found: Callable[[set[int]], QuerySet]) -> None:
    """Owners and teams are stored by number; they are shown by name. A query only where one has changed."""
    changes = [change for _, _, some in told for change in some if change[0] == label]
    numbers = {value for change in changes for value in change[1:] if value}
    names = {row.pk: str(row) for row in found(numbers)} if numbers else {}
    for change in changes:
        change[1:] = [names.get(value, GONE[label]) for value in change[1:]]
