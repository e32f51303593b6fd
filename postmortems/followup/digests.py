"""The weekly digest: one mail on the first working morning of the week, for what one owns and for what one's teams own.

It is planned for people who may have something to hear, and made just before sending, with the rights of that moment;
who has nothing to hear gets no mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from core.accounts.models import Membership, Team, User
from core.notify import actions as notify
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, one_by_one, renders
from core.notify.stopping import stop_headers
from core.templatetags.say import count_of, weekday
from postmortems.domain.policy import ONE_DAY, Calendar
from postmortems.models import Action

from . import people
from .wording import distance

KIND = "followup.digest"
WEEK = 7 * ONE_DAY
COUNTED = (
    ("late", "late"),
    ("due", "due this week"),
    ("unassigned", "not assigned yet"),
    ("waiting", "put off"),
)
SHOWN = 12
"""A part lists so many; the rest is behind its link."""


def plan(since: dt.datetime, now: dt.datetime) -> int:
    """Plan the digests of those whose week began after `since` and not after `now`; their number."""
    total = 0
    for calendar, day, some in people.mornings(since, now):
        if begins_week(day, calendar):
            total += _plan_some([user for user in some if user.weekly_digest], day, now)
    return total


def begins_week(day: dt.date, calendar: Calendar) -> bool:
    """Whether it is the first working day of its week, usually Monday."""
    return calendar.on_or_after(day - day.weekday() * ONE_DAY) == day


def _plan_some(users: Sequence[User], day: dt.date, now: dt.datetime) -> int:
    year, week, _ = day.isocalendar()
    here = [user for user in users if not people.is_away(user, day)]
    concerned = _concerned(here)
    keys = {f"digest:{pk}:{year}-{week}": pk for pk in sorted(concerned)}
    known = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    drafts = [
        notify.draft(kind=KIND, key=key, channel=notify.MAIL, recipient_id=pk, due_at=now)
        for key, pk in keys.items()
        if key not in known
    ]
    notify.plan_deliveries(drafts)
    return len(drafts)


def _concerned(users: Sequence[User]) -> set[int]:
    """The people among them who own an open action, or manage a team that has one."""
    living = Action.objects.open().filter(postmortem__discarded_at__isnull=True).order_by()
    ids = [user.pk for user in users]
    owners = set(living.filter(owner__in=ids).values_list("owner_id", flat=True).distinct())
    managed = people.managed_teams(users)
    busy = living.filter(team__in=list(managed)).values_list("team_id", flat=True).distinct()
    return owners | {manager for team in busy for manager in managed[team]}


@dataclass(frozen=True)
class Entry:
    """One action in a digest."""

    title: str
    state: str
    reference: str
    owner: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """What is said of one person's own actions, or of one team's. `counts` are words such as "2 late"."""

    name: str
    counts: tuple[str, ...]
    entries: tuple[Entry, ...]
    more: int
    url: str
    link: str


def part_of(name: str, found: QuerySet[Action], today: dt.date, address: str, link: str) -> Part | None:
    """The part about some actions; None when there is nothing to say this week.

    Late, due within the week, put off, and what nobody owns; what lies further ahead is not spoken of.
    """
    ahead = today + WEEK
    told = found.filter(
        Q(due_on__lt=ahead) | Q(owner__isnull=True) | Q(snoozed_until__gt=today)
    ).select_related("owner", "postmortem")
    rows = list(told.order_by(F("due_on").asc(nulls_last=True), "id")[: SHOWN + 1])
    if not rows:
        return None
    numbers = found.aggregate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        due=Count("pk", filter=Q(due_on__gte=today, due_on__lt=ahead)),
        unassigned=Count("pk", filter=Q(owner__isnull=True)),
        waiting=Count("pk", filter=Q(snoozed_until__gt=today)),
    )
    counts = tuple(f"{numbers[name]} {words}" for name, words in COUNTED if numbers[name])
    reasons = _reasons(rows[:SHOWN], today)
    entries = tuple(_entry(row, today, reasons.get(row.pk, "")) for row in rows[:SHOWN])
    more = told.count() - SHOWN if len(rows) > SHOWN else 0
    return Part(name, counts, entries, more, f"{settings.PUBLIC_URL}{address}", link)


def _reasons(actions: Sequence[Action], today: dt.date) -> dict[int, str]:
    """Why some of them were put off."""
    asleep = [action.pk for action in actions if action.snoozed_until and action.snoozed_until > today]
    if not asleep:
        return {}
    rows = Action.objects.filter(pk__in=asleep, snoozes__ended_at__isnull=True)
    return {
        pk: f"Put off until {weekday(until)}: {reason}"
        for pk, until, reason in rows.values_list("pk", "snoozes__until", "snoozes__reason")
    }


def _entry(action: Action, today: dt.date, note: str) -> Entry:
    late = (today - action.due_on).days if action.due_on else None
    owner = str(action.owner) if action.owner else "nobody yet"
    url = f"{settings.PUBLIC_URL}/actions/{action.pk}/"
    return Entry(action.title, distance(late), action.postmortem.reference, owner, url, note)


def parts_for(user: User, now: dt.datetime) -> list[Part]:
    """One's own part, then one for each team one manages; without those that have nothing to say."""
    return [part for part in _parts(user, now.astimezone(user.zone).date()) if part is not None]


def _parts(user: User, today: dt.date) -> Iterator[Part | None]:
    visible = Action.objects.visible_to(user).open()
    # What they put off themselves they hear of on the day they asked for.
    mine = visible.filter(owner=user).exclude(snoozed_until__gt=today)
    yield part_of("Yours", mine, today, "/actions/?owner=me", "All your actions")
    managed = Team.objects.filter(memberships__user=user, memberships__role=Membership.Role.MANAGER)
    for team in managed.order_by("name"):
        found = visible.filter(team=team).exclude(owner=user)
        yield part_of(team.name, found, today, f"/actions/?team={team.slug}", f"The actions of {team.name}")


def _mail(delivery: Delivery) -> Message | None:
    user = delivery.recipient
    if user is None or not user.weekly_digest:
        return None
    parts = parts_for(user, timezone.now())
    if not parts:
        return None
    about = subject(parts)
    context = {
        "parts": parts,
        "subject": about,
        "profile_url": f"{settings.PUBLIC_URL}/profile/",
        "last": parts[-1],
    }
    return Message(
        subject=about,
        text=render_to_string("emails/digest.txt", context),
        html=render_to_string("emails/digest.html", context),
        stream="digest",
        headers=stop_headers(user),
    )


def subject(parts: Sequence[Part]) -> str:
    """Your week, with what it holds when it is about one thing, else the names."""
    if len(parts) == 1:
        whose = "Your week" if parts[0].name == "Yours" else f"The week of {parts[0].name}"
        return f"{whose}: {', '.join(parts[0].counts)}"
    teams = [part.name for part in parts if part.name != "Yours"]
    named = " and ".join(teams) if len(teams) < 3 else count_of(len(teams), "team")
    return f"Your week, and that of {named}" if parts[0].name == "Yours" else f"The week of {named}"


def _line(notice: Notice) -> Line | None:
    """It goes by mail alone; the inbox has what it speaks of already."""
    return None


renders(KIND, one_by_one(_mail, _line))
