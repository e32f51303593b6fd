"""Calendars of due dates that programs subscribe to by a secret address."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import replace

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q, QuerySet

from core import audit
from core.accounts.models import Membership, Team, User
from postmortems.models import Action, CalendarFeed

from . import queries
from .filters import Filters

MOST = 2000
"""Events in one calendar; programs read all of it each time."""
READS_PER_HOUR = 120
"""Programs ask a few times an hour; a broken one is told to wait."""


def digest_of(token: str) -> str:
    """What is kept of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def teams_for(user: User) -> QuerySet[Team]:
    """The teams whose calendar a person can have: their own, and those below a team they manage."""
    managed = Membership.objects.filter(user=user, role=Membership.Role.MANAGER).values("team")
    mine = Membership.objects.filter(user=user).values("team")
    return Team.objects.filter(Q(pk__in=mine) | Q(parent__in=managed)).order_by("name")


def feeds_of(user: User) -> list[CalendarFeed]:
    """The calendars a person has opened."""
    return list(CalendarFeed.objects.filter(owner=user).select_related("team"))


@transaction.atomic
def open_feed(*, actor: User, team: Team | None, now: dt.datetime) -> tuple[CalendarFeed, str]:
    """The calendar and the secret part of its address, shown only now; an address it had before ends with this."""
    token = secrets.token_urlsafe(32)
    feed, made = CalendarFeed.objects.update_or_create(
        owner=actor,
        team=team,
        defaults={"token_digest": digest_of(token), "created_at": now, "read_on": None},
    )
    audit.record(actor=actor, verb="open_feed" if made else "renew_feed", obj=feed, fields={"team": team})
    return feed, token


@transaction.atomic
def close_feed(*, feed: CalendarFeed, actor: User) -> None:
    """The address leads nowhere from now on."""
    audit.record(actor=actor, verb="close_feed", obj=feed)
    feed.delete()


def found_by(token: str) -> CalendarFeed | None:
    """The calendar of an address, while its owner is there."""
    found = CalendarFeed.objects.filter(token_digest=digest_of(token), owner__is_active=True)
    return found.select_related("owner", "team").first()


def too_often(feed: CalendarFeed, now: dt.datetime) -> bool:
    """Whether the address was asked for more often in this hour than any program needs."""
    key = f"calendar-feed:{feed.pk}:{now:%Y%m%d%H}"
    cache.add(key, 0, 3700)
    try:
        return cache.incr(key) > READS_PER_HOUR
    except ValueError:  # gone between the two lines
        return False


def note_reading(feed: CalendarFeed, now: dt.datetime) -> None:
    """Remember the day, so that an address nobody uses any more can be seen and closed. At most one write a day."""
    today = now.date()
    if feed.read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).filter(~Q(read_on=today) | Q(read_on=None)).update(
            read_on=today
        )


def due(feed: CalendarFeed) -> list[Action]:
    """Open actions with a date, with the rights the owner has at this moment."""
    filters = Filters(team=feed.team.slug) if feed.team else Filters(owner="me")
    return list(queries.index(filters, feed.owner).filter(due_on__isnull=False)[:MOST])


def to_check(feed: CalendarFeed) -> list[Action]:
    """Done ones whose effect is to be looked at on a day."""
    filters = Filters(team=feed.team.slug) if feed.team else Filters(owner="me")
    found = queries.index(replace(filters, state="done"), feed.owner).filter(check_on__isnull=False)
    return list(found.order_by(F("check_on"), "id")[:MOST])
