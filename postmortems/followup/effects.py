"""This room's work outside the request: reminders are planned, grouped and given their words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from core.outbox.models import OutboxItem
from core.outbox.registry import every, handles
from postmortems.models import Action

from . import catching_up, digests, grouping, messages, planning, policy_changes
from .moves import REPLAN, REPLAN_POLICY

__all__ = ["digests", "messages", "remind", "replan", "replan_policy"]

LOOK_BACK, FURTHEST = dt.timedelta(hours=24), dt.timedelta(days=14)


@every("followup.reminders", seconds=30)
def remind(item: OutboxItem) -> dict:
    """Plan for everybody whose morning came since the last time, and group what is due by now.

    When the site was down, the mornings missed are made up for, two weeks back at most.
    """
    now = timezone.now()
    since = dt.datetime.fromisoformat(item.payload["since"]) if "since" in item.payload else now - LOOK_BACK
    planning.plan(max(since, now - FURTHEST), now)
    grouping.group_due(now)
    digests.plan(max(since, now - LOOK_BACK), now)
    return {"since": now.isoformat()}


@handles(REPLAN)
def replan(item: OutboxItem) -> None:
    """An action's owner, date or state has changed; a later change has a row of its own."""
    action = (
        Action.objects.filter(pk=item.object_id)
        .select_related("owner__stand_in", "team", "postmortem")
        .first()
    )
    if action is None or action.schedule_version != item.payload["schedule_version"]:
        return
    now = timezone.now()
    if catching_up.plan(action, now=now, fresh=item.payload["fresh"]):
        grouping.group_due(now)


@handles(REPLAN_POLICY)
def replan_policy(item: OutboxItem) -> None:
    """A policy has changed: some hundred of the actions it speaks of, then the next ones in a row of their own."""
    now = timezone.now()
    if policy_changes.replan_some(item.payload, now):
        grouping.group_due(now)
