"""What is due together for one person becomes one message per channel."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core.notify import actions as notify
from postmortems.models import Action, Postmortem, Reminder, ReviewRequest

from . import checking
from .people import calendar_of, first_moment_back, is_away, is_snoozed

KIND = "followup.reminders"
BATCH = 1000

State = Reminder.State


def group_due(now: dt.datetime) -> int:
    """Group everything that is due; the number of reminders taken up. Each round is one transaction."""
    total = 0
    while taken := _one_round(now):
        total += taken
    return total


@transaction.atomic
def _one_round(now: dt.datetime) -> int:
    due = Reminder.objects.filter(state=State.PLANNED, due_at__lte=now).order_by("recipient_id", "id")
    # Another worker's rows are passed over; what is taken here is out of its reach until the commit.
    rows = list(
        due.select_related("action__postmortem", "postmortem", "recipient").select_for_update(
            skip_locked=True, of=("self",)
        )[:BATCH]
    )
    if len(rows) == BATCH and rows[0].recipient_id != rows[-1].recipient_id:
        # The last person's rows may go on beyond the batch; they are taken whole in the next round.
        rows = [row for row in rows if row.recipient_id != rows[-1].recipient_id]
    if not rows:
        return 0
    taken, rows = len(rows), _put_off(rows, now)
    applying = still_applying(rows)
    Reminder.objects.filter(pk__in=[row.pk for row in rows if row.pk not in applying]).update(
        state=State.SKIPPED
    )
    _deliver([row for row in rows if row.pk in applying], now)
    return taken


def _put_off(rows: Sequence[Reminder], now: dt.datetime) -> list[Reminder]:
    """Without those whose recipient does not work just now: they wait for the next working moment.

    That is so when the site was down in the morning, or the plan changed at night, or a holiday was made longer.
    """
    later: dict[dt.datetime, list[int]] = defaultdict(list)
    kept = []
    for row in rows:
        calendar = calendar_of(row.recipient)
        away = is_away(row.recipient, now.astimezone(calendar.tz).date())
        moment = first_moment_back(row.recipient, calendar) if away else calendar.next_open(now)
        if moment > now:
            later[moment].append(row.pk)
        else:
            kept.append(row)
    for moment, ids in later.items():
        Reminder.objects.filter(pk__in=ids).update(due_at=moment)
    return kept


def _deliver(rows: Sequence[Reminder], now: dt.datetime) -> None:
    deliveries, links = [], []
    for recipient, group in itertools.groupby(rows, key=lambda row: row.recipient_id):
        together = list(group)
        for channel in notify.BOTH:
            delivery = notify.draft(
                kind=KIND,
                key=f"reminders:{recipient}:{together[0].pk}:{channel}",
                channel=channel,
                recipient_id=recipient,
                object_id=together[0].pk,
                due_at=now,
            )
            deliveries.append(delivery)
            links.append((delivery, together))
    notify.plan_deliveries(deliveries)
    link = Reminder.deliveries.through
    pairs = ((delivery, row) for delivery, together in links for row in together)
    link.objects.bulk_create(
        [link(delivery_id=delivery.pk, reminder_id=row.pk) for delivery, row in pairs], batch_size=500
    )
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.GROUPED)


def still_applying(rows: Sequence[Reminder]) -> set[int]:
    """The ids of reminders whose ground still holds: same plan, still open, recipient still with us.

    Rows come with action, postmortem and recipient loaded. Whether the recipient may read is asked when rendering.
    """
    waiting = _reviews_waiting(rows)
    return {row.pk for row in rows if row.recipient.is_active and _applies(row, waiting)}


def _applies(row: Reminder, waiting: set[tuple[int, int, int]]) -> bool:
    if row.action is not None:
        same_plan = row.action.schedule_version == row.schedule_version
        if row.rung == checking.RUNG:
            is_asked = row.action.status == Action.Status.DONE and row.action.check_on is not None
            return is_asked and same_plan and row.action.postmortem.discarded_at is None
        assigned = row.action.owner_id is not None
        to_managers = row.rung.startswith("managers")
        wanted = assigned != (row.rung == "unassigned") or to_managers
        if wanted and not to_managers and is_snoozed(row.action, row.recipient, timezone.now()):
            return False
        return row.action.is_open and same_plan and wanted and row.action.postmortem.discarded_at is None
    if row.postmortem is None or row.postmortem.discarded_at is not None:
        return False
    if row.rung == "review":
        return (row.postmortem_id, row.recipient_id, row.schedule_version) in waiting
    is_draft = row.postmortem.status == Postmortem.Status.DRAFT
    return is_draft and row.postmortem.text_version == row.schedule_version


def _reviews_waiting(rows: Sequence[Reminder]) -> set[tuple[int, int, int]]:
    """Reviews somebody still waits for, as (postmortem, reviewer, round); a stand-in may speak for the reviewer."""
    asked = [row for row in rows if row.rung == "review"]
    if not asked:
        return set()
    found = set()
    requests = ReviewRequest.objects.filter(
        postmortem__in={row.postmortem_id for row in asked}, answer=ReviewRequest.Answer.WAITING
    ).select_related("reviewer")
    for request in requests.filter(postmortem__status=Postmortem.Status.IN_REVIEW):
        found.add((request.postmortem_id, request.reviewer_id, request.round))
        if request.reviewer.stand_in_id:
            found.add((request.postmortem_id, request.reviewer.stand_in_id, request.round))
    return found
