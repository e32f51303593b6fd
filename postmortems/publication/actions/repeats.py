"""A person's word on whether a summary is a repeat of an earlier one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.models import PublicSummary, Repeat
from postmortems.publication import repeats

from .prepare import change_text


@transaction.atomic
def answer_repeat(
    *,
    summary: PublicSummary,
    earlier: PublicSummary,
    actor: User,
    is_told: bool,
    wording: str = "",
    now: dt.datetime,
) -> Repeat:
    """Tell readers that it happened before, in these words, or decide not to; signatures lapse when the text changes."""
    if is_told and not repeats.earlier_published(summary).filter(pk=earlier.pk).exists():
        raise MoveRefused("The earlier summary is not public, so readers can't be led to it.")
    if is_told and not wording.strip():
        raise MoveRefused("Say in a sentence for readers what is alike.")
    before = repeats.frozen(summary)
    row, _ = Repeat.objects.update_or_create(
        summary=summary,
        earlier=earlier,
        defaults={
            "is_told": is_told,
            "wording": wording.strip()[:300] if is_told else "",
            "decided_by": actor,
            "decided_at": now,
        },
    )
    audit.record(actor=actor, verb="answer_repeat", obj=row, fields={"is_told": is_told})
    if repeats.frozen(summary) != before:
        change_text(summary=summary, actor=actor, version=summary.version, values={}, now=now)
    return row
