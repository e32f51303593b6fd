"""What a webhook leads to: its issue is read again, with the token. Nothing it says is taken over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from postmortems.models import TrackerCall, TrackerConnection, TrackerLink

from .actions import plan_read


def connection_of(hook: uuid.UUID) -> TrackerConnection | None:
    """The connection a webhook's address belongs to."""
    return TrackerConnection.objects.filter(hook=hook, removed_at__isnull=True).first()


@transaction.atomic
def hear(*, connection: TrackerConnection, digest: str, issues: Iterable[str], now: dt.datetime) -> int:
    """Plan reading these issues; how many. The same webhook sent once more does nothing."""
    call = TrackerCall(connection=connection, digest=digest, heard_at=now)
    TrackerCall.objects.bulk_create([call], ignore_conflicts=True)
    if TrackerCall.objects.filter(connection=connection, digest=digest, heard_at=now).count() == 0:
        return 0
    TrackerConnection.objects.filter(pk=connection.pk).update(hook_heard_at=now)
    named = list(issues)
    found = TrackerLink.objects.filter(connection=connection, status=TrackerLink.Status.LINKED)
    links = list(found.filter(Q(remote_id__in=named) | Q(remote_key__in=named)))
    for link in links:
        plan_read(link, now)
    return len(links)
