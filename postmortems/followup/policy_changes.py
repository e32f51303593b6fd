"""After a policy has changed: the open actions it speaks of begin a new plan, some hundred at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from core.outbox import actions as outbox
from postmortems.domain.policies import Key, Rulebook, Terms
from postmortems.models import Action

from . import catching_up, rulebook
from .moves import REPLAN_POLICY

CHUNK = 500


@transaction.atomic
def replan_some(payload: dict[str, Any], now: dt.datetime) -> int:
    """One chunk and the row for the next; the number of reminders planned. A second run does the same once more."""
    rules = rulebook.load()
    key: Key = (payload["team"], payload["severity"], payload["priority"])
    # One that was withdrawn is asked about as if it still stood.
    standing = rules if key in rules.decided else Rulebook({**rules.decided, key: Terms()}, rules.parents)
    some = list(_some(payload, rules)[:CHUNK])
    touched = [action.pk for action in some if _key_for(action, standing) == key]
    # The version first: what the old plan still has on its way stops applying before the new one is made.
    Action.objects.filter(pk__in=touched).update(schedule_version=F("schedule_version") + 1)
    fresh = Action.objects.filter(pk__in=touched).select_related("owner__stand_in", "team", "postmortem")
    planned = catching_up.plan_some(list(fresh), rules, now=now)
    if len(some) == CHUNK:
        after = some[-1].pk
        outbox.plan(
            kind=REPLAN_POLICY,
            key=f"{REPLAN_POLICY}:{payload['run']}:{after}",
            payload=payload | {"after": after},
        )
    return planned


def _some(payload: dict[str, Any], rules: Rulebook) -> QuerySet[Action]:
    """The open actions from there on that the policy might speak of, in the order of their numbers."""
    found = Action.objects.open().filter(pk__gt=payload["after"], postmortem__discarded_at__isnull=True)
    if payload["team"]:
        found = found.filter(team__in=rules.below(payload["team"]))
    if payload["severity"]:
        found = found.filter(postmortem__severity=payload["severity"])
    if payload["priority"]:
        found = found.filter(priority=payload["priority"])
    return found.select_related("postmortem").order_by("pk")


def _key_for(action: Action, rules: Rulebook) -> Key:
    return rules.key_for(action.team_id, action.postmortem.severity, action.priority)
