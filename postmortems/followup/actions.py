"""What changes an action item. Every change of owner, date or state starts a new plan of reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from simple_history.utils import bulk_create_with_history

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState, claim
from postmortems.authoring.actions import wrote
from postmortems.domain.lifecycle import ACTION
from postmortems.domain.strength import suggest
from postmortems.models import Action, ActionKind, Factor, ParkedIdea, Postmortem

from . import snoozing
from .deciding import decide as decide
from .moves import ASKS
from .purging import purge_words as purge_words
from .replanning import schedule
from .saved import save_view as save_view
from .snoozing import snooze as snooze
from .taking_in import schedule_open as schedule_open
from .taking_in import take_in_actions as take_in_actions
from .trackers.setting_up import pause_connection as pause_connection
from .trackers.setting_up import save_connection as save_connection

WORDING = ("title", "details", "kind", "measure", "disclosure")
"""What a reviewer reads; a change takes an approval back."""
KEEPING = ("owner", "team", "due_on", "priority", "strength", "strength_confirmed", "ticket_url", "check_on")
"""What is kept up to date while the work goes on, in every state of the postmortem."""
PLAN = ("owner", "due_on")
"""What the reminders are planned by, beside the state; what is due by a new one is told afresh."""
POLICY = ("team", "priority", "check_on")
"""What decides which policy holds, who manages, and when its effect is looked at; nobody is told again what they know."""
BEGINNINGS = ("accept", "start")
"""What ends no snooze: its owner still waits for the same thing."""


def _columns(postmortem: Postmortem, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new action; kind and strength are suggested from the title where nobody chose."""
    known = (*WORDING, *KEEPING, "status", "done_at", "evidence", "owner_as_written", "source")
    columns = {name: values[name] for name in known if name in values}
    guess = suggest(columns.get("title", ""))
    if not columns.get("kind"):
        columns["kind"] = guess.kind
    if not columns.get("strength"):
        columns |= {"strength": guess.strength, "strength_confirmed": False}
    return {"team": postmortem.team, **columns}


def _last(postmortem: Postmortem) -> int:
    return Action.objects.filter(postmortem=postmortem).aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def add_action(
    *,
    postmortem: Postmortem,
    actor: User,
    values: Mapping[str, Any],
    factors: Iterable[Factor] = (),
    now: dt.datetime,
) -> Action:
    """A new action at the end of the list; `values` holds any of WORDING and KEEPING, and perhaps `status`."""
    position = _last(postmortem) + 1
    action = Action(
        postmortem=postmortem,
        position=position,
        created_at=now,
        updated_at=now,
        **_columns(postmortem, values),
    )
    action._history_user = actor
    action.save()
    action.factors.set(factors)
    audit.record(actor=actor, verb="add_action", obj=action, fields=values)
    wrote(postmortem=postmortem, actor=actor, now=now)
    schedule(action, fresh=True)
    return action


@transaction.atomic
def add_many(
    *, postmortem: Postmortem, actor: User, rows: Sequence[Mapping[str, Any]], now: dt.datetime
) -> list[Action]:
    """Add actions in bulk (an import); `source` and `owner_as_written` may stand beside the other columns."""
    start = _last(postmortem) + 1
    actions = [
        Action(
            postmortem=postmortem,
            position=start + number,
            created_at=now,
            updated_at=now,
            **_columns(postmortem, row),
        )
        for number, row in enumerate(rows)
    ]
    made = bulk_create_with_history(actions, Action, default_user=actor, default_date=now)
    audit.record(actor=actor, verb="add_actions", obj=postmortem, fields={"count": len(made)})
    wrote(postmortem=postmortem, actor=actor, now=now)
    for action in made:
        if action.is_open and action.due_on:
            schedule(action, fresh=True)
    return made


@transaction.atomic
def change_action(
    *,
    action: Action,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    factors: Iterable[Factor] | None = None,
    now: dt.datetime,
) -> Action:
    """Change an action that still is at `version`; StaleState when somebody changed it meanwhile."""
    known = (*WORDING, *KEEPING)
    columns = {
        name: value for name, value in values.items() if name in known and getattr(action, name) != value
    }
    fresh = any(name in columns for name in PLAN)
    replanned = fresh or any(name in columns for name in POLICY)
    step: dict[str, Any] = {"version": F("version") + 1, "updated_at": now}
    if replanned:
        step["schedule_version"] = F("schedule_version") + 1
    if fresh:
        step["snoozed_until"] = None
    if not Action.objects.filter(pk=action.pk, version=version).update(**columns, **step):
        raise StaleState(
            "Somebody changed this action since you opened it. How it stands now is shown below."
        )
    answers = None if factors is None else set(factors)
    answers_changed = answers is not None and answers != set(action.factors.all())
    if answers_changed:
        action.factors.set(answers or set())
    if fresh:
        snoozing.end(action, now)
    _remember(action, actor)
    audit.record(actor=actor, verb="change_action", obj=action, fields=columns)
    if answers_changed or any(name in columns for name in WORDING):
        wrote(postmortem=action.postmortem, actor=actor, now=now)
    if replanned:
        schedule(action, fresh=fresh)
    return action


def confirm_strength(*, action: Action, actor: User, now: dt.datetime) -> Action:
    """A person agrees with the strength that the wording suggested."""
    values = {"strength_confirmed": True}
    return change_action(action=action, actor=actor, version=action.version, values=values, now=now)


def _remember(action: Action, actor: User) -> None:
    """A history row of how the action stands now."""
    action.refresh_from_db()
    action._history_user = actor
    action.save(update_fields=["updated_at"])


@transaction.atomic
def move(*, action: Action, actor: User, verb: str, now: dt.datetime, text: str = "") -> Action:
    """Do `verb` of domain.lifecycle.ACTION.

    `text` is the evidence of "finish", what was seen of "verify", the reason of "decline" and of "reopen". Raises
    MoveRefused with what is missing.
    """
    fields = _fields(action, actor, verb, text.strip(), now)
    if verb not in BEGINNINGS:
        fields["snoozed_until"] = None
        snoozing.end(action, now)
    claim(
        action,
        expected=ACTION.sources(verb),
        new=ACTION.target(verb),
        schedule_version=F("schedule_version") + 1,
        version=F("version") + 1,
        updated_at=now,
        **fields,
    )
    _remember(action, actor)
    audit.record(actor=actor, verb=f"action_{verb}", obj=action, fields={"status": action.status, **fields})
    schedule(action, fresh=False)
    return action


def _rests(action: Action, now: dt.datetime) -> str:
    """Why an idea parked in a meeting is not taken up yet; "" when it may be. Repair doesn't wait."""
    if action.status != Action.Status.IDEA or action.kind == ActionKind.REPAIR:
        return ""
    parked = ParkedIdea.objects.filter(action=action).select_related("meeting").first()
    if parked is None:
        return ""
    if parked.meeting.ended_at is None:
        return "The meeting is still on. Ideas are looked at when it is over."
    until = parked.meeting.soak_until
    if until is None or until <= now:
        return ""
    return f"Ideas from the meeting rest until {until:%a} {until.day} {until:%b %Y, %H:%M} UTC. Repair can begin at once."


def _fields(action: Action, actor: User, verb: str, text: str, now: dt.datetime) -> dict[str, Any]:
    """The columns a verb writes; MoveRefused when it lacks what it needs."""
    if verb in ASKS and not text:
        raise MoveRefused(ASKS[verb])
    if verb in BEGINNINGS and (until := _rests(action, now)):
        raise MoveRefused(until)
    if verb == "verify" and action.done_by_id == actor.pk:
        raise MoveRefused("Somebody other than the person who did it confirms that it works.")
    columns: dict[str, dict[str, Any]] = {
        "finish": {
            "evidence": text,
            "verification": "",
            "done_at": now,
            "done_by": actor,
            "declined_because": "",
        },
        "verify": {"verification": text, "verified_at": now, "verified_by": actor},
        "decline": {"declined_because": text},
        "reopen": {
            "declined_because": "",
            "evidence": "",
            # What was seen stays with the action, now as the reason why it is open again.
            "verification": text,
            "done_at": None,
            "done_by": None,
            "verified_at": None,
            "verified_by": None,
        },
    }
    return columns.get(verb, {})
