"""What the inbox and the operations page print."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.accounts.models import User

from . import registry
from .models import Channel, Delivery, Notice
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


def states(*, channel: str = "") -> list[tuple[str, str, int]]:
    """How many deliveries are in each state: (value, label, number)."""
    counts = dict(deliveries(channel=channel).order_by().values_list("state").annotate(number=Count("pk")))
    return [(value, label.capitalize(), counts.get(value, 0)) for value, label in Delivery.State.choices]


def deliveries(*, state: str = "", channel: str = "", target: Channel | None = None) -> QuerySet[Delivery]:
    """Deliveries for the operations page, newest first; ids and states, no words."""
    found = Delivery.objects.select_related("recipient", "target").order_by("-id")
    if target is not None:
        found = found.filter(target=target)
    if state in Delivery.State.values:
        found = found.filter(state=state)
    if channel in Delivery.Channel.values:
        found = found.filter(channel=channel)
    return found


def channels() -> QuerySet[Channel]:
    """The channels that are set up, by name."""
    return Channel.objects.filter(removed_at__isnull=True).select_related("team")


def channels_shown() -> list[tuple[Channel, list[str], Delivery | None]]:
    """Each channel with the labels of what it carries, and its last delivery."""
    found = list(channels().prefetch_related("about"))
    newest = (
        Delivery.objects.filter(target__in=found)
        .order_by()
        .values("target")
        .annotate(last=Max("pk"))
        .values("last")
    )
    last = {each.target_id: each for each in Delivery.objects.filter(pk__in=newest)}
    labels = {each.kind: each.label for each in registry.announcements()}
    return [
        (each, [labels[kind] for kind in each.kinds if kind in labels], last.get(each.pk)) for each in found
    ]
