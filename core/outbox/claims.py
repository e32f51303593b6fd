"""Taking rows, keeping them while working, and letting them go.

A row is taken by a conditional UPDATE with a token and a lease, so that two workers never hold the same one. The
lease is renewed while its holder works; what a dead holder left is given free (`release`).
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterable, Sequence

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from . import alive
from .models import OutboxItem
from .registry import ATTEMPTS, Handler

LEASE = 120
"""Seconds a claim holds without a sign of life."""
MARGIN = 100
"""No single step of an effect may take longer than this; before each the lease has at least so much left."""
FIRST_WAIT, LONGEST_WAIT = 10, 3600
PATIENCE = 120.0
"""Seconds a worker waits for a database that went away while it held rows."""

State = OutboxItem.State
FREE = {"state": State.PLANNED, "claim_token": "", "claimed_until": None}


def backoff(attempt: int) -> dt.timedelta:
    """How long to wait after the given number of attempts: doubling, with jitter, at most an hour."""
    seconds = min(FIRST_WAIT * 2 ** max(attempt - 1, 0), LONGEST_WAIT)
    return dt.timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311 - spread, not secrecy


class Claim:
    """The rows one worker holds just now."""

    def __init__(self, token: str, items: Sequence[OutboxItem]) -> None:
        self.token = token
        self.items = list(items)
        self._renewed = time.monotonic()
        self._begun: set[int] = set()
        self._mine = OutboxItem.objects.filter(claim_token=token, state=State.CLAIMED)

    def keep(self) -> bool:
        """Renew the lease when it is time; False when the rows are no longer ours and nothing may be done."""
        if time.monotonic() - self._renewed < LEASE - MARGIN:
            return True
        began = time.monotonic()
        held = self._mine.update(claimed_until=timezone.now() + dt.timedelta(seconds=LEASE))
        self._renewed = began
        return held > 0

    def begin(self, item: OutboxItem) -> bool:
        """Count an attempt on one row; False when it is no longer ours."""
        self.keep()
        until = timezone.now() + dt.timedelta(seconds=LEASE)
        held = self._mine.filter(pk=item.pk).update(attempts=F("attempts") + 1, claimed_until=until)
        item.attempts += held
        self._begun.add(item.pk)
        return held == 1

    def done(self, items: Iterable[OutboxItem]) -> None:
        """The work is done."""
        self._finish([item.pk for item in items], State.DONE, "")

    def give_up(self, item: OutboxItem, error: str) -> None:
        """It will never be done; the reason stays for the operations page."""
        self._finish([item.pk], State.GIVEN_UP, error)

    def _finish(self, ids: list[int], state: str, error: str) -> None:
        self._mine.filter(pk__in=ids).update(
            state=state,
            claim_token="",
            claimed_until=None,
            finished_at=timezone.now(),
            last_error=error[:500],
        )

    def failed(self, item: OutboxItem, error: str, *, attempts: int = ATTEMPTS) -> bool:
        """Plan another attempt after a wait, or give up after the last one; True when it was the last."""
        if item.attempts >= attempts:
            self.give_up(item, error)
            return True
        self._again(item, timezone.now() + backoff(item.attempts), error)
        return False

    def later(self, item: OutboxItem, seconds: float, error: str) -> None:
        """Postpone without counting: what the work needs is away just now."""
        counted = item.attempts - (item.pk in self._begun)
        self._again(item, timezone.now() + dt.timedelta(seconds=seconds), error, attempts=counted)

    def next_round(self, item: OutboxItem, handler: Handler, payload: dict | None) -> None:
        """A recurring row is planned for its next time."""
        also = {} if payload is None else {"payload": payload}
        self._again(item, timezone.now() + dt.timedelta(seconds=handler.every), "", attempts=0, **also)

    def let_go(self) -> None:
        """Plan again, at once, whatever of the claim is neither finished nor postponed."""
        self._mine.update(**FREE)

    def _again(self, item: OutboxItem, at: dt.datetime, error: str, **also) -> None:
        self._mine.filter(pk=item.pk).update(
            state=State.PLANNED, claim_token="", claimed_until=None, due_at=at, last_error=error[:500], **also
        )


def take(limit: int, ids: Sequence[int] | None = None) -> Claim | None:
    """Claim up to `limit` rows that are due (among `ids` when given); None when there are none."""
    token, now = alive.new_token(), timezone.now()
    wanted = OutboxItem.objects.filter(state=State.PLANNED, due_at__lte=now)
    if ids is not None:
        wanted = wanted.filter(pk__in=ids)
    try:
        items = _taken(wanted, limit, token, now)
    except DatabaseError:
        # The rows may be ours already, and the answer lost.
        give_back(token)
        raise
    return Claim(token, items) if items else None


def _taken(wanted: QuerySet[OutboxItem], limit: int, token: str, now: dt.datetime) -> list[OutboxItem]:
    with transaction.atomic():
        # PostgreSQL passes over rows another worker is taking; SQLite has one writer at a time anyway.
        found = (
            wanted.order_by("due_at", "id").select_for_update(skip_locked=True).values_list("pk", flat=True)
        )
        chosen = list(found[:limit])
        if not chosen:
            return []
        OutboxItem.objects.filter(pk__in=chosen, state=State.PLANNED).update(
            state=State.CLAIMED, claim_token=token, claimed_until=now + dt.timedelta(seconds=LEASE)
        )
    mine = OutboxItem.objects.filter(claim_token=token, state=State.CLAIMED).order_by("due_at", "id")
    return list(mine)


def give_back(token: str, *, patience: float = PATIENCE) -> bool:
    """Plan again what a claim holds after its work broke off; waits for a database that is away, and says if it came.

    A worker without a database has nothing better to do. Should it stay away for longer, the lease ends (`release`).
    """
    until = time.monotonic() + patience
    while True:
        try:
            OutboxItem.objects.filter(claim_token=token, state=State.CLAIMED).update(**FREE)
        except DatabaseError:
            if time.monotonic() > until:
                return False
            connection.close()
            time.sleep(1)
        else:
            return True


_lapsed: dict[str, tuple[dt.datetime, float]] = {}
"""Claims of living processes that seem too late: until when they held, and since when this process has seen that."""


def release() -> int:
    """Plan again what is held by nobody any more: processes of this machine that are gone, and leases that ended."""
    claimed = OutboxItem.objects.filter(state=State.CLAIMED)
    freed, now = 0, timezone.now()
    held = dict(claimed.values_list("claim_token").annotate(until=Max("claimed_until")).order_by())
    for token, until in held.items():
        if alive.is_dead(token) or (until < now and not _may_still_work(token, until)):
            freed += claimed.filter(claim_token=token).update(**FREE)
    for token in _lapsed.keys() - held.keys():
        del _lapsed[token]
    return freed


def _may_still_work(token: str, until: dt.datetime) -> bool:
    """Whether a process that lives here may only seem late, because the clock was set forward while it works.

    It renews its lease by the monotonic clock; by the same clock it is given one more lease to do so.
    """
    if not alive.is_here(token):
        return False
    known, since = _lapsed.get(token, (None, 0.0))
    if known != until:
        _lapsed[token] = (until, time.monotonic())
        return True
    return time.monotonic() - since < LEASE
