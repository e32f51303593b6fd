"""Did it work? Reminders of actions that are done and whose effect is to be looked at.

The managers of the action's team hear of it on the day, and every week until somebody has looked; the owner hears of it
once. Who did the work is not asked to judge it: a doer is told as the owner only, so that somebody else is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from core.accounts.models import User
from postmortems.domain.policy import ONE_DAY, WEEK, Calendar, Step, moved_on_to
from postmortems.models import Action

from . import people

RUNG = "effect"
YEAR = dt.timedelta(days=365)
"""What nobody looked at for so long is not spoken of every week."""

Told = tuple[Step, int, int, int]
"""A step, its recipient, the version of the plan, the action."""


def _step(nominal: dt.date, day: dt.date, at: dt.datetime) -> Step:
    """The day it falls on without weekends is its number: another date of the check is another step."""
    return Step(RUNG, nominal.toordinal(), day, at)


def dates_on(day: dt.date, calendar: Calendar) -> dict[dt.date, tuple[Step, bool]]:
    """The dates of checks that are spoken of on the morning of `day`, each with its step and whether it is the first."""
    opens = calendar.opening(day)
    if opens is None:
        return {}
    found: dict[dt.date, tuple[Step, bool]] = {}
    # The newest last: where two of the days off before it are a week apart, the later step is the one that is told.
    for nominal in reversed(moved_on_to(day, calendar)):
        step = _step(nominal, day, opens)
        for weeks in range(YEAR.days // WEEK):
            found[nominal - weeks * WEEK * ONE_DAY] = (step, weeks == 0)
    return found


def on_morning(
    day: dt.date, calendar: Calendar, owners: Mapping[int, User], managed: Mapping[int, Sequence[int]]
) -> Iterator[Told]:
    """What is said on the morning of `day` to these people."""
    steps = dates_on(day, calendar)
    if not steps:
        return
    done = Action.objects.filter(status=Action.Status.DONE, postmortem__discarded_at__isnull=True)
    columns = ("pk", "check_on", "schedule_version", "owner_id", "team_id", "done_by_id")
    first = [checked for checked, (_, is_first) in steps.items() if is_first]
    for pk, checked, version, owner, _, _ in done.filter(owner__in=owners, check_on__in=first).values_list(
        *columns
    ):
        yield steps[checked][0], owner, version, pk
    if not managed:
        return
    waiting = done.filter(team__in=list(managed), check_on__in=list(steps))
    for pk, checked, version, owner, team, doer in waiting.values_list(*columns):
        for manager in managed[team]:
            if manager not in (owner, doer):
                yield steps[checked][0], manager, version, pk


def reached(action: Action, now: dt.datetime, managers: Sequence[User]) -> Iterator[tuple[Step, User]]:
    """The step each person has reached, for an action that has just become done or got another date."""
    if action.status != Action.Status.DONE or action.check_on is None:
        return
    told = [(manager, True) for manager in managers if manager.pk not in (action.owner_id, action.done_by_id)]
    if action.owner is not None and action.owner.is_active:
        told.append((action.owner, False))
    for person, weekly in told:
        calendar = people.calendar_of(person)
        today = now.astimezone(calendar.tz).date()
        weeks = (today - action.check_on).days // WEEK if weekly else 0
        # The newest whose day has come; one that was moved past a weekend may still be ahead, then the one before it.
        for nominal in (action.check_on + number * WEEK * ONE_DAY for number in (weeks, weeks - 1)):
            day = calendar.on_or_after(nominal)
            at = calendar.opening(day)
            if nominal >= action.check_on and at is not None and at <= now:
                yield _step(nominal, day, at), person
                break
