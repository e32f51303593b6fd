"""Writing a summary: begun from the record, changed by people, every finding settled by a person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState
from postmortems.domain.lifecycle import SUMMARY
from postmortems.domain.redaction import Pseudonyms, redact
from postmortems.models import Postmortem, PublicSummary, Settled
from postmortems.publication.drafting import Draft, parts_for
from postmortems.publication.scanning import lists_for

FIELDS = ("title", "slug", "lede", "parts", "began_at", "ended_at", "services", "withheld", "correction_note")


def free_slug(title: str, *, own: int | None = None) -> str:
    """An address made from the title that no other summary has."""
    base = slugify(title)[:70].strip("-") or "summary"
    taken = set(
        PublicSummary.objects.filter(slug__startswith=base).exclude(pk=own).values_list("slug", flat=True)
    )
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


def _opening(text: str) -> str:
    """The first paragraph, as the opening."""
    return next(
        (block.strip() for block in text.split("\n\n") if block.strip() and not block.startswith("#")), ""
    )


@transaction.atomic
def begin_summary(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> PublicSummary:
    """Begin the public summary from the internal record, redacted; the one there is when it was begun already."""
    found = PublicSummary.objects.filter(postmortem=postmortem, reader="public").first()
    if found:
        return found
    draft = Draft(lists_for(postmortem))
    parts = parts_for(postmortem, draft)
    title = draft.clean(postmortem.title)[:200]
    body = {part["key"]: part for part in parts}
    opening = _opening(body["what_happened"]["body"])
    body["what_happened"]["body"] = body["what_happened"]["body"].replace(opening, "", 1).strip()
    summary = PublicSummary(
        postmortem=postmortem,
        slug=free_slug(title),
        title=title,
        lede=opening,
        parts=parts,
        began_at=postmortem.started_at,
        ended_at=postmortem.mitigated_at or postmortem.resolved_at,
        pseudonyms=json.loads(draft.pseudonyms.to_json()),
        created_at=now,
        updated_at=now,
    )
    summary._history_user = actor
    summary.save()
    audit.record(actor=actor, verb="begin_summary", obj=summary)
    return summary


@transaction.atomic
def change_text(
    *, summary: PublicSummary, actor: User, version: int, values: Mapping[str, Any], now: dt.datetime
) -> PublicSummary:
    """Write any of FIELDS into a summary that is still at `version`; signatures lapse and it is preparing again.

    What readers see is the live revision, which stays until a correction is published. Raises StaleState.
    """
    columns = {name: values[name] for name in FIELDS if name in values}
    if summary.live_revision_id:
        columns.pop("slug", None)  # a published address stays: others link to it
    columns |= {
        "status": SUMMARY.target("change_text"),
        "text_digest": "",
        "scheduled_for": None,
        "updated_at": now,
    }
    changed = PublicSummary.objects.filter(
        pk=summary.pk, version=version, status__in=SUMMARY.sources("change_text")
    ).update(version=F("version") + 1, **columns)
    if not changed:
        raise StaleState(
            "Somebody changed this text since you opened it. Your text is kept below; compare, then save."
        )
    summary.refresh_from_db()
    summary._history_user = actor
    summary.save(update_fields=list(columns))  # the same values again, for the history row
    audit.record(actor=actor, verb="change_summary", obj=summary, fields=columns)
    return summary


@transaction.atomic
def keep(
    *, summary: PublicSummary, actor: User, kind: str, excerpt: str, reason: str, now: dt.datetime
) -> Settled:
    """Let something the detectors found stand, with a reason."""
    if not reason.strip():
        raise MoveRefused("Say why this may be public.")
    settled, _ = Settled.objects.update_or_create(
        summary=summary,
        kind=kind,
        excerpt=excerpt[:300],
        defaults={"decision": "kept", "reason": reason.strip()[:400], "settled_by": actor, "settled_at": now},
    )
    audit.record(actor=actor, verb="keep_finding", obj=summary, fields={"kind": kind})
    return settled


@transaction.atomic
def say_parity(
    *, summary: PublicSummary, actor: User, version: int, answers: Mapping[str, str], now: dt.datetime
) -> PublicSummary:
    """Say of events and factors whether the text tells them, or why not; "" takes an answer back."""
    items = {**summary.withheld.get("items", {}), **answers}
    withheld = {**summary.withheld, "items": {key: answer for key, answer in items.items() if answer}}
    return change_text(summary=summary, actor=actor, version=version, values={"withheld": withheld}, now=now)


@transaction.atomic
def replace_all(*, summary: PublicSummary, actor: User, version: int, now: dt.datetime) -> PublicSummary:
    """Replace everything the detectors still find by its stand-in, the same one as before for the same name."""
    lists = lists_for(summary.postmortem)
    names = Pseudonyms(summary.pseudonyms)
    kept = set(Settled.objects.filter(summary=summary, decision="kept").values_list("excerpt", flat=True))

    def clean(text: str) -> str:
        # What was kept with a reason is put back after the pass; positions shift, so it is done from the end.
        new, findings = redact(text, lists, pseudonyms=names)
        if not any(finding.excerpt[:300] in kept for finding in findings):
            return new
        for finding in reversed(findings):
            if finding.excerpt[:300] not in kept:
                text = text[: finding.start] + finding.replacement + text[finding.end :]
        return text

    values: dict[str, Any] = {
        "title": clean(summary.title)[:200],
        "lede": clean(summary.lede),
        "parts": [{**part, "body": clean(part["body"])} for part in summary.parts],
        "services": [clean(name) for name in summary.services],
        "correction_note": clean(summary.correction_note)[:400],
    }
    if clean(summary.slug.replace("-", " ")) != summary.slug.replace("-", " "):
        values["slug"] = free_slug(values["title"], own=summary.pk)
    changed = change_text(summary=summary, actor=actor, version=version, values=values, now=now)
    PublicSummary.objects.filter(pk=summary.pk).update(pseudonyms=json.loads(names.to_json()))
    for picture in changed.pictures.filter(in_text=True).defer("data"):
        picture.alternative_text = clean(picture.alternative_text)[:400]
        picture.caption = clean(picture.caption)[:300]
        picture.save(update_fields=["alternative_text", "caption"])
    for pledge in changed.promises.all():
        pledge.wording = clean(pledge.wording)[:300]
        pledge.save(update_fields=["wording"])
    return changed
