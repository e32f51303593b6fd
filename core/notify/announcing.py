"""News for the channels that carry it: a delivery for each, once for each key."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from core import audit
from core.accounts.models import User

from . import registry
from .actions import draft, plan_deliveries
from .models import Channel, Delivery
from .registry import Message, one_by_one

TEST = "notify.channel_test"


def carrying(kind: str, team_id: int | None = None) -> list[Channel]:
    """The channels that carry this kind of news, about this team when it is about one."""
    found = Channel.objects.filter(removed_at__isnull=True, is_paused=False).prefetch_related("about")
    return [each for each in found if kind in each.kinds and _is_about(each, team_id)]


def _is_about(channel: Channel, team_id: int | None) -> bool:
    wanted = {team.pk for team in channel.about.all()}
    return not wanted or team_id is None or team_id in wanted


@transaction.atomic
def announce(*, kind: str, key: str, object_id: int, team_id: int | None, now: dt.datetime) -> int:
    """Plan this news for every channel that carries it, once for each `key`; how many.

    The words come from the function registered for `kind`, which checks what may be said there when it is sent.
    """
    return into(carrying(kind, team_id), kind=kind, key=key, object_id=object_id, now=now)


@transaction.atomic
def into(channels: list[Channel], *, kind: str, key: str, object_id: int | None, now: dt.datetime) -> int:
    """Plan one piece of news for these channels, once for each `key`."""
    keys = {f"{key}:channel:{channel.pk}": channel for channel in channels}
    known = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    made = [
        draft(
            kind=kind,
            key=key,
            channel=Delivery.Channel.CHANNEL,
            target=channel,
            object_id=object_id,
            due_at=now,
        )
        for key, channel in keys.items()
        if key not in known
    ]
    plan_deliveries(made)
    return len(made)


@transaction.atomic
def send_test(*, channel: Channel, actor: User, now: dt.datetime) -> None:
    """A message that says only that the channel works, also into one that is paused."""
    into([channel], kind=TEST, key=f"test:{uuid.uuid4().hex}", object_id=None, now=now)
    audit.record(actor=actor, verb="test_channel", obj=channel)


def _test_words(delivery: Delivery) -> Message | None:
    channel = delivery.target
    if channel is None or channel.removed_at:
        return None
    who = f"the people of {channel.team}" if channel.team else "everyone in the organisation"
    return Message(
        "Debrief can be heard here",
        f"This is a test of the channel “{channel.name}”. News will come here as long as it is meant for {who}.",
    )


registry.renders(TEST, one_by_one(_test_words, lambda notice: None))
