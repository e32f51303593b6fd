"""Signing off: by people who did not write it, each for one exact text."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState, claim
from postmortems.domain.lifecycle import SUMMARY
from postmortems.models import PublicSummary, Settled, Signature
from postmortems.publication.content import content_of, digest_of
from postmortems.publication.queries import can_sign_as, still_needed
from postmortems.publication.scanning import open_findings, wording
from postmortems.publication.tell import plan_asking
from postmortems.publication.truth import OVERRIDE, open_questions, overridden


def obstacles(summary: PublicSummary) -> list[str]:
    """Why the text can't be signed yet, as sentences; empty when it can."""
    reasons = []
    spotted = open_findings(summary)
    if spotted:
        what = "1 finding is" if len(spotted) == 1 else f"{len(spotted)} findings are"
        reasons.append(f"{what} not settled yet: replace each, reword it, or keep it with a reason.")
    blocks = [one for one in wording(summary) if one.finding.severity == "block"]
    if blocks:
        places = ", ".join(dict.fromkeys(one.place for one in blocks))
        reasons.append(f"Some wording reads as blame or hides facts ({places}); reword it.")
    if not summary.lede.strip():
        reasons.append("The opening is empty: say in two sentences what people noticed, and that it is over.")
    if summary.live_revision_id and not summary.correction_note.strip():
        reasons.append("This is a correction; say in a note what is corrected.")
    if any(promise.action.owner_id is None for promise in summary.promises.select_related("action")):
        reasons.append("A promise has no owner; give its action one.")
    return reasons


def untrue(summary: PublicSummary) -> list[str]:
    """Why the figures stop the text, as a sentence; empty when they are answered, or let out open in writing."""
    asked = open_questions(summary)
    if not asked or overridden(summary):
        return []
    what = "1 figure or claim differs" if len(asked) == 1 else f"{len(asked)} figures or claims differ"
    return [
        f"{what} from the record: change each, keep it with a reason, or write why the text goes out as it is."
    ]


@transaction.atomic
def ask_signatures(*, summary: PublicSummary, actor: User, now: dt.datetime, override: str = "") -> str:
    """Fix the exact text that signatures will name; its digest. Refused while something is not settled.

    `override` lets out a text whose figures are questioned, in writing and for exactly this text; nothing else.
    """
    digest = digest_of(content_of(summary))
    if override.strip() and open_questions(summary):
        kept = {"decision": "kept", "reason": override.strip()[:400], "settled_by": actor, "settled_at": now}
        Settled.objects.update_or_create(summary=summary, kind=OVERRIDE, excerpt=digest, defaults=kept)
        audit.record(actor=actor, verb="override_truth", obj=summary, fields={"digest": digest})
    reasons = obstacles(summary) + untrue(summary)
    if reasons:
        raise MoveRefused(*reasons)
    claim(
        summary,
        expected=SUMMARY.sources("ask_signatures"),
        new=SUMMARY.target("ask_signatures"),
        text_digest=digest,
        missed_at=None,
        updated_at=now,
    )
    plan_asking(summary, actor=actor)
    audit.record(actor=actor, verb="ask_signatures", obj=summary, fields={"digest": digest})
    return digest


@transaction.atomic
def sign(*, summary: PublicSummary, actor: User, capacity: str, digest: str, now: dt.datetime) -> Signature:
    """Sign one exact text. Refused for authors, for other texts than the one asked about, and twice."""
    summary = PublicSummary.objects.select_for_update().get(pk=summary.pk)
    if summary.status not in ("awaiting_signatures", "scheduled"):
        raise StaleState("This summary is not waiting for signatures any more.")
    if digest != summary.text_digest or digest_of(content_of(summary)) != digest:
        raise StaleState("The text changed since you opened the page. Read it as it stands now, then sign.")
    if capacity not in can_sign_as(summary, actor):
        raise MoveRefused("You can't sign this: signers hold the capacity and did not write any of it.")
    if differs := untrue(summary):
        raise MoveRefused(*differs)
    # Somebody who signed this text and wrote in it later has made room for another.
    signature, _ = Signature.objects.update_or_create(
        summary=summary,
        capacity=capacity,
        text_digest=digest,
        defaults={"signer": actor, "signed_at": now},
    )
    audit.record(actor=actor, verb="sign", obj=summary, fields={"capacity": capacity, "digest": digest})
    return signature


@transaction.atomic
def schedule(
    *, summary: PublicSummary, actor: User, at: dt.datetime, material: bool = False, now: dt.datetime
) -> None:
    """Publish at a set time instead of now, or at another one than was set before; everybody has signed.

    `material` is kept for then: whether readers are told of this correction.
    """
    if at <= now:
        raise MoveRefused("Choose a time that is still to come, or publish now.")
    if still_needed(summary):
        raise MoveRefused("Not everybody has signed this text yet.")
    claim(
        summary,
        expected=SUMMARY.sources("schedule"),
        new=SUMMARY.target("schedule"),
        scheduled_for=at,
        scheduled_by=actor,
        scheduled_material=material,
        missed_at=None,
        updated_at=now,
    )
    audit.record(actor=actor, verb="schedule", obj=summary, fields={"at": at, "material": material})


@transaction.atomic
def unschedule(*, summary: PublicSummary, actor: User, now: dt.datetime) -> None:
    """Don't publish at the time that was set. The text is the same, so its signatures stay."""
    if not actor.is_publisher:
        raise MoveRefused("A publisher says when it is published.")
    claim(
        summary,
        expected=SUMMARY.sources("unschedule"),
        new=SUMMARY.target("unschedule"),
        scheduled_for=None,
        updated_at=now,
    )
    audit.record(actor=actor, verb="unschedule", obj=summary)
