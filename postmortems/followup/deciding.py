"""What changes a policy. Due dates that were agreed stay; reminders of open actions are planned anew by a task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.accounts.models import Team, User
from core.outbox import actions as outbox
from core.transitions import MoveRefused, StaleState
from postmortems.models import FollowUpPolicy

from .moves import REPLAN_POLICY
from .rulebook import terms_of

FIELDS = (
    "assign_days",
    "finish_days",
    "counting",
    "country",
    "before",
    "late_after",
    "again_every",
    "managers_after",
    "managers_above_after",
    "snooze_days",
)


def _replan(policy: FollowUpPolicy, now: dt.datetime) -> None:
    """Look at every action the policy speaks of, some at a time (effects.replan_policy)."""
    run = f"{policy.team_id or 0}:{policy.severity}:{policy.priority}:{now.timestamp():.6f}"
    payload = {
        "team": policy.team_id,
        "severity": policy.severity,
        "priority": policy.priority,
        "after": 0,
        "run": run,
    }
    outbox.plan(kind=REPLAN_POLICY, key=f"{REPLAN_POLICY}:{run}:0", payload=payload)


@transaction.atomic
def decide(
    *,
    team: Team | None,
    severity: str,
    priority: str,
    values: Mapping[str, Any],
    actor: User,
    now: dt.datetime,
) -> FollowUpPolicy:
    """A new policy of a team, or of the organisation; refused where one stands already."""
    policy = FollowUpPolicy(team=team, severity=severity, priority=priority, changed_by=actor, changed_at=now)
    for name in FIELDS:
        setattr(policy, name, values[name])
    try:
        with transaction.atomic():
            policy.save(force_insert=True)
    except IntegrityError as twice:
        raise MoveRefused(
            "There is a policy for this severity and priority already. Change that one."
        ) from twice
    audit.record(actor=actor, verb="decide_policy", obj=policy, fields=_said(policy))
    _replan(policy, now)
    return policy


@transaction.atomic
def change(
    *, policy: FollowUpPolicy, version: int, values: Mapping[str, Any], actor: User, now: dt.datetime
) -> None:
    """Change a policy that still is at `version`; StaleState when somebody changed it meanwhile."""
    before = terms_of(policy)
    columns = {name: values[name] for name in FIELDS}
    kept = FollowUpPolicy.objects.filter(pk=policy.pk, version=version)
    if not kept.update(**columns, version=version + 1, changed_by=actor, changed_at=now):
        raise StaleState(
            "Somebody changed this policy since you opened it. How it stands now is shown below."
        )
    policy.refresh_from_db()
    audit.record(actor=actor, verb="change_policy", obj=policy, fields=_said(policy))
    if terms_of(policy).ladder != before.ladder:
        _replan(policy, now)


@transaction.atomic
def withdraw(*, policy: FollowUpPolicy, actor: User, now: dt.datetime) -> None:
    """Take a policy back; what holds above it holds again."""
    audit.record(actor=actor, verb="withdraw_policy", obj=policy, fields=_said(policy))
    _replan(policy, now)
    policy.delete()


def _said(policy: FollowUpPolicy) -> dict[str, Any]:
    """What the audit trail notes."""
    scope = {"team": policy.team_id, "severity": policy.severity, "priority": policy.priority}
    return scope | {name: getattr(policy, name) for name in FIELDS}
