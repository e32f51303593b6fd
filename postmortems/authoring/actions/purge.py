"""Removing a passage for good, from the text and everything it was before; and the hold that forbids it."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from core import audit
from core.accounts.models import User
from core.scrub import holding, scrub
from core.transitions import MoveRefused, StaleState
from postmortems.models import (
    Attachment,
    EvidenceHold,
    Incident,
    KindFacts,
    Postmortem,
    Purge,
    Section,
    SectionBase,
    TimelineEvent,
    kept_html,
)

SECTION = ("title", "body", "not_applicable_because")
EVENT = ("text", "actor_role", "source_url", "source", "was_known", "was_expected", "known_later", "zone")
HEAD = ("title", "trigger", "source_note")
INCIDENT = ("title", "note")
PERSON = ("name", "role")


@transaction.atomic
def place_hold(*, postmortem: Postmortem, actor: User, now: dt.datetime, reason: str) -> EvidenceHold:
    """From now on nothing of it is removed for good. Refused while a hold stands."""
    try:
        with transaction.atomic():
            hold = EvidenceHold.objects.create(
                postmortem=postmortem, reason=reason, placed_by=actor, placed_at=now
            )
    except IntegrityError:
        raise StaleState("A hold stands already.") from None
    audit.record(actor=actor, verb="place_hold", obj=postmortem, fields={"reason": reason})
    return hold


@transaction.atomic
def lift_hold(*, hold: EvidenceHold, actor: User, now: dt.datetime, reason: str) -> None:
    """The text is no longer evidence. Stays on record with who lifted it, and why."""
    standing = EvidenceHold.objects.filter(pk=hold.pk, lifted_at__isnull=True)
    if standing.update(lifted_at=now, lifted_by=actor, lifted_because=reason) != 1:
        raise StaleState("This hold was lifted already.")
    audit.record(actor=actor, verb="lift_hold", obj=hold.postmortem, fields={"reason": reason})


def standing_hold(postmortem: Postmortem) -> EvidenceHold | None:
    """The hold that stands now, or None."""
    return EvidenceHold.objects.filter(postmortem=postmortem, lifted_at__isnull=True).first()


def refuse_under_hold(postmortem: Postmortem) -> None:
    """Raise MoveRefused while a hold stands; locks the postmortem, so that none is placed meanwhile."""
    Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    hold = standing_hold(postmortem)
    if hold:
        raise MoveRefused(f"An evidence hold stands: {hold.reason} Lift it first.")


def own_places(postmortem: Postmortem) -> list[tuple[str, QuerySet, tuple[str, ...], tuple[str, ...]]]:
    """Where this room keeps text: what it is called, the rows, their text columns, their JSON columns."""
    sections, events = postmortem.sections.all(), postmortem.events.all()
    old_events = TimelineEvent.history.filter(postmortem_id=postmortem.pk) | TimelineEvent.history.filter(
        id__in=events.values("pk")
    )
    return [
        ("sections", sections, SECTION, ()),
        ("timeline rows", events, EVENT, ()),
        ("title and facts", Postmortem.objects.filter(pk=postmortem.pk), HEAD, ()),
        ("facts of its kind", postmortem.kind_facts.all(), (), ("values",)),
        ("incidents", postmortem.incidents.all(), INCIDENT, ()),
        ("people involved", postmortem.roster.all(), PERSON, ("handles",)),
        ("pictures", Attachment.objects.filter(postmortem=postmortem), ("alternative_text",), ()),
        ("earlier sections", Section.history.filter(id__in=sections.values("pk")), SECTION, ()),
        ("earlier timeline rows", old_events, EVENT, ()),
        ("earlier titles and facts", Postmortem.history.filter(id=postmortem.pk), HEAD, ()),
        ("earlier facts of its kind", KindFacts.history.filter(postmortem_id=postmortem.pk), (), ("values",)),
        ("earlier incidents", Incident.history.filter(postmortem_id=postmortem.pk), INCIDENT, ()),
    ]


def count_places(postmortem: Postmortem, passage: str) -> dict[str, int]:
    """In how many rows of each sort the passage stands; what is nowhere is left out."""
    found = {
        name: len(holding(rows, fields, passage, json=json))
        for name, rows, fields, json in own_places(postmortem)
    }
    return {name: number for name, number in found.items() if number}


def _made_again(row, new: dict) -> dict:
    """The columns that follow from a changed text: its HTML, and a version that no open page started from."""
    more: dict = {}
    if isinstance(row, Section) and "body" in new:
        more = {"html": kept_html(new["body"])}
    elif isinstance(row, TimelineEvent) and "text" in new:
        more = {"html": kept_html(new["text"])}
    is_current = isinstance(row, Section | TimelineEvent | Postmortem | KindFacts | Incident)
    return {**more, "version": F("version") + 1} if is_current else more


@transaction.atomic
def purge_text(*, postmortem: Postmortem, passage: str, hole: str) -> int:
    """Put the hole in place of the passage in everything this room keeps; how many rows held it.

    Texts that browsers may still start from are forgotten where they hold it: such a browser sends its own, and the
    passage does not come back with it. Refused while a hold stands.
    """
    refuse_under_hold(postmortem)
    changed = 0
    for _, rows, fields, json in own_places(postmortem):
        changed += scrub(rows, fields, passage, hole, json=json, also=_made_again)
    SectionBase.objects.filter(section__postmortem=postmortem, body__contains=passage).delete()
    return changed


@transaction.atomic
def record_purge(*, postmortem: Postmortem, actor: User, now: dt.datetime, reason: str, places: int) -> Purge:
    """Note that it was done: who, when, why, from how many places. The passage itself is nowhere, not even here."""
    purge = Purge.objects.create(
        postmortem=postmortem, reason=reason, places=places, purged_by=actor, purged_at=now
    )
    audit.record(actor=actor, verb="purge", obj=postmortem, fields={"reason": reason, "places": places})
    return purge


def hole_of(now: dt.datetime) -> str:
    """What stands in the place of a passage: "[removed 21 Nov 2026]"."""
    return f"[removed {now.astimezone(timezone.get_default_timezone()):%-d %b %Y}]"
