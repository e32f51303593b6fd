"""Filters of the list that take more than one column: a team with those below it, a factor, a span of days."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from core.accounts.models import Team, User
from postmortems.models import Action, Disclosure, Postmortem

DEPTH = 5
"""How many levels of teams a filter on the topmost one reaches down."""


def narrowed(team: str, factor: str, due: str, user: User) -> Q:
    """These three filters together; an empty one asks for nothing."""
    wanted = Q()
    if team:
        wanted &= team_and_below(team)
    if factor:
        wanted &= answering(factor, user)
    if due:
        wanted &= due_within(due)
    return wanted


def team_and_below(slug: str) -> Q:
    """Actions of the team and of every team below it."""
    wanted = Q()
    for level in range(DEPTH):
        wanted |= Q(**{"parent__" * level + "slug": slug})
    return Q(team__in=Team.objects.filter(wanted).values("pk"))


def answering(factor: str, user: User) -> Q:
    """Actions that answer a factor: a category's code, the number of one, or "none" for those that answer none.

    A factor the reader may not read is not there, so that the filter can't be used to ask after it.
    """
    full = Postmortem.objects.kept().restricted_readable_by(user)
    links = Action.factors.through.objects.filter(action=OuterRef("pk")).filter(
        ~Q(factor__disclosure=Disclosure.RESTRICTED) | Q(factor__postmortem__in=full.values("pk"))
    )
    if factor == "none":
        return ~Q(Exists(links))
    named = Q(factor=int(factor)) if factor.isdecimal() else Q(factor__category=factor)
    return Q(Exists(links.filter(named)))


def span_of(due: str) -> tuple[dt.date, dt.date] | None:
    """The two days of "2026-11-01..2026-11-30"; None when it is no such span."""
    first, dots, last = due.partition("..")
    try:
        span = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    except ValueError:
        return None
    return span if dots and span[0] <= span[1] else None


def due_within(due: str) -> Q:
    """Actions due in a span of days, or "none" for those without a date."""
    span = span_of(due)
    return Q(due_on__range=span) if span else Q(due_on__isnull=True)
