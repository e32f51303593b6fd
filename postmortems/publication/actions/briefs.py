"""A brief from its first draft to its withdrawal. Nothing of it ever becomes a public file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from core import audit
from core.accounts.models import User
from core.scrub import holding, scrub
from core.transitions import MoveRefused, StaleState, claim
from postmortems.domain.briefs import Audience
from postmortems.domain.lifecycle import SUMMARY
from postmortems.domain.redaction import Pseudonyms
from postmortems.models import Postmortem, PublicRevision, PublicSummary, Settled, Signature
from postmortems.publication import briefing
from postmortems.publication.brief_rights import can_sign_as, still_needed
from postmortems.publication.content import digest_of
from postmortems.publication.scanning import lists_for
from postmortems.publication.tell import plan_asking

from .prepare import change_text


@transaction.atomic
def begin_brief(
    *, postmortem: Postmortem, audience: Audience, actor: User, now: dt.datetime
) -> PublicSummary:
    """Begin a brief from the record, by its classes; the one there is when it was begun already."""
    found = PublicSummary.objects.filter(postmortem=postmortem, reader=audience.key).first()
    if found:
        return found
    parts, names = briefing.begun(postmortem, audience, now)
    title = briefing.without(postmortem.title, audience, lists_for(postmortem), names)[:200]
    brief = PublicSummary(
        postmortem=postmortem,
        reader=audience.key,
        title=title,
        parts=parts,
        pseudonyms=briefing.names_as_json(names),
        created_at=now,
        updated_at=now,
    )
    brief._history_user = actor
    brief.save()
    audit.record(actor=actor, verb="begin_brief", obj=brief, fields={"reader": audience.key})
    return brief


def change_brief(
    *, brief: PublicSummary, actor: User, version: int, values: Mapping[str, Any], now: dt.datetime
) -> PublicSummary:
    """Write title, parts or the note of a change; signatures lapse. Raises StaleState."""
    columns = {name: values[name] for name in ("title", "parts", "correction_note") if name in values}
    return change_text(summary=brief, actor=actor, version=version, values=columns, now=now)


@transaction.atomic
def replace_in_brief(*, brief: PublicSummary, actor: User, version: int, now: dt.datetime) -> PublicSummary:
    """Put a stand-in for everything the detectors find in it that must not stand there."""
    audience, lists, names = (
        briefing.audience_of(brief),
        lists_for(brief.postmortem),
        Pseudonyms(brief.pseudonyms),
    )
    kept = list(Settled.objects.filter(summary=brief, decision="kept").values_list("excerpt", flat=True))

    def clean(text: str) -> str:
        return briefing.without(text, audience, lists, names, kept)

    values = {
        "title": clean(brief.title)[:200],
        "parts": [{**part, "body": clean(part["body"])} for part in brief.parts],
        "correction_note": clean(brief.correction_note)[:400],
    }
    changed = change_brief(brief=brief, actor=actor, version=version, values=values, now=now)
    PublicSummary.objects.filter(pk=brief.pk).update(pseudonyms=briefing.names_as_json(names))
    return changed


def brief_obstacles(brief: PublicSummary) -> list[str]:
    """Why it can't be signed yet, as sentences; empty when it can."""
    reasons = []
    if spotted := briefing.open_findings(brief):
        what = "1 finding is" if len(spotted) == 1 else f"{len(spotted)} findings are"
        reasons.append(f"{what} not settled yet: replace each, reword it, or keep it with a reason.")
    if blocks := [one for one in briefing.wording(brief) if one.finding.severity == "block"]:
        places = ", ".join(dict.fromkeys(one.place for one in blocks))
        reasons.append(f"Some wording reads as blame or hides facts ({places}); reword it.")
    if not any(part["body"].strip() for part in brief.parts):
        reasons.append("Every part is empty; write at least one.")
    if brief.live_revision_id and not brief.correction_note.strip():
        reasons.append("Readers have an earlier one; say in a note what is changed.")
    return reasons


@transaction.atomic
def ask_for_brief(*, brief: PublicSummary, actor: User, now: dt.datetime) -> str:
    """Fix the exact text that signatures will name; its digest. Refused while something is not settled."""
    if reasons := brief_obstacles(brief):
        raise MoveRefused(*reasons)
    digest = digest_of(briefing.brief_content(brief))
    claim(
        brief,
        expected=SUMMARY.sources("ask_signatures"),
        new=SUMMARY.target("ask_signatures"),
        text_digest=digest,
        updated_at=now,
    )
    plan_asking(brief, actor=actor)
    audit.record(actor=actor, verb="ask_for_brief", obj=brief, fields={"digest": digest})
    return digest


@transaction.atomic
def sign_brief(
    *, brief: PublicSummary, actor: User, capacity: str, digest: str, now: dt.datetime
) -> Signature:
    """Sign one exact text. Refused for who wrote in it, and for other texts than the one asked about."""
    brief = (
        PublicSummary.objects.select_for_update(of=("self",)).select_related("postmortem").get(pk=brief.pk)
    )
    if brief.status != PublicSummary.Status.AWAITING:
        raise StaleState("This brief is not waiting for signatures any more.")
    if digest != brief.text_digest or digest_of(briefing.brief_content(brief)) != digest:
        raise StaleState("The text changed since you opened the page. Read it as it stands now, then sign.")
    if capacity not in can_sign_as(brief, actor):
        raise MoveRefused("You can't sign this: signers hold the capacity and did not write any of it.")
    signature, _ = Signature.objects.update_or_create(
        summary=brief, capacity=capacity, text_digest=digest, defaults={"signer": actor, "signed_at": now}
    )
    audit.record(actor=actor, verb="sign_brief", obj=brief, fields={"capacity": capacity, "digest": digest})
    return signature


@transaction.atomic
def issue_brief(*, brief: PublicSummary, actor: User, now: dt.datetime) -> PublicRevision:
    """Freeze the signed text as a dated revision that its readers see. Two at once issue once."""
    brief = (
        PublicSummary.objects.select_for_update(of=("self",)).select_related("postmortem").get(pk=brief.pk)
    )
    if brief.status != PublicSummary.Status.AWAITING:
        raise StaleState("This brief was issued or changed since you opened the page.")
    content = briefing.brief_content(brief)
    if digest_of(content) != brief.text_digest:
        raise MoveRefused("The text is not the one that was signed; ask for signatures again.")
    if left := still_needed(brief):
        raise MoveRefused(f"Still to sign: {', '.join(left)}.")
    last = brief.revisions.first()
    revision = PublicRevision.objects.create(
        summary=brief,
        number=last.number + 1 if last else 1,
        content=content,
        note=brief.correction_note if last else "",
        text_digest=brief.text_digest,
        published_by=actor,
        published_at=now,
    )
    claim(
        brief,
        expected=[PublicSummary.Status.AWAITING],
        new=SUMMARY.target("publish"),
        live_revision=revision,
        first_published_at=brief.first_published_at or now,
        withdrawn_at=None,
        correction_note="",
        updated_at=now,
    )
    audit.record(actor=actor, verb="issue_brief", obj=brief, fields={"revision": revision.number})
    return revision


@transaction.atomic
def withdraw_brief(*, brief: PublicSummary, actor: User, note: str, now: dt.datetime) -> None:
    """Take an issued brief back; its page says that it was withdrawn, when, and why."""
    if brief.live_revision_id is None:
        raise MoveRefused("It was never issued; there is nothing to take back.")
    if not note.strip():
        raise MoveRefused("Say in a sentence why it is withdrawn.")
    claim(
        brief,
        expected=SUMMARY.sources("withdraw"),
        new=SUMMARY.target("withdraw"),
        withdrawn_at=now,
        withdrawn_note=note.strip()[:400],
        updated_at=now,
    )
    audit.record(actor=actor, verb="withdraw_brief", obj=brief, fields={"note": note})


@transaction.atomic
def purge_briefs(*, postmortem: Postmortem, passage: str, hole: str, now: dt.datetime) -> int:
    """Put the hole in place of the passage in every brief, issued ones too; how many rows held it.

    What waited for signatures is prepared again: nobody signs a text that changed under them.
    """
    briefs = PublicSummary.objects.filter(postmortem=postmortem).exclude(reader="public")
    words, inside = ("title", "correction_note", "withdrawn_note"), ("parts", "pseudonyms")
    held = [row.pk for row in holding(briefs, words, passage, json=inside)]
    changed = scrub(briefs, words, passage, hole, json=inside)
    touched = PublicSummary.objects.filter(pk__in=held)
    touched.update(version=F("version") + 1, updated_at=now)
    touched.filter(status=PublicSummary.Status.AWAITING).update(
        status=PublicSummary.Status.PREPARING, text_digest=""
    )
    history = PublicSummary.history.filter(id__in=briefs.values("pk"))
    changed += scrub(history, words, passage, hole, json=inside)
    revisions = PublicRevision.objects.filter(summary__in=briefs.values("pk"))
    changed += scrub(
        revisions, ("note",), passage, hole, json=("content",), also=lambda row, new: {"removed_at": now}
    )
    settled = Settled.objects.filter(summary__in=briefs.values("pk"))
    return changed + scrub(settled, ("excerpt", "reason"), passage, hole)
