"""Having the reminders of a new plan found soon; those of the old plan no longer apply by their version."""

from __future__ import annotations

from core.outbox import actions as outbox
from postmortems.models import Action

from .moves import REPLAN


def schedule(action: Action, *, fresh: bool) -> None:
    """Plan the look at one action whose `schedule_version` has just risen; `fresh`: its owner or date is new."""
    version = action.schedule_version
    outbox.plan(
        kind=REPLAN,
        key=f"{REPLAN}:{action.pk}:{version}",
        object_id=action.pk,
        payload={"schedule_version": version, "fresh": fresh},
    )
