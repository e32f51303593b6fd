"""Other words for a section: proposed by a reader, taken by an author in one step."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused, StaleState
from postmortems.authoring.actions import Text, TextConflict, save_section
from postmortems.domain.merging import merge
from postmortems.models import Section, SectionBase, Suggestion

from .comments import comment, resolve

CLOSED = "This record is closed for writing; open it again first."


@transaction.atomic
def suggest(
    *, section: Section, actor: User, version: int, wording: str, why: str, now: dt.datetime
) -> Suggestion:
    """Propose a section's text in other words. `version` is that of the text the person started from."""
    if not section.postmortem.is_open_for_writing:
        raise MoveRefused(CLOSED)
    base = section.body
    if version != section.version:
        kept = SectionBase.objects.filter(section=section, version=version)
        base = kept.values_list("body", flat=True).first() or section.body
    if wording == base:
        raise MoveRefused("The text is as it was. Change the words you would say otherwise.")
    body = why or "In other words:"
    remark = comment(postmortem=section.postmortem, actor=actor, body=body, now=now, target=section)
    made = Suggestion.objects.create(comment=remark, section=section, base=base, wording=wording)
    audit.record(actor=actor, verb="suggest", obj=made)
    return made


@transaction.atomic
def take(*, suggestion: Suggestion, actor: User, now: dt.datetime) -> Section:
    """Write the proposed words into the section as it stands now; refused where the same lines changed since."""
    _claim(suggestion, Suggestion.State.TAKEN, actor, now)
    section = Section.objects.select_for_update().select_related("postmortem").get(pk=suggestion.section_id)
    if not section.postmortem.is_open_for_writing:
        raise MoveRefused(CLOSED)
    found = merge(suggestion.base, suggestion.wording, section.body)
    if found.conflict:
        raise MoveRefused(
            "The same lines were changed since this was proposed. Compare the two, and take over by hand what fits."
        )
    author = suggestion.comment.author
    try:
        save_section(
            section=section,
            actor=actor,
            now=now,
            text=Text(found.text, section.version),
            reason=f"in the words of {author}" if author else "in a reader's words",
        )
    except TextConflict:
        raise StaleState("Somebody is just writing here. Look at how it stands now, and try again.") from None
    resolve(comment=suggestion.comment, actor=actor, now=now)
    audit.record(actor=actor, verb="take_suggestion", obj=suggestion)
    return section


@transaction.atomic
def leave(*, suggestion: Suggestion, actor: User, now: dt.datetime) -> None:
    """Leave the text as it is; the proposal stays to be read."""
    _claim(suggestion, Suggestion.State.LEFT, actor, now)
    resolve(comment=suggestion.comment, actor=actor, now=now)
    audit.record(actor=actor, verb="leave_suggestion", obj=suggestion)


def _claim(suggestion: Suggestion, state: str, actor: User, now: dt.datetime) -> None:
    """One decision for each proposal, however many press the button."""
    moved = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN).update(
        state=state, decided_at=now, decided_by=actor
    )
    if not moved:
        raise StaleState("This was decided already. Look at how it stands now.")
