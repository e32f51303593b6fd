"""A whole record from a file: the parts of this room, each checked, into a fresh draft."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from core import audit
from core.accounts.models import User
from core.taking import NotTaken, build, listed
from postmortems.domain import kinds
from postmortems.models import Attachment, Incident, Involved, KindFacts, Postmortem, Section, TimelineEvent

from .fill import add_people
from .images import PictureRefused, add_image
from .wrote import wrote


@transaction.atomic
def take_in_sections(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, rows: Sequence[Any], names: Sequence[str]
) -> None:
    """Put a file's sections in the place of the template's; what the template has besides stays, empty, at the end."""
    made: list[Section] = []
    for number, row in enumerate(rows):
        fixed = {"postmortem": postmortem, "position": number, "updated_at": now, "updated_by": actor}
        made.append(build(Section, row, names, f"Section {number + 1}", **fixed))
    keys = [section.key for section in made]
    if len(set(keys)) < len(keys) or not all(keys):
        raise NotTaken("Two sections have the same key, or one has none.")
    postmortem.sections.filter(key__in=keys).delete()
    for number, section in enumerate(postmortem.sections.order_by("position", "id")):
        Section.objects.filter(pk=section.pk).update(position=len(made) + number)
    bulk_create_with_history(made, Section, default_user=actor, default_date=now)
    audit.record(actor=actor, verb="fill_sections", obj=postmortem, fields={"keys": keys})
    wrote(postmortem=postmortem, actor=actor, now=now)


@transaction.atomic
def take_in_rows(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, rows: Sequence[Any], names: Sequence[str]
) -> list[TimelineEvent]:
    """The rows of the timeline, in the file's order."""
    made = [
        build(
            TimelineEvent,
            row,
            names,
            f"Timeline row {number}",
            postmortem=postmortem,
            position=number,
            entered_at=now,
            entered_by=actor,
        )
        for number, row in enumerate(rows, 1)
    ]
    for number, event in enumerate(made, 1):
        if event.at is None:
            raise NotTaken(f"Timeline row {number} has no time.")
    events = bulk_create_with_history(made, TimelineEvent, default_user=actor, default_date=now)
    audit.record(actor=actor, verb="add_rows", obj=postmortem, fields={"count": len(events)})
    wrote(postmortem=postmortem, actor=actor, now=now)
    return events


@transaction.atomic
def take_in_rest(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    data: Mapping,
    names: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """People, single incidents, the answers of the kind, pictures; the answer: old token of a picture -> new one."""
    people = [
        build(Involved, row, names["person"], f"Person {number}")
        for number, row in enumerate(listed(data, "people_involved"), 1)
    ]
    for person in people:
        if not isinstance(person.handles, list) or not all(isinstance(one, str) for one in person.handles):
            raise NotTaken(f"The handles of {person.name} are not a list of names.")
    if people:
        add_people(postmortem=postmortem, actor=actor, people=people)
    incidents = [
        build(Incident, row, names["incident"], f"Incident {number}", postmortem=postmortem)
        for number, row in enumerate(listed(data, "incidents"), 1)
    ]
    bulk_create_with_history(incidents, Incident, default_user=actor, default_date=now)
    _kind_facts(postmortem, actor, now, data.get("kind_facts"))
    return {
        str(row.get("token")): _picture(postmortem, actor, now, row).token
        for row in listed(data, "pictures", most=200)
        if isinstance(row, Mapping)
    }


def _kind_facts(postmortem: Postmortem, actor: User, now: dt.datetime, found: Any) -> None:
    spec = kinds.spec_of(postmortem.kind)
    if not found or spec is None:
        return
    values, disclosures = found.get("values"), found.get("disclosures") or {}
    known = {field.key for group in spec.groups for field in group.fields}
    if not isinstance(values, Mapping) or not isinstance(disclosures, Mapping) or values.keys() - known:
        raise NotTaken("The answers of the kind are not those this kind asks for.")
    wrong = kinds.problems(spec, values)
    if wrong:
        raise NotTaken(f"The answers of the kind: {next(iter(wrong.values()))}")
    row = KindFacts(
        postmortem=postmortem,
        kind=postmortem.kind,
        values=dict(values),
        disclosures=dict(disclosures),
        updated_at=now,
        updated_by=actor,
    )
    row._history_user = actor
    row.save()


def _picture(postmortem: Postmortem, actor: User, now: dt.datetime, row: Mapping) -> Attachment:
    shape = build(Attachment, row, ("alternative_text", "disclosure"), "A picture")
    try:
        return add_image(
            postmortem=postmortem,
            actor=actor,
            now=now,
            data=base64.b64decode(row.get("data") or "", validate=True),
            alternative_text=shape.alternative_text,
            disclosure=shape.disclosure,
        )
    except (binascii.Error, ValueError, TypeError, PictureRefused) as problem:
        raise NotTaken(f"A picture of the file can't be read: {problem}") from None
