"""Taking out what got out: from every published text, the working text and its history, at once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import transaction
from django.db.models import F

from core import audit
from core.accounts.models import User
from core.scrub import scrub
from core.transitions import MoveRefused, StaleState
from postmortems.models import (
    Postmortem,
    PromiseUpdate,
    PublicPicture,
    PublicRevision,
    PublicSummary,
    Removal,
    Settled,
)

from .files import refresh_files

HOLE = "[text removed]"
LIMITS = {"title": 200, "correction_note": 400, "withdrawn_note": 400}
FIXED = ("key", "ref", "slug", "digest", "part", "type")
"""What names things in a revision, and is no text."""
WORKING = ("title", "lede", "parts", "services", "correction_note", "withdrawn_note")


@transaction.atomic
def remove_passage(
    *, summary: PublicSummary, actor: User, passage: str, now: dt.datetime, reason: str = ""
) -> int:
    """Something got out: take `passage` out of every public revision and the working text, at once.

    One publisher is enough; a second person looks at it afterwards (`confirm_removal`). The page says that text was
    removed, and when. How many texts were changed; refused when the passage stands nowhere.
    """
    if not actor.is_publisher:
        raise MoveRefused("A publisher removes.")
    if len(passage.strip()) < 3:
        raise MoveRefused("Paste the passage as it stands on the page, at least three characters.")
    pattern = _pattern(passage)
    summary = PublicSummary.objects.select_for_update().get(pk=summary.pk)
    changed = _from_revisions(summary, pattern, now) + _from_promises(summary, pattern)
    changed += bool(pattern.search(summary.withdrawn_note))
    if not changed:
        raise MoveRefused("This passage stands in no published text. Copy it exactly as it is shown.")
    _from_working_text(summary, pattern, now)
    _from_pictures(summary, pattern)
    # A reason that repeats what was removed would keep it.
    said = pattern.sub(HOLE, reason.strip())[:400]
    _noted(summary, Removal.What.PASSAGE, said, changed, actor, now)
    refresh_files(summary=summary, now=now)
    return changed


def _noted(summary: PublicSummary, what: str, reason: str, texts: int, actor: User, now: dt.datetime) -> None:
    """What waits for a second signature."""
    Removal.objects.create(
        summary=summary, what=what, reason=reason, texts=texts, removed_by=actor, removed_at=now
    )
    audit.record(actor=actor, verb=f"remove_{what}", obj=summary)


@transaction.atomic
def remove_picture(
    *, summary: PublicSummary, actor: User, digest: str, now: dt.datetime, reason: str = ""
) -> int:
    """A picture showed too much: its bytes leave every server, its words every revision. How many texts showed it."""
    if not actor.is_publisher:
        raise MoveRefused("A publisher removes.")
    summary = PublicSummary.objects.select_for_update().get(pk=summary.pk)
    changed = 0
    for revision in summary.revisions.select_for_update():
        held = revision.content.get("pictures", [])
        left = [one for one in held if one["digest"] != digest]
        if len(left) < len(held):
            content = {**revision.content, "pictures": left}
            PublicRevision.objects.filter(pk=revision.pk).update(content=content, removed_at=now)
            changed += 1
    if not changed:
        raise MoveRefused("This picture stands in no published text.")
    PublicPicture.objects.filter(summary=summary, digest=digest).delete()
    _prepared_again(summary, {}, now)
    _noted(summary, Removal.What.PICTURE, reason.strip()[:400], changed, actor, now)
    refresh_files(summary=summary, now=now)
    return changed


@transaction.atomic
def confirm_removal(*, removal: Removal, actor: User, now: dt.datetime) -> None:
    """The second signature: another person who signs for the house has looked at what is left."""
    if not actor.capacities:
        raise MoveRefused("Somebody who signs for publication, security or legal confirms this.")
    if actor.pk == removal.removed_by_id:
        raise MoveRefused("Somebody else than who removed it confirms this.")
    confirmed = Removal.objects.filter(pk=removal.pk, confirmed_at__isnull=True).update(
        confirmed_by=actor, confirmed_at=now
    )
    if not confirmed:
        raise StaleState("This was confirmed already.")
    audit.record(actor=actor, verb="confirm_removal", obj=removal.summary)


@transaction.atomic
def purge_words(*, postmortem: Postmortem, passage: str, now: dt.datetime) -> int:
    """Take a passage out of the working text of a postmortem's public summary and what it was before; how many held it.

    What was published is a publisher's to remove: see `remove_passage`.
    """
    pattern, changed = _pattern(passage), 0
    for summary in PublicSummary.objects.select_for_update().filter(postmortem=postmortem, reader="public"):
        held = bool(_columns(summary, pattern)) or any(
            _columns(row, pattern) for row in summary.history.all()
        )
        changed += held
        _from_working_text(summary, pattern, now)
    settled = Settled.objects.filter(summary__postmortem=postmortem, summary__reader="public")
    return changed + scrub(settled, ("excerpt", "reason"), passage, HOLE)


def _pattern(passage: str) -> re.Pattern[str]:
    """The passage as it is shown: line breaks and marks of emphasis between its words are not seen by who copies it."""
    return re.compile(r"[\s*_`~]+".join(re.escape(word) for word in passage.split()))


def _from_revisions(summary: PublicSummary, pattern: re.Pattern[str], now: dt.datetime) -> int:
    changed = 0
    for revision in summary.revisions.select_for_update():
        content, note = without(revision.content, pattern), pattern.sub(HOLE, revision.note)[:400]
        if (content, note) != (revision.content, revision.note):
            PublicRevision.objects.filter(pk=revision.pk).update(content=content, note=note, removed_at=now)
            changed += 1
    return changed


def _from_promises(summary: PublicSummary, pattern: re.Pattern[str]) -> int:
    """From the words of promises and repeats, and what was said of promises later; how many of the latter changed."""
    for repeat in summary.repeats.all():
        if pattern.search(repeat.wording):
            repeat.wording = pattern.sub(HOLE, repeat.wording)[:300]
            repeat.save(update_fields=["wording"])
    for pledge in summary.promises.all():
        if pattern.search(pledge.wording):
            pledge.wording = pattern.sub(HOLE, pledge.wording)[:300]
            pledge.save(update_fields=["wording"])
    changed = 0
    for update in PromiseUpdate.objects.filter(promise__summary=summary).exclude(note=""):
        if pattern.search(update.note):
            update.note = pattern.sub(HOLE, update.note)[:300]
            update.save(update_fields=["note"])
            changed += 1
    return changed


def _from_working_text(summary: PublicSummary, pattern: re.Pattern[str], now: dt.datetime) -> None:
    """A browser that still holds the old text is refused by the version; what waited for signatures is prepared again."""
    columns = _columns(summary, pattern)
    if columns:
        _prepared_again(summary, columns, now)
    for row in summary.history.all():
        changed = _columns(row, pattern)
        if changed:
            type(row).objects.filter(pk=row.pk).update(**changed)


def _prepared_again(summary: PublicSummary, columns: dict[str, Any], now: dt.datetime) -> None:
    values = {**columns, "version": F("version") + 1, "updated_at": now}
    if summary.status in ("awaiting_signatures", "scheduled"):
        values |= {"status": "preparing", "text_digest": "", "scheduled_for": None}
    PublicSummary.objects.filter(pk=summary.pk).update(**values)


def _from_pictures(summary: PublicSummary, pattern: re.Pattern[str]) -> None:
    """From the words of pictures; what is left of a description says at least that something was removed."""
    for picture in summary.pictures.defer("data"):
        words = {"alternative_text": picture.alternative_text, "caption": picture.caption}
        cleaned = {name: pattern.sub(HOLE, text) for name, text in words.items()}
        if cleaned != words:
            PublicPicture.objects.filter(pk=picture.pk).update(
                alternative_text=cleaned["alternative_text"][:400], caption=cleaned["caption"][:300]
            )


def _columns(row, pattern: re.Pattern[str]) -> dict[str, Any]:
    """The columns of a text that hold the passage, without it."""
    values = {name: getattr(row, name) for name in WORKING}
    cleaned = {name: without(value, pattern) for name, value in values.items()}
    return {
        name: value[: LIMITS[name]] if name in LIMITS else value
        for name, value in cleaned.items()
        if value != values[name]
    }


def without(value, pattern: re.Pattern[str]):
    """The same values with a marked hole wherever the passage stands in a text."""
    if isinstance(value, str):
        return pattern.sub(HOLE, value)
    if isinstance(value, list):
        return [without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: one if name in FIXED else without(one, pattern) for name, one in value.items()}
    return value
