"""Actions of a record from a file, in the state they were in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from core import audit
from core.accounts.models import User
from core.taking import build, listed, picked
from postmortems.authoring.actions import wrote
from postmortems.models import Action, Factor, Postmortem

from .replanning import schedule

HANDS = ("owner", "done_by", "verified_by")


@transaction.atomic
def take_in_actions(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    data: Mapping,
    factors: Sequence[Factor],
    names: Sequence[str],
    people: Mapping[str, User],
) -> list[Action]:
    """The actions in the file's order. `people` are those of the site by name; an unknown owner stays as written."""
    rows = listed(data, "action_items")
    made = []
    for number, row in enumerate(rows, 1):
        hands = {
            name: people.get(str(row.get(name) or "").casefold())
            for name in HANDS
            if isinstance(row, Mapping)
        }
        action = build(
            Action,
            row,
            names,
            f"Action {number}",
            postmortem=postmortem,
            team=postmortem.team,
            position=number,
            created_at=now,
            updated_at=now,
            **hands,
        )
        if row.get("owner") and action.owner is None and not action.owner_as_written:
            action.owner_as_written = str(row["owner"])[:200]
        made.append(action)
    actions = bulk_create_with_history(made, Action, default_user=actor, default_date=now)
    for number, (row, action) in enumerate(zip(rows, actions, strict=True), 1):
        action.factors.set(picked(factors, row.get("answers"), f"Action {number}"))
        if action.is_open and action.due_on:
            schedule(action, fresh=True)
    audit.record(actor=actor, verb="add_actions", obj=postmortem, fields={"count": len(actions)})
    wrote(postmortem=postmortem, actor=actor, now=now)
    return actions


def schedule_open(*, postmortems: Sequence[int]) -> None:
    """Plan the reminders of open actions that came in with their postmortems."""
    for action in Action.objects.open().filter(postmortem__in=postmortems, due_on__isnull=False):
        schedule(action, fresh=False)
