"""The public side of actions: promised in public words, followed in public, never by rewriting a signed text."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.models import Action, Promise, PromiseUpdate, PublicSummary
from postmortems.publication import queries

from .files import refresh_files
from .prepare import change_text

OF_ACTION = {
    "accepted": "planned",
    "in_progress": "in_progress",
    "done": "done",
    "verified": "verified",
    "declined": "changed",
}
"""The public state that follows from the state of the action."""


UNFINISHED = ("planned", "in_progress")
"""What is not the whole truth any more once the month is over."""


@transaction.atomic
def promise(
    *, summary: PublicSummary, action: Action, actor: User, wording: str, due_month: dt.date, now: dt.datetime
) -> Promise:
    """Promise an action in public words for a month; part of the text that is signed."""
    if action.postmortem_id != summary.postmortem_id:
        raise MoveRefused("This action belongs to another postmortem.")
    if queries.month_is_over(due_month, now):
        raise MoveRefused("This month is over. Promise it for one that is still to come.")
    made = Promise.objects.create(
        action=action,
        summary=summary,
        wording=wording.strip()[:300],
        due_month=due_month.replace(day=1),
        position=summary.promises.count(),
        created_at=now,
    )
    change_text(summary=summary, actor=actor, version=summary.version, values={}, now=now)
    audit.record(actor=actor, verb="promise", obj=made, fields={"due_month": made.due_month})
    return made


@transaction.atomic
def take_back(*, pledge: Promise, actor: User, now: dt.datetime) -> None:
    """Take a promise out before it was ever published; a published one is changed in public instead."""
    if pledge.pk in queries.public_promises(pledge.summary):
        raise MoveRefused("Readers have seen this promise. Say in public that it changed, and why.")
    audit.record(actor=actor, verb="take_back_promise", obj=pledge)
    summary = pledge.summary
    pledge.delete()
    change_text(summary=summary, actor=actor, version=summary.version, values={}, now=now)


@transaction.atomic
def say_promise(*, pledge: Promise, actor: User, state: str, note: str, now: dt.datetime) -> PromiseUpdate:
    """A publisher says in public how a promise stands; the files follow."""
    if not actor.is_publisher:
        raise MoveRefused("A publisher says how a promise stands in public.")
    if state == "changed" and not note.strip():
        raise MoveRefused("Say in public words what changed.")
    if state in UNFINISHED and queries.month_is_over(pledge.due_month, now):
        raise MoveRefused(
            "The month is over, so the page goes on saying “later than promised”. Say what changed, or that it is done."
        )
    PromiseUpdate.objects.filter(promise=pledge, confirmed_at__isnull=True).delete()
    update = PromiseUpdate.objects.create(
        promise=pledge,
        state=state,
        note=note.strip()[:300],
        proposed_at=now,
        confirmed_at=now,
        confirmed_by=actor,
    )
    audit.record(actor=actor, verb="say_promise", obj=pledge, fields={"state": state})
    refresh_files(summary=pledge.summary, now=now)
    return update


@transaction.atomic
def propose_updates(*, now: dt.datetime) -> int:
    """The sweep: propose what follows from the actions, and say *late* by itself when a month is over.

    Proposals wait for a publisher; *late* does not, because silence would not be the truth. How many were written.
    """
    written = 0
    live = Promise.objects.filter(summary__live_revision__isnull=False).select_related(
        "action", "summary__live_revision"
    )
    for pledge in live.prefetch_related("updates"):
        updates = list(pledge.updates.all())
        said = [update.state for update in updates if update.confirmed_at]
        proposed = [update.state for update in updates if not update.confirmed_at]
        wanted = OF_ACTION.get(pledge.action.status)
        current = said[-1] if said else "planned"
        over = queries.month_is_over(pledge.due_month, now)
        if over and current in UNFINISHED:
            # What was proposed before can't be said any more.
            pledge.updates.filter(confirmed_at__isnull=True, state__in=UNFINISHED).delete()
            PromiseUpdate.objects.create(promise=pledge, state="late", proposed_at=now, confirmed_at=now)
            audit.record(actor=None, verb="promise_late", obj=pledge)
            refresh_files(summary=pledge.summary, now=now)
            written += 1
        elif wanted and wanted != current and wanted not in proposed and not (over and wanted in UNFINISHED):
            PromiseUpdate.objects.create(promise=pledge, state=wanted, proposed_at=now)
            written += 1
    return written
