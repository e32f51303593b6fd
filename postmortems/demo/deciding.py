"""What the demo's teams decided about due dates and reminders, and one reminder that waits."""

from __future__ import annotations

import contextlib
import datetime as dt

from core.transitions import MoveRefused
from postmortems.followup.actions import decide, snooze
from postmortems.models import Action

from .record import Cast

USUAL = {
    "assign_days": 2,
    "finish_days": 30,
    "counting": "calendar",
    "country": "",
    "before": [7, 2, 0],
    "late_after": 1,
    "again_every": 7,
    "managers_after": 3,
    "managers_above_after": 10,
    "snooze_days": 14,
}


def decide_and_wait(cast: Cast, now: dt.datetime) -> None:
    """A stricter rule for the gravest incidents of one team, a calmer one for its small things, and a snooze."""
    manager, team = cast.people["manager"], cast.teams["storage"]
    strict = USUAL | {"finish_days": 10, "counting": "working", "before": [3, 1, 0], "managers_after": 1}
    calm = USUAL | {"finish_days": 90, "before": [7], "again_every": 14, "managers_after": None}
    calm |= {"managers_above_after": None, "snooze_days": 30}
    for scope, values in ((("sev1", "p1"), strict), (("", "p3"), calm)):
        decide(team=team, severity=scope[0], priority=scope[1], values=values, actor=manager, now=now)
    _wait(now)


def _wait(now: dt.datetime) -> None:
    """The owner of the action that is due last waits for somebody else, and said so."""
    found = Action.objects.open().filter(owner__isnull=False, due_on__gt=now.date())
    action = found.select_related("owner", "team", "postmortem").order_by("-due_on", "pk").first()
    if action is None or action.owner is None:
        return
    until = now.astimezone(action.owner.zone).date() + dt.timedelta(days=5)
    reason = "The supplier answers next week; there is nothing to do before."
    with contextlib.suppress(MoveRefused):
        snooze(action=action, actor=action.owner, until=until, reason=reason, now=now)
