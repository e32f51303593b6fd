"""Which reminders are due: rows with a key that lets each exist once, however often this runs.

The ladder is read backwards: for the people whose working day has just begun, the due dates that are spoken of today
are known, and only actions with these dates are fetched. Time and memory follow what is due, not what exists.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from core.accounts.models import User
from postmortems.domain import policy
from postmortems.domain.policies import Rulebook
from postmortems.domain.policy import DEFAULT, Calendar, Policy, Step
from postmortems.models import Action, Postmortem, Reminder, ReviewRequest

from . import checking, people, rulebook

STREAM = 1000
OLDEST = dt.timedelta(days=3 * 365)
"""What has been late for longer is no longer spoken of every week."""


@dataclass(frozen=True)
class Morning:
    """One working day's beginning for some people with the same hours."""

    calendar: Calendar
    day: dt.date
    people: dict[int, User]
    managed: dict[int, list[int]]
    rules: Rulebook = field(default_factory=Rulebook)

    def local_day(self, at: dt.datetime) -> dt.date:
        """The calendar day of an instant, where these people are."""
        return at.astimezone(self.calendar.tz).date()


def plan(since: dt.datetime, now: dt.datetime) -> int:
    """Plan what falls on the mornings after `since` up to `now`; the number of rows offered to the database."""
    total, rules = 0, rulebook.load()
    for calendar, day, some in people.mornings(since, now):
        alike = {user.pk: user for user in some}
        morning = Morning(calendar, day, alike, people.managed_teams(some), rules)
        total += keep(_settled(_all_of(morning), morning))
    return total


def keep(reminders: Iterable[Reminder]) -> int:
    """Write them, some at a time; a key that is there already is passed over."""
    total, rows = 0, iter(reminders)
    while chunk := list(itertools.islice(rows, STREAM)):
        Reminder.objects.bulk_create(chunk, ignore_conflicts=True)
        total += len(chunk)
    return total


def _all_of(morning: Morning) -> Iterator[Reminder]:
    yield from _for_owners(morning)
    yield from _snoozed(morning)
    yield from _for_managers(morning, "managers", "team_id")
    yield from _for_managers(morning, "managers_above", "team__parent_id")
    yield from _unassigned(morning)
    yield from _effects(morning)
    yield from _drafts(morning)
    yield from _reviews(morning)


def _living() -> QuerySet[Action]:
    return Action.objects.open().filter(postmortem__discarded_at__isnull=True).order_by("due_on", "id")


def reminder(step: Step, recipient_id: int, version: int, **about) -> Reminder:
    """The row of one step for one person, not yet saved."""
    return Reminder(
        recipient_id=recipient_id,
        rung=step.rung,
        occurrence=step.occurrence,
        schedule_version=version,
        due_at=step.at,
        **about,
    )


SCOPE = ("team_id", "postmortem__severity", "priority")
"""What decides which policy holds for an action."""


def _with_ladder(rows: QuerySet[Action], morning: Morning, *columns: str) -> Iterator[tuple[Policy, tuple]]:
    """The columns of each action with its ladder, streamed."""
    for *values, team, severity, priority in rows.values_list(*columns, *SCOPE).iterator(STREAM):
        yield morning.rules.terms_for(team, severity, priority).ladder, tuple(values)


def _for_owners(morning: Morning) -> Iterator[Reminder]:
    """The dates of every ladder are asked for at once; each action is told by its own."""
    oldest = morning.day - OLDEST
    steps = {
        ladder: policy.due_dates_on(morning.day, morning.calendar, oldest, ladder)
        for ladder in morning.rules.ladders()
    }
    dates = set().union(*steps.values())
    rows = _living().filter(owner__in=morning.people, due_on__in=dates)
    rows = rows.exclude(snoozed_until__gt=morning.day)
    columns = ("pk", "owner_id", "due_on", "schedule_version")
    for ladder, (pk, owner, due, version) in _with_ladder(rows, morning, *columns):
        if due in steps[ladder]:
            yield reminder(steps[ladder][due], owner, version, action_id=pk)


def _snoozed(morning: Morning) -> Iterator[Reminder]:
    """What owners asked to hear of again today, or on a day off just before."""
    opens = morning.calendar.opening(morning.day)
    if opens is None:
        return
    wanted = policy.moved_on_to(morning.day, morning.calendar)
    rows = _living().filter(owner__in=morning.people, snoozed_until__in=wanted)
    for pk, owner, until, version in rows.values_list("pk", "owner_id", "snoozed_until", "schedule_version"):
        if until is not None:
            yield reminder(snooze_step(until, morning.day, opens), owner, version, action_id=pk)


def snooze_step(until: dt.date, day: dt.date, at: dt.datetime) -> Step:
    """The end of a snooze as a step; the date is its number, so that each snooze is told once."""
    return Step("snoozed", until.toordinal(), day, at)


def _for_managers(morning: Morning, rung: str, column: str) -> Iterator[Reminder]:
    opens = morning.calendar.opening(morning.day)
    if not morning.managed or opens is None:
        return
    step = Step(rung, 0, morning.day, opens)
    numbers = {getattr(ladder, rung) for ladder in morning.rules.ladders()} - {None}
    dates = {
        number: set(policy.manager_dates_on(morning.day, morning.calendar, number)) for number in numbers
    }
    rows = _living().filter(
        **{f"{column}__in": list(morning.managed)}, due_on__in=set().union(*dates.values())
    )
    columns = ("pk", column, "owner_id", "due_on", "schedule_version")
    for ladder, (pk, team, owner, due, version) in _with_ladder(rows, morning, *columns):
        if due not in dates.get(getattr(ladder, rung), ()):
            continue
        for manager in morning.managed[team]:
            if manager != owner:
                yield reminder(step, manager, version, action_id=pk)


def _unassigned(morning: Morning) -> Iterator[Reminder]:
    if not morning.managed:
        return
    rows = _living().filter(owner__isnull=True, team_id__in=list(morning.managed))
    # Many were made on the same day; what that day means today is looked up once.
    known: dict[tuple[dt.date, Policy], list[Step]] = {}
    columns = ("pk", "team_id", "created_at", "schedule_version")
    for ladder, (pk, team, made, version) in _with_ladder(rows, morning, *columns):
        key = (morning.local_day(made), ladder)
        if key not in known:
            known[key] = _waiting("unassigned", made, ladder.unassigned, morning, ladder)
        for step in known[key]:
            for manager in morning.managed[team]:
                yield reminder(step, manager, version, action_id=pk)


def _effects(morning: Morning) -> Iterator[Reminder]:
    told = checking.on_morning(morning.day, morning.calendar, morning.people, morning.managed)
    for step, person, version, pk in told:
        yield reminder(step, person, version, action_id=pk)


def _drafts(morning: Morning) -> Iterator[Reminder]:
    rows = Postmortem.objects.kept().filter(owner__in=morning.people, status=Postmortem.Status.DRAFT)
    for pk, owner, touched, version in rows.values_list(
        "pk", "owner_id", "updated_at", "text_version"
    ).iterator(STREAM):
        for step in _waiting("draft", touched, DEFAULT.draft, morning):
            yield reminder(step, owner, version, postmortem_id=pk)


def _reviews(morning: Morning) -> Iterator[Reminder]:
    rows = ReviewRequest.objects.filter(
        reviewer__in=morning.people,
        answer=ReviewRequest.Answer.WAITING,
        postmortem__status=Postmortem.Status.IN_REVIEW,
        postmortem__discarded_at__isnull=True,
    )
    for pk, reviewer, asked, number in rows.values_list("postmortem_id", "reviewer_id", "asked_at", "round"):
        for step in _waiting("review", asked, DEFAULT.review, morning):
            yield reminder(step, reviewer, number, postmortem_id=pk)


def _waiting(
    rung: str, since: dt.datetime, days: int, morning: Morning, ladder: Policy = DEFAULT
) -> list[Step]:
    """The steps of something that has waited since then, as far as they fall on this morning."""
    begun = morning.local_day(since)
    steps = policy.waiting_steps(rung, begun, days, morning.calendar, ladder)
    return policy.steps_on(steps, morning.day)


def _settled(reminders: Iterator[Reminder], morning: Morning) -> Iterator[Reminder]:
    """As planned, except for people who are away: their stand-in gets it, or it waits until they are back."""
    for row in reminders:
        user = morning.people[row.recipient_id]
        yield redirected(row, user, morning.day) if people.is_away(user, morning.day) else row


def redirected(row: Reminder, user: User, day: dt.date) -> Reminder:
    """The row of an absent person, given to the stand-in who may read it, else kept for the first day back."""
    other = people.stand_in_of(user, day)
    if other is not None and may_read(row, other):
        row.recipient_id, row.due_at = other.pk, people.calendar_of(other).next_open(row.due_at)
    else:
        row.due_at = max(row.due_at, people.first_moment_back(user, people.calendar_of(user)))
    return row


def may_read(row: Reminder, user: User) -> bool:
    """Whether the person may read what the reminder is about."""
    if row.action_id:
        return Action.objects.visible_to(user).filter(pk=row.action_id).exists()
    return Postmortem.objects.kept().visible_to(user).filter(pk=row.postmortem_id).exists()
