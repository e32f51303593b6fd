"""Putting what a document says into a fresh draft, in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from core import audit
from core.accounts.models import User
from postmortems.coaching.actions import roster_changed
from postmortems.domain.templates import section as library_section
from postmortems.models import Involved, Postmortem, Section

from .wrote import wrote

UNPLACED = "unplaced"


def _new_section(postmortem: Postmortem, key: str, title: str, position: int) -> Section:
    """A section the template does not have: from the library of sections, or one with the document's own title."""
    known = library_section(key)
    return Section(
        postmortem=postmortem,
        key=key,
        title=known.title if known else title,
        kind=Section.Kind.UNPLACED if key == UNPLACED else Section.Kind.TEXT,
        position=position,
        disclosure=known.disclosure if known else "internal",
    )


@transaction.atomic
def fill_sections(
    *, postmortem: Postmortem, actor: User, bodies: Mapping[str, tuple[str, str]], now: dt.datetime
) -> None:
    """Write whole sections of a fresh draft: key -> (title, Markdown). What the template lacks is added at the end."""
    sections = {section.key: section for section in postmortem.sections.all()}
    last = max((section.position for section in sections.values()), default=0)
    changed = []
    for key, (title, body) in bodies.items():
        if key not in sections:
            last += 1
            sections[key] = _new_section(postmortem, key, title, 9_000 if key == UNPLACED else last)
        section = sections[key]
        section.body, section.updated_at, section.updated_by = body, now, actor
        section.version += 1 if section.pk else 0
        changed.append(section)
    for section in changed:
        section._history_user = actor
        section.save()
    audit.record(actor=actor, verb="fill_sections", obj=postmortem, fields={"keys": list(bodies)})
    wrote(postmortem=postmortem, actor=actor, now=now)


@transaction.atomic
def add_people(*, postmortem: Postmortem, actor: User, people: Iterable[Involved]) -> None:
    """Put people on the roster; a name that is there already stays as it is."""
    rows = list(people)
    for person in rows:
        person.postmortem = postmortem
    Involved.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record(actor=actor, verb="add_people", obj=postmortem, fields={"count": len(rows)})
    roster_changed(postmortem=postmortem.pk)
