"""The one door for everything that is sent: a row for each person and channel, then the outbox."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import audit
from core.accounts.models import User
from core.outbox import actions as outbox
from core.outbox.models import OutboxItem

from .effects import KIND, outbox_key
from .models import Delivery, Notice

MAIL, INBOX = Delivery.Channel.MAIL, Delivery.Channel.INBOX
BOTH = (MAIL, INBOX)


def new_message_id(kind: str) -> str:
    """A Message-ID, fixed when the delivery is planned so that a repeat carries the same one."""
    return f"<{kind}.{uuid.uuid4().hex}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def draft(*, kind: str, key: str, channel: str, **fields) -> Delivery:
    """A delivery not yet saved, for `plan_deliveries`."""
    return Delivery(kind=kind, key=key, channel=channel, message_id=new_message_id(kind), **fields)


@transaction.atomic
def deliver(
    *,
    kind: str,
    key: str,
    recipient: User | None = None,
    address: str = "",
    object_id: int | None = None,
    channels: Sequence[str] = BOTH,
    due_at: dt.datetime | None = None,
) -> list[Delivery]:
    """Plan one message to one person (or to an address without an account), once for each `key` and channel.

    The words come from the renderer registered for `kind` (core/notify/registry.py) when it is sent.
    """
    keys = {f"{key}:{channel}": channel for channel in channels if recipient or channel == MAIL}
    known = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    fields = {
        "recipient": recipient,
        "address": address,
        "object_id": object_id,
        "due_at": due_at or timezone.now(),
    }
    plan_deliveries([draft(kind=kind, key=k, channel=c, **fields) for k, c in keys.items() if k not in known])
    return list(Delivery.objects.filter(key__in=keys))


@transaction.atomic
def plan_deliveries(deliveries: Sequence[Delivery]) -> None:
    """Plan many at once; their keys must be new. Each gets its row in the outbox."""
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    outbox.plan_many(
        [
            OutboxItem(kind=KIND, key=outbox_key(delivery.pk), object_id=delivery.pk, due_at=delivery.due_at)
            for delivery in deliveries
        ]
    )


@transaction.atomic
def send_again(*, delivery: Delivery, actor: User) -> bool:
    """Try once more what was given up, with the same Message-ID; False when it is not in that state any more."""
    stuck = [Delivery.State.FAILED, Delivery.State.GIVEN_UP]
    moved = Delivery.objects.filter(pk=delivery.pk, state__in=stuck).update(
        state=Delivery.State.PLANNED, attempts=0, last_error=""
    )
    if moved:
        outbox.plan_again(key=outbox_key(delivery.pk))
        audit.record(actor=actor, verb="send_again", obj=delivery)
    return bool(moved)


def mark_read(*, user: User, ids: Sequence[int] | None = None) -> int:
    """Mark a person's notices as read, all of them or those named."""
    unread = Notice.objects.filter(recipient=user, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=timezone.now())


FORGOTTEN = "forgotten@subscriber.invalid"
"""What stands in place of an address that was asked to be forgotten."""


@transaction.atomic
def forget_address(*, address: str) -> None:
    """Take the address of somebody without an account out of every delivery; what was not sent yet is dropped."""
    theirs = Delivery.objects.filter(recipient__isnull=True, address__iexact=address)
    waiting = [Delivery.State.PLANNED, Delivery.State.FAILED, Delivery.State.GIVEN_UP]
    theirs.filter(state__in=waiting).update(state=Delivery.State.DROPPED)
    theirs.update(address=FORGOTTEN)
