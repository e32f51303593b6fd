"""Making a summary public, correcting it, withdrawing it, and taking out what got out."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState, claim
from postmortems.domain.lifecycle import SUMMARY
from postmortems.models import PromiseUpdate, PublicRevision, PublicSummary
from postmortems.publication.content import content_of, digest_of
from postmortems.publication.missed import tell_missed
from postmortems.publication.news import tell_published
from postmortems.publication.queries import still_needed

from .files import refresh_files
from .sign import untrue


@transaction.atomic
def publish(
    *, summary: PublicSummary, actor: User | None, material: bool = False, now: dt.datetime
) -> PublicRevision:
    """Freeze the signed text as a revision and put its bytes out. Two publishers at once publish once.

    `actor` is None when a scheduled publication comes due. Raises MoveRefused or StaleState.
    """
    summary = PublicSummary.objects.select_for_update().select_related("postmortem").get(pk=summary.pk)
    if actor is not None and not actor.is_publisher:
        raise MoveRefused("A publisher publishes.")
    if summary.status not in SUMMARY.sources("publish"):
        raise StaleState("This summary has been published or changed since you opened the page.")
    content = content_of(summary)
    if digest_of(content) != summary.text_digest:
        raise MoveRefused("The record changed after the text was signed, so it has to be signed again.")
    if still_needed(summary):
        raise MoveRefused(f"Still to sign: {', '.join(still_needed(summary))}.")
    if differs := untrue(summary):
        raise MoveRefused(*differs)
    last = summary.revisions.first()
    revision = PublicRevision.objects.create(
        summary=summary,
        number=last.number + 1 if last else 1,
        content=content,
        note=summary.correction_note if last else "",
        is_material=material,
        text_digest=summary.text_digest,
        published_by=actor,
        published_at=now,
    )
    claim(
        summary,
        expected=SUMMARY.sources("publish"),
        new=SUMMARY.target("publish"),
        live_revision=revision,
        first_published_at=summary.first_published_at or now,
        withdrawn_at=None,
        scheduled_for=None,
        scheduled_material=False,
        missed_at=None,
        correction_note="",
        updated_at=now,
    )
    _first_states(summary, actor, now)
    audit.record(actor=actor, verb="publish", obj=summary, fields={"revision": revision.number})
    refresh_files(summary=summary, now=now)
    tell_published(summary, revision, now)
    return revision


def _first_states(summary: PublicSummary, actor: User | None, now: dt.datetime) -> None:
    """A promise that is published for the first time begins its chain as planned."""
    fresh = summary.promises.filter(updates__isnull=True)
    PromiseUpdate.objects.bulk_create(
        PromiseUpdate(promise=pledge, state="planned", proposed_at=now, confirmed_at=now, confirmed_by=actor)
        for pledge in fresh
    )


def publish_scheduled(*, now: dt.datetime) -> int:
    """Publish what is scheduled and due; how many were. What is refused waits for people again, and they hear of it."""
    due = PublicSummary.objects.filter(status="scheduled", scheduled_for__lte=now)
    return sum(_publish_due(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _publish_due(pk: int, now: dt.datetime) -> bool:
    """Publish one whose time has come. Asked again under the lock: the time may have been moved meanwhile."""
    due = PublicSummary.objects.filter(status="scheduled", scheduled_for__lte=now)
    summary = due.select_for_update().filter(pk=pk).first()
    if summary is None:
        return False
    try:
        publish(summary=summary, actor=None, material=summary.scheduled_material, now=now)
        return True
    except MoveRefused as refused:
        claim(
            summary,
            expected=SUMMARY.sources("unschedule"),
            new=SUMMARY.target("unschedule"),
            missed_at=summary.scheduled_for,
            scheduled_for=None,
            updated_at=now,
        )
        reason = {"reason": type(refused).__name__}
        audit.record(actor=None, verb="publish_refused", obj=summary, fields=reason)
        tell_missed(summary)
        return False


@transaction.atomic
def withdraw(*, summary: PublicSummary, actor: User, note: str, now: dt.datetime) -> None:
    """Take a summary back; its address says that it was withdrawn, when, and in a sentence why."""
    if not actor.is_publisher:
        raise MoveRefused("A publisher withdraws.")
    if summary.live_revision_id is None:
        raise MoveRefused("It was never published; there is nothing to take back.")
    if not note.strip():
        raise MoveRefused("Say in a sentence for readers why it is withdrawn.")
    claim(
        summary,
        expected=SUMMARY.sources("withdraw"),
        new=SUMMARY.target("withdraw"),
        withdrawn_at=now,
        withdrawn_note=note.strip()[:400],
        scheduled_for=None,
        missed_at=None,
        updated_at=now,
    )
    audit.record(actor=actor, verb="withdraw", obj=summary, fields={"note": note})
    refresh_files(summary=summary, now=now)
