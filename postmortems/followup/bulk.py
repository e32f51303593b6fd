"""One change for many actions: each goes through its own door, in a transaction of its own, by its own rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from core.accounts.models import User
from core.transitions import MoveRefused, StaleState
from postmortems.domain.lifecycle import ACTION
from postmortems.models import Action

from . import actions, rights
from .moves import VERBS
from .pens import mark_movable

FIELDS = {"owner": "owner", "due": "due_on"}
MOST = 200
"""More than a page holds, and still an answer within seconds."""
NOT_THERE = "This action is no longer there for you."
NOT_YOURS = "You may read this action, but not change it: its owner, its team and its writers do."
STALE = "Somebody changed this action since you opened the page. Look at how it stands now, and decide again."


@dataclass(frozen=True)
class Change:
    """What is asked for: another owner (None for nobody), another date, or a verb with the words it needs."""

    what: str
    owner: User | None = None
    due_on: dt.date | None = None
    verb: str = ""
    text: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of one action; `why` is empty when the change was made, or when it was `so_already`."""

    action: int
    why: str = ""
    so_already: bool = False


def change_many(
    *, rows: Sequence[tuple[int, int]], actor: User, change: Change, now: dt.datetime
) -> list[Answer]:
    """Make the change to each (id, version the person saw), in their order; what was refused says why."""
    found = {
        action.pk: action
        for action in Action.objects.visible_to(actor)
        .filter(pk__in=[pk for pk, _ in rows[:MOST]])
        .select_related("postmortem")
    }
    mark_movable(list(found.values()), actor)
    barred = _barred(list(found.values()), change)
    answers = []
    for pk, version in rows[:MOST]:
        action = found.get(pk)
        try:
            if action is None:
                raise MoveRefused(NOT_THERE)
            if not action.may_move:
                raise MoveRefused(NOT_YOURS)
            if action.postmortem_id in barred:
                raise MoveRefused(f"{change.owner} may not read the postmortem this action belongs to.")
            changed = _change(action, version, actor, change, now)
        except StaleState:
            answers.append(Answer(pk, STALE))
        except MoveRefused as refused:
            answers.append(Answer(pk, refused.reasons[0]))
        else:
            answers.append(Answer(pk, so_already=not changed))
    return answers


def _barred(found: Sequence[Action], change: Change) -> set[int]:
    """The postmortems that the new owner may not read."""
    if change.what != "owner" or change.owner is None:
        return set()
    postmortems = {action.postmortem_id for action in found}
    if not change.owner.is_active:
        return postmortems
    readable = rights.visible_pairs((change.owner.pk, pk) for pk in postmortems)
    return {pk for pk in postmortems if (change.owner.pk, pk) not in readable}


@transaction.atomic
def _change(action: Action, version: int, actor: User, change: Change, now: dt.datetime) -> bool:
    """Make the change; False when there was nothing to change."""
    if change.what == "state":
        _move(action, version, actor, change, now)
        return True
    name = FIELDS[change.what]
    if getattr(action, name) == getattr(change, name):
        return False
    values = {name: getattr(change, name)}
    actions.change_action(action=action, actor=actor, version=version, values=values, now=now)
    return True


def _move(action: Action, version: int, actor: User, change: Change, now: dt.datetime) -> None:
    # The row is held until the move is made: a change in between would not be of what the person looked at.
    held = Action.objects.select_for_update().filter(pk=action.pk).values_list("version", "status").first()
    if held is None or held[0] != version:
        raise StaleState(STALE)
    if not ACTION.may(change.verb, held[1]):
        raise MoveRefused(not_from(held[1]))
    actions.move(action=action, actor=actor, verb=change.verb, text=change.text, now=now)


def not_from(status: str) -> str:
    """Why a verb can't be done, and what can."""
    possible = ", ".join(VERBS[verb].lower() for verb in ACTION.verbs_from(status))
    return f"It is in the state “{ACTION.labels[status].lower()}”. What can be done from there: {possible}."
