"""What the inbox and the operations page print."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.accounts.models import User

from . import registry
from .models import Delivery, Notice
from .registry import Line


def with_unread(people: QuerySet[User]) -> QuerySet[User]:
    """People with `unread_notices`, counted in the same query that fetches the person."""
    unread = (
        Notice.objects.filter(recipient=OuterRef("pk"), read_at__isnull=True)
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return people.annotate(unread_notices=Coalesce(Subquery(unread, output_field=IntegerField()), 0))


def inbox(user: User) -> QuerySet[Notice]:
    """A person's notices, unread first, then newest first."""
    return Notice.objects.filter(recipient=user).order_by(
        F("read_at").desc(nulls_first=True), "-created_at", "-id"
    )


def told(notices: Sequence[Notice]) -> list[tuple[Notice, Line]]:
    """Notices with their words; what their reader may no longer read is left out."""
    lines: dict[int, Line | None] = {}
    for kind, group in itertools.groupby(
        sorted(notices, key=lambda each: each.kind), key=lambda each: each.kind
    ):
        renderer = registry.find(kind)
        if renderer is not None:
            lines |= renderer.lines(list(group))
    return [(notice, line) for notice in notices if (line := lines.get(notice.pk)) is not None]


def states() -> list[tuple[str, str, int]]:
    """How many deliveries are in each state: (value, label, number)."""
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(number=Count("pk")))
    return [(value, label, counts.get(value, 0)) for value, label in Delivery.State.choices]


def deliveries(*, state: str = "", channel: str = "") -> QuerySet[Delivery]:
    """Deliveries for the operations page, newest first; ids and states, no words."""
    found = Delivery.objects.select_related("recipient").order_by("-id")
    if state in Delivery.State.values:
        found = found.filter(state=state)
    if channel in Delivery.Channel.values:
        found = found.filter(channel=channel)
    return found
