"""Subscribers by mail: asking, confirming, leaving, forgetting. An address that leaves is gone, everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core import audit
from core.notify import actions as notify
from postmortems.models import Subscriber
from postmortems.publication.subscribing import (
    ASKED,
    AT_MOST_AN_HOUR,
    LINK_HOLDS,
    WAITS,
    TooMany,
    digest_of,
)

HOUR = dt.timedelta(hours=1)


@transaction.atomic
def ask_subscription(*, address: str, services: Sequence[str], now: dt.datetime) -> None:
    """Send the link that confirms. Tells nobody whether the address is known: a known one gets the same mail.

    One address gets a mail after ten minutes, an hour, then a day; all of them together so many an hour (TooMany).
    """
    if Subscriber.objects.filter(asked_at__gt=now - HOUR).count() >= AT_MOST_AN_HOUR:
        raise TooMany
    # A new one is made as if it had just asked, and then asks like one that is known.
    made, row = False, _known(address)
    if row is None:
        fields = {"address": address, "asked_at": now}
        row, made = Subscriber.objects.select_for_update().get_or_create(
            digest=digest_of(address), defaults=fields
        )
    if not made and now - row.asked_at < WAITS[min(max(row.asks - 1, 0), len(WAITS) - 1)]:
        return
    if row.left_at is not None:
        row.left_at = row.confirmed_at = None
        row.address = address
    row.wanted, row.asked_at = list(services), now
    row.asks += 1
    row.save(update_fields=["address", "wanted", "asked_at", "asks", "left_at", "confirmed_at"])
    notify.deliver(
        kind=ASKED,
        key=f"subscriber:{row.pk}:{row.asks}",
        address=row.address,
        object_id=row.pk,
        channels=[notify.MAIL],
    )


def _known(address: str) -> Subscriber | None:
    """The row of an address: by its hash, or as it is spelled, for the site's secret may have changed since."""
    mine = Q(digest=digest_of(address)) | Q(address__iexact=address)
    return Subscriber.objects.select_for_update().filter(mine).order_by("pk").first()


@transaction.atomic
def confirm_subscription(*, subscriber: Subscriber, now: dt.datetime) -> bool:
    """The person pressed the button behind the link; False when a newer link was sent or they left meanwhile."""
    moved = Subscriber.objects.filter(pk=subscriber.pk, asks=subscriber.asks, left_at__isnull=True).update(
        services=F("wanted"), confirmed_at=now
    )
    if moved:
        audit.record(actor=None, verb="confirm_subscription", obj=subscriber)
    return bool(moved)


@transaction.atomic
def leave_subscription(*, key: str, now: dt.datetime) -> None:
    """End a subscription and forget its address; of a key that is not known, or left before, nothing is said."""
    row = Subscriber.objects.select_for_update().filter(key=key, left_at__isnull=True).first()
    if row is None:
        return
    notify.forget_address(address=row.address)
    Subscriber.objects.filter(pk=row.pk).update(address="", services=[], wanted=[], left_at=now)
    audit.record(actor=None, verb="leave_subscription", obj=row)


@transaction.atomic
def forget_unconfirmed(*, now: dt.datetime | None = None, limit: int = 500) -> int:
    """Forget addresses that nobody confirmed while the link held; how many were."""
    now = now or timezone.now()
    old = Subscriber.objects.filter(
        asked_at__lt=now - LINK_HOLDS, confirmed_at__isnull=True, left_at__isnull=True
    )
    rows = list(old.select_for_update(skip_locked=True)[:limit])
    for row in rows:
        notify.forget_address(address=row.address)
    Subscriber.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
