"""Doing what is due: claim some rows, run their effects, claim again."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import time
import traceback
from collections.abc import Sequence

from django.utils import timezone

from . import claims
from .models import OutboxItem
from .registry import GiveUp, Handler, Later, find, recurring

log = logging.getLogger(__name__)

BATCH = 100
BUDGET = 20.0
"""Seconds one drain goes on claiming; then its worker is free for other tasks."""


def describe(error: BaseException) -> str:
    """An error as it may be kept and shown: its class and the system's own words, never a message with text."""
    words = [type(error).__name__]
    if isinstance(error, OSError) and error.strerror:
        words.append(str(error.strerror))
    if isinstance(error, (Later, GiveUp)):
        words = [str(error)]
    return ": ".join(words)[:300]


def log_error(subject: str, error: BaseException) -> None:
    """One line that says where it came from; messages of errors may quote private text and stay out."""
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{frame[0].filename}:{frame[0].lineno}" if frame else "?"
    log.error("%s: %s at %s", subject, type(error).__name__, place)


def drain(*, seconds: float = BUDGET, ids: Sequence[int] | None = None) -> int:
    """Run what is due until nothing is or the time is up; the number of rows that were claimed."""
    until, total = time.monotonic() + seconds, 0
    while (claim := claims.take(BATCH, ids)) is not None:
        total += len(claim.items)
        try:
            run(claim)
        except Exception:
            # Most likely the database is away, and with it the way to give the rows back: that waits for it.
            claims.give_back(claim.token)
            raise
        if time.monotonic() > until:
            break
    return total


def run(claim: claims.Claim) -> None:
    """Run every row of a claim, kind by kind; what is left over is planned again."""
    items = sorted(claim.items, key=lambda item: item.kind)
    for kind, group in itertools.groupby(items, key=lambda item: item.kind):
        handler = find(kind)
        for_all = list(group)
        if handler is None:
            # A newer version of the site may have planned it; its own workers will know.
            for item in for_all:
                claim.later(item, 60, "Nobody here handles this kind")
        elif handler.many:
            _run_many(handler, for_all, claim)
        else:
            for item in for_all:
                _run_one(handler, item, claim)
    claim.let_go()


def _run_one(handler: Handler, item: OutboxItem, claim: claims.Claim) -> None:
    if not claim.begin(item):
        return
    try:
        answer = handler.run(item)
    except Later as error:
        claim.later(item, error.seconds, describe(error))
    except GiveUp as error:
        claim.give_up(item, describe(error))
    except Exception as error:  # noqa: BLE001 - one row's fault must not hold up the others
        log_error(f"outbox {item.kind} #{item.pk} attempt {item.attempts}", error)
        claim.failed(item, describe(error), attempts=10**6 if handler.every else handler.attempts)
    else:
        if handler.every:
            claim.next_round(item, handler, answer)
        else:
            claim.done([item])


def _run_many(handler: Handler, items: list[OutboxItem], claim: claims.Claim) -> None:
    try:
        handler.run(items, claim)
    except Exception as error:  # noqa: BLE001 - the other kinds of the claim still have their turn
        log_error(f"outbox {handler.kind} batch of {len(items)}", error)
        for item in items:
            # Rows that were finished before the error are no longer held by the claim and stay finished.
            if claim.begin(item):
                claim.failed(item, describe(error), attempts=handler.attempts)


def ensure_recurring() -> None:
    """Every recurring effect has its one row."""
    handlers = recurring()
    kinds = {handler.kind for handler in handlers}
    known = set(
        OutboxItem.objects.filter(key__in=[_key(kind) for kind in kinds]).values_list("kind", flat=True)
    )
    missing = [OutboxItem(kind=kind, key=_key(kind), due_at=timezone.now()) for kind in sorted(kinds - known)]
    if missing:
        OutboxItem.objects.bulk_create(missing, ignore_conflicts=True)


def _key(kind: str) -> str:
    return f"every:{kind}"


def sweep() -> int:
    """What beat starts every few seconds: free what is held by nobody, then how many rows are due."""
    ensure_recurring()
    claims.release()
    return OutboxItem.objects.filter(state=OutboxItem.State.PLANNED, due_at__lte=timezone.now()).count()


def tidy(*, days: int = 30, chunk: int = 1000) -> int:
    """Delete rows done more than `days` ago, some at a time; what was given up stays until somebody looks."""
    ripe = timezone.now() - dt.timedelta(days=days)
    done = OutboxItem.objects.filter(state=OutboxItem.State.DONE, finished_at__lt=ripe)
    total = 0
    while ids := list(done.values_list("pk", flat=True)[:chunk]):
        total += OutboxItem.objects.filter(pk__in=ids).delete()[0]
    return total
