"""Actions whose owner, date, state or policy has just changed: what is due by the new plan is said soon."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Sequence

from core.accounts.models import User
from core.notify.models import Delivery
from core.outbox.registry import Later
from postmortems.domain import policy
from postmortems.domain.policies import Rulebook
from postmortems.domain.policy import Policy, Step
from postmortems.models import Action, Reminder

from . import checking, people, planning, rulebook

REPEATING = ("late_weekly", "unassigned")
"""Rungs that come again and again: by another plan they have other numbers, and are the same news."""


def plan(action: Action, *, now: dt.datetime, fresh: bool, rules: Rulebook | None = None) -> int:
    """Plan the rung each person has reached, for their next working moment; the number of rows.

    `fresh` says that the owner or the date is new. Otherwise (only the state moved, or the policy changed) nobody is
    told again what they were told under the old plan.
    """
    return plan_some([action], rules or rulebook.load(), now=now, fresh=fresh)


def plan_some(actions: Sequence[Action], rules: Rulebook, *, now: dt.datetime, fresh: bool = False) -> int:
    """The same for several actions, each loaded with owner, its stand-in, team and postmortem."""
    managers_of = functools.cache(people.managers_of)
    rows = [
        (row, ladder)
        for action in actions
        for ladder in (rulebook.terms_for(action, rules).ladder,)
        for row in _reached(action, ladder, now, managers_of)
    ]
    if not rows:
        return 0
    told = Told([row.action_id for row, _ in rows])
    wanted = (row for row, ladder in rows if not told.knows(row, ladder, now, fresh=fresh))
    return planning.keep(wanted)


Managers = Callable[[int | None], list[User]]


def _reached(action: Action, ladder: Policy, now: dt.datetime, managers_of: Managers) -> Iterator[Reminder]:
    if not action.is_open:
        for step, person in checking.reached(action, now, managers_of(action.team_id)):
            yield from _row(step, person, action, now)
        return
    if action.owner_id is None:
        yield from _unassigned(action, ladder, now, managers_of)
    if action.due_on is None:
        return
    owner = action.owner
    if owner is not None and owner.is_active and not people.is_snoozed(action, owner, now):
        steps = policy.owner_steps(action.due_on, people.calendar_of(owner), ladder)
        yield from _row(policy.reached(steps, now), owner, action, now)
    yield from _to_managers(action, action.due_on, ladder, now, managers_of)


def _to_managers(
    action: Action, due: dt.date, ladder: Policy, now: dt.datetime, managers_of: Managers
) -> Iterator[Reminder]:
    levels = (
        ("managers", ladder.managers, action.team_id),
        ("managers_above", ladder.managers_above, action.team.parent_id),
    )
    for rung, number, team in levels:
        if number is None:
            continue
        for manager in managers_of(team):
            step = policy.manager_step(rung, due, number, people.calendar_of(manager))
            if step.at <= now and manager.pk != action.owner_id:
                yield from _row(step, manager, action, now)


def _unassigned(
    action: Action, ladder: Policy, now: dt.datetime, managers_of: Managers
) -> Iterator[Reminder]:
    for manager in managers_of(action.team_id):
        calendar = people.calendar_of(manager)
        begun = action.created_at.astimezone(calendar.tz).date()
        steps = policy.waiting_steps("unassigned", begun, ladder.unassigned, calendar, ladder)
        yield from _row(policy.reached(steps, now), manager, action, now)


def _row(step: Step | None, user: User, action: Action, now: dt.datetime) -> Iterator[Reminder]:
    if step is None:
        return
    row = planning.reminder(step, user.pk, action.schedule_version, action=action)
    calendar = people.calendar_of(user)
    row.due_at = calendar.next_open(now)
    day = row.due_at.astimezone(calendar.tz).date()
    yield planning.redirected(row, user, day) if people.is_away(user, day) else row


class Told:
    """What people were told about some actions, by any plan.

    A reminder whose delivery has not gone out is not told: it belongs to the old plan, and will be dropped when its
    turn comes. While one is being handed over nobody can say which it is, so the question is asked again a little later.
    """

    def __init__(self, actions: Sequence[int]) -> None:
        grouped = Reminder.objects.filter(action__in=set(actions), state=Reminder.State.GROUPED)
        on_the_way = (Delivery.State.PLANNED, Delivery.State.SENDING, Delivery.State.FAILED)
        unsent = dict(
            grouped.filter(deliveries__state__in=on_the_way).values_list("pk", "deliveries__state").order_by()
        )
        if Delivery.State.SENDING in unsent.values():
            raise Later(5, "A reminder by the old plan is just being sent")
        self._keys: set[tuple] = set()
        self._last: dict[tuple[int | None, int], dt.datetime] = {}
        rows = grouped.exclude(pk__in=unsent).order_by("due_at")
        for about, who, rung, number, at in rows.values_list(
            "action_id", "recipient_id", "rung", "occurrence", "due_at"
        ):
            self._keys.add((about, who, rung, number))
            self._last[about, who] = at

    def knows(self, row: Reminder, ladder: Policy, now: dt.datetime, *, fresh: bool) -> bool:
        """Whether the person knows already what the row would say."""
        if fresh and row.rung not in ("unassigned", checking.RUNG):
            return False
        last = self._last.get((row.action_id, row.recipient_id))
        if row.rung in REPEATING and last is not None:
            return now - last < ladder.again_every * policy.ONE_DAY
        return (row.action_id, row.recipient_id, row.rung, row.occurrence) in self._keys
