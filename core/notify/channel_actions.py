"""What administrators do with channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit
from core.accounts.models import User

from .models import Channel, Delivery

COLUMNS = ("name", "audience", "team", "kinds", "rhythm", "time_zone")


@transaction.atomic
def save_channel(*, channel: Channel | None, actor: User, values: Mapping[str, Any]) -> Channel:
    """Add a channel or change one; `service`, `shown_address` and `address` are there when one was typed."""
    new = channel is None
    channel = channel or Channel(made_by=actor)
    columns = {name: values[name] for name in COLUMNS}
    if values.get("address"):
        columns |= {name: values[name] for name in ("address", "service", "shown_address")}
    for name, value in columns.items():
        setattr(channel, name, value)
    if new:
        channel.save()
    else:
        channel.save(update_fields=list(columns))
    channel.about.set(values["about"])
    audit.record(actor=actor, verb="add_channel" if new else "change_channel", obj=channel, fields=columns)
    return channel


@transaction.atomic
def pause(*, channel: Channel, actor: User, paused: bool) -> None:
    """Nothing is said there until it goes on; what was due meanwhile is dropped, not saved up."""
    if Channel.objects.filter(pk=channel.pk, is_paused=not paused).update(is_paused=paused):
        audit.record(actor=actor, verb="pause_channel" if paused else "resume_channel", obj=channel)


@transaction.atomic
def remove(*, channel: Channel, actor: User, now: dt.datetime) -> None:
    """Forget its address; its deliveries stay in the list."""
    moved = Channel.objects.filter(pk=channel.pk, removed_at__isnull=True).update(
        removed_at=now, address="", shown_address="", is_paused=True
    )
    if moved:
        Delivery.objects.filter(
            target=channel, state__in=[Delivery.State.PLANNED, Delivery.State.FAILED]
        ).update(state=Delivery.State.DROPPED)
        audit.record(actor=actor, verb="remove_channel", obj=channel)
