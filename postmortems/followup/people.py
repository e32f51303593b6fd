"""Who hears of something, and when they work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from core.accounts.models import Membership, User
from postmortems.domain.policy import ONE_DAY, Calendar
from postmortems.models import Action

CHUNK = 500
LONGEST_AWAY = dt.date(2199, 12, 31)


def calendar_of(user: User) -> Calendar:
    """When the person works."""
    days = frozenset(user.work_days)
    return Calendar(user.time_zone, user.work_start, user.work_end, days, country=user.country)


def mornings(since: dt.datetime, now: dt.datetime) -> Iterator[tuple[Calendar, dt.date, list[User]]]:
    """Whose working day began after `since` and not after `now`: (their calendar, the day, some of the people).

    People with the same hours are taken together, a few hundred at a time; only their calendars are looked at
    before it is known that it is their morning.
    """
    active = User.objects.filter(is_active=True)
    fields = ("time_zone", "work_start", "work_end", "country", "work_days")
    seen = {(*alike, frozenset(days)) for *alike, days in active.values_list(*fields).distinct()}
    for *same, days in sorted(seen, key=str):
        zone, start, end, country = same
        calendar = Calendar(zone, start, end, days, country=country)
        for day in _days_begun(calendar, since, now):
            alike = active.filter(**dict(zip(fields, same, strict=False))).select_related("stand_in")
            for people in _in_chunks(alike):
                yield calendar, day, [user for user in people if frozenset(user.work_days) == days]


def _days_begun(calendar: Calendar, since: dt.datetime, now: dt.datetime) -> list[dt.date]:
    first, last = since.astimezone(calendar.tz).date(), now.astimezone(calendar.tz).date()
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    return [day for day in days if (opens := calendar.opening(day)) is not None and since < opens <= now]


def _in_chunks(people) -> Iterator[list[User]]:
    last = 0
    while chunk := list(people.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def managed_teams(people: Iterable[User]) -> dict[int, list[int]]:
    """The teams these people manage: team id to the ids of its managers among them."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.filter(role=Membership.Role.MANAGER, user__in=[user.pk for user in people])
    for team, user in rows.values_list("team_id", "user_id"):
        found[team].append(user)
    return found


def managers_of(team_id: int | None) -> list[User]:
    """The active managers of a team."""
    if team_id is None:
        return []
    rows = Membership.objects.filter(team_id=team_id, role=Membership.Role.MANAGER, user__is_active=True)
    return [row.user for row in rows.select_related("user__stand_in").order_by("user_id")]


def is_away(user: User, day: dt.date) -> bool:
    """Whether the person said to be away on that day."""
    return user.away_until is not None and user.away_until >= day


def is_snoozed(action: Action, reader: User, now: dt.datetime) -> bool:
    """Whether the action's owner asked to hear of it again on a later day, where the reader is."""
    return action.snoozed_until is not None and now.astimezone(reader.zone).date() < action.snoozed_until


def stand_in_of(user: User, day: dt.date) -> User | None:
    """Who stands in for an absent person on that day, if that one is there."""
    other = user.stand_in
    return other if other is not None and other.is_active and not is_away(other, day) else None


def first_moment_back(user: User, calendar: Calendar) -> dt.datetime:
    """When an absent person works again."""
    # A day at the end of the calendar, as an import may bring it, must not hold up everybody's reminders.
    day = min(user.away_until or dt.date.min, LONGEST_AWAY) + ONE_DAY
    return calendar.next_open(dt.datetime.combine(day, dt.time.min, calendar.tz))
