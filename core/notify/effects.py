"""Sending what is planned: render and check permission, hand over, and only then record it as sent."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.outbox.claims import Claim
from core.outbox.effects import describe
from core.outbox.models import OutboxItem
from core.outbox.registry import Later, handles_many
from core.rows import update_row
from core.secretbox import Unreadable

from . import chat, mail, registry
from .models import Delivery, Notice
from .registry import Message
from .settling import ATTEMPTS, NotTaken, note_failure

log = logging.getLogger(__name__)

KIND = "notify.deliver"
CHUNK = 100
STALE = 30.0
"""Seconds after which words rendered earlier are no longer sent: rights may have changed since."""
PATIENCE = dt.timedelta(days=3)
"""How long a mail server may stay away before a delivery is given up."""

State = Delivery.State


def outbox_key(delivery_id: int) -> str:
    """The key of the row that stands for a delivery."""
    return f"delivery:{delivery_id}"


@handles_many(KIND, attempts=ATTEMPTS)
def send(items: list[OutboxItem], claim: Claim) -> None:
    """Send the deliveries of a claim; each is settled by itself, so that one bad address holds up nobody."""
    by_delivery = {item.object_id: item for item in items if item.object_id is not None}
    open_states = [State.PLANNED, State.SENDING, State.FAILED]
    # One person's channels lie side by side, so that their rights are asked for once.
    waiting = list(
        Delivery.objects.filter(pk__in=by_delivery, state__in=open_states)
        .select_related("recipient", "target__team")
        .order_by("kind", "recipient_id", "id")
    )
    left = {delivery.pk for delivery in waiting}
    claim.done([item for pk, item in by_delivery.items() if pk not in left])
    post = mail.Post()
    try:
        for kind, deliveries in _chunks(waiting):
            _some(kind, deliveries, by_delivery, claim, post)
    except Later as away:
        _postpone(claim, by_delivery, away)
    finally:
        post.close()


def _chunks(waiting: list[Delivery]) -> Iterator[tuple[str, list[Delivery]]]:
    """Some of one kind at a time; what goes into rooms first, so that a mail server that is away holds it up never."""
    in_rooms = [each for each in waiting if each.channel == Delivery.Channel.CHANNEL]
    to_people = [each for each in waiting if each.channel != Delivery.Channel.CHANNEL]
    for part in (in_rooms, to_people):
        for kind, group in itertools.groupby(part, key=lambda each: each.kind):
            deliveries = list(group)
            for start in range(0, len(deliveries), CHUNK):
                yield kind, deliveries[start : start + CHUNK]


def _some(
    kind: str, deliveries: list[Delivery], items: dict[int, OutboxItem], claim: Claim, post: mail.Post
) -> None:
    """Ask what may be sent and send it: into the inbox at once, by mail one after the other."""
    renderer = registry.find(kind)
    if renderer is None:
        raise Later(60, "Nobody here renders this kind")
    asked_at = time.monotonic()
    active = [each for each in deliveries if each.recipient is None or each.recipient.is_active]
    ready = renderer.sendable(active) if active else {}
    gone = [each for each in deliveries if each.pk not in ready]
    _drop(gone)
    claim.done([items[each.pk] for each in gone])
    inbox = [each for each in deliveries if each.pk in ready and each.channel == Delivery.Channel.INBOX]
    by_mail = [each for each in deliveries if each.pk in ready and each.channel == Delivery.Channel.MAIL]
    into_chat = [each for each in deliveries if each.pk in ready and each.channel == Delivery.Channel.CHANNEL]
    if inbox:
        _into_inbox(inbox, items, claim)
    if into_chat:
        _each([(each, ready[each.pk]) for each in into_chat], asked_at, items, claim, _say)
    if by_mail:
        post.open()
        by_post = partial(_post, post)
        _each([(each, ready[each.pk]) for each in by_mail], asked_at, items, claim, by_post)


def _into_inbox(deliveries: list[Delivery], items: dict[int, OutboxItem], claim: Claim) -> None:
    """Show them in the site: rows of our own database, so all in one transaction."""
    now = timezone.now()
    notices = [
        Notice(
            recipient_id=each.recipient_id,
            delivery=each,
            kind=each.kind,
            object_id=each.object_id,
            created_at=now,
        )
        for each in deliveries
        if each.recipient_id is not None
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(
            state=State.SENT, sent_at=now, attempts=F("attempts") + 1
        )
        claim.done([items[each.pk] for each in deliveries])


def _each(
    ready: list[tuple[Delivery, Callable[[], Message]]],
    asked_at: float,
    items: dict[int, OutboxItem],
    claim: Claim,
    hand_over: Callable[[Delivery, Message], None],
) -> None:
    """Hand over one by one; what takes too long is left for a fresh look at who may read it."""
    Delivery.objects.filter(pk__in=[each.pk for each, _ in ready]).update(
        state=State.SENDING, attempts=F("attempts") + 1
    )
    sent: list[OutboxItem] = []
    try:
        for delivery, words in ready:
            if time.monotonic() - asked_at > STALE or not claim.keep():
                break
            if _handed_over(delivery, words, items[delivery.pk], claim, hand_over):
                sent.append(items[delivery.pk])
    finally:
        claim.done(sent)


def _handed_over(
    delivery: Delivery,
    words: Callable[[], Message],
    item: OutboxItem,
    claim: Claim,
    hand_over: Callable[[Delivery, Message], None],
) -> bool:
    """One message; True when the other side accepted it, recorded at once and before the next one begins."""
    try:
        hand_over(delivery, words())
    except Later:
        raise
    except Exception as error:  # noqa: BLE001 - one message's fault must not hold up the others
        note_failure(delivery, item, claim, error)
        return False
    update_row(Delivery, delivery.pk, {"state": State.SENT, "sent_at": timezone.now(), "last_error": ""})
    return True


def _post(post: mail.Post, delivery: Delivery, message: Message) -> None:
    post.open()
    post.send(mail.compose(delivery, message))


def _say(delivery: Delivery, message: Message) -> None:
    if delivery.target is None or not delivery.target.address:
        raise NotTaken("The channel was removed.", lasting=True)
    try:
        address = delivery.target.address.reveal()
    except Unreadable as error:
        raise NotTaken(str(error), lasting=True) from error
    chat.say(address, message)


def _postpone(claim: Claim, items: dict[int, OutboxItem], away: Later) -> None:
    """The server is away: everything that is left waits, uncounted, and is given up only after days."""
    reason, now = describe(away), timezone.now()
    waiting = Delivery.objects.filter(
        pk__in=items, state__in=[State.PLANNED, State.SENDING, State.FAILED]
    ).exclude(channel=Delivery.Channel.CHANNEL, state=State.FAILED)
    for delivery in waiting:
        if now - delivery.due_at > PATIENCE:
            claim.give_up(items[delivery.pk], reason)
            Delivery.objects.filter(pk=delivery.pk).update(state=State.GIVEN_UP, last_error=reason)
        else:
            claim.later(items[delivery.pk], away.seconds, reason)
    waiting.exclude(state=State.GIVEN_UP).update(state=State.PLANNED, last_error=reason)
    log.warning("deliveries wait: %s", reason)


def _drop(deliveries: list[Delivery]) -> None:
    Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(state=State.DROPPED)
