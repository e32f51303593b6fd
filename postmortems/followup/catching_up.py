"""One action whose owner, date or state has just changed: what is due by the new plan is said soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core.accounts.models import User
from postmortems.domain import policy
from postmortems.domain.policy import DEFAULT, Step
from postmortems.models import Action, Reminder

from . import people, planning


def plan(action: Action, *, now: dt.datetime, fresh: bool) -> int:
    """Plan the rung each person has reached, for their next working moment; the number of rows.

    `fresh` says that the owner or the date is new. Otherwise (only the state moved) nobody is told again what they
    were told under the old plan.
    """
    rows = [row for row in _reached(action, now) if fresh or not _told_before(row)]
    return planning.keep(rows)


def _reached(action: Action, now: dt.datetime) -> Iterator[Reminder]:
    if not action.is_open or action.due_on is None:
        return
    if action.owner is not None and action.owner.is_active:
        calendar = people.calendar_of(action.owner)
        yield from _row(
            policy.reached(policy.owner_steps(action.due_on, calendar), now), action.owner, action, now
        )
    levels = (
        ("managers", DEFAULT.managers, action.team_id),
        ("managers_above", DEFAULT.managers_above, action.team.parent_id),
    )
    for rung, number, team in levels:
        for manager in people.managers_of(team):
            step = policy.manager_step(rung, action.due_on, number, people.calendar_of(manager))
            if step.at <= now and manager.pk != action.owner_id:
                yield from _row(step, manager, action, now)


def _row(step: Step | None, user: User, action: Action, now: dt.datetime) -> Iterator[Reminder]:
    if step is None:
        return
    row = planning.reminder(step, user.pk, action.schedule_version, action=action)
    calendar = people.calendar_of(user)
    row.due_at = calendar.next_open(now)
    day = row.due_at.astimezone(calendar.tz).date()
    yield planning.redirected(row, user, day) if people.is_away(user, day) else row


def _told_before(row: Reminder) -> bool:
    return (
        Reminder.objects.filter(
            action_id=row.action_id, recipient_id=row.recipient_id, rung=row.rung, occurrence=row.occurrence
        )
        .exclude(state=Reminder.State.SKIPPED)
        .exists()
    )
