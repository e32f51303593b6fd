"""Planning work: a row now, in the caller's transaction; a worker soon after the commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from . import nudge
from .effects import BATCH
from .models import OutboxItem


def plan(
    *,
    kind: str,
    key: str,
    object_id: int | None = None,
    due_at: dt.datetime | None = None,
    payload: dict | None = None,
) -> OutboxItem:
    """Plan one piece of work, once for each `key`; the row that stands for it.

    `payload` holds ids and numbers, never text. What is due now is started right after the commit.
    """
    due_at = due_at or timezone.now()
    item, made = OutboxItem.objects.get_or_create(
        key=key,
        defaults={"kind": kind, "object_id": object_id, "due_at": due_at, "payload": payload or {}},
    )
    if made and due_at <= timezone.now():
        transaction.on_commit(lambda: nudge.run([item.pk]))
    return item


def plan_many(items: Sequence[OutboxItem]) -> None:
    """Plan many at once; keys that are known already are passed over."""
    OutboxItem.objects.bulk_create(items, ignore_conflicts=True, batch_size=500)
    now = timezone.now()
    due = sum(1 for item in items if item.due_at <= now)
    if due:
        transaction.on_commit(lambda: nudge.call_workers(min(1 + due // BATCH, 4)))


@transaction.atomic
def plan_again(*, key: str, due_at: dt.datetime | None = None) -> bool:
    """Plan a finished or given-up row once more, with fresh attempts; False when it is under way already."""
    again = OutboxItem.objects.filter(
        key=key, state__in=[OutboxItem.State.DONE, OutboxItem.State.GIVEN_UP, OutboxItem.State.PLANNED]
    ).update(
        state=OutboxItem.State.PLANNED,
        attempts=0,
        finished_at=None,
        due_at=due_at or timezone.now(),
        last_error="",
    )
    if again:
        transaction.on_commit(lambda: nudge.call_workers(1))
    return bool(again)
