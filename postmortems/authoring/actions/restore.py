"""Bringing back what was there before: always as a change of its own on top of what stands now."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.models import Incident, KindFacts, Postmortem, TimelineEvent

from .events import bring_back_event, change_event
from .head import change_head
from .incidents import change_incident
from .kinds import Answers, change_kind_facts
from .wrote import restored_from, wrote

HEAD = ("title", "severity", "kind", "zone", "trigger", "facts_not_applicable", *Postmortem.FACTS)
KEPT = ("id", "version", "postmortem_id", "entered_at", "entered_by_id")
"""Columns of a row that a restore leaves as they are."""


@transaction.atomic
def restore_head(*, postmortem: Postmortem, actor: User, now: dt.datetime, revision) -> None:
    """Title and facts as they were; who may read is not among them."""
    change_head(
        postmortem=postmortem,
        actor=actor,
        now=now,
        version=Postmortem.objects.values_list("version", flat=True).get(pk=postmortem.pk),
        values={name: getattr(revision, name) for name in HEAD},
        services=[row.service.name for row in revision.services.select_related("service")],
        reason=restored_from(revision, postmortem.zone),
    )


@transaction.atomic
def restore_kind_facts(*, postmortem: Postmortem, actor: User, now: dt.datetime, answers, revision) -> None:
    """The answers as they were, of the groups the person reads (`answers`: queries.KindAnswers of the revision)."""
    if revision.kind != postmortem.kind:
        raise MoveRefused("These answers belong to another kind of incident.")
    current = KindFacts.objects.filter(postmortem=postmortem, kind=postmortem.kind).first()
    sent = Answers(
        groups=[group.key for group in answers.groups],
        values=answers.values,
        disclosures={group.key: answers.class_of(group) for group in answers.groups},
        version=current.version if current else 0,
    )
    change_kind_facts(
        postmortem=postmortem,
        actor=actor,
        now=now,
        answers=sent,
        reason=restored_from(revision, postmortem.zone),
    )


def _columns(revision, model) -> dict:
    fields = [field.attname for field in model.history.model.tracked_fields]
    return {name: getattr(revision, name) for name in fields if name not in KEPT}


@transaction.atomic
def restore_event(*, postmortem: Postmortem, actor: User, now: dt.datetime, revision) -> TimelineEvent:
    """A row of the timeline as it was; one that was taken out comes back."""
    event = TimelineEvent.objects.filter(pk=revision.id, postmortem=postmortem).first()
    if event is None:
        return bring_back_event(
            postmortem=postmortem,
            actor=actor,
            now=now,
            gone=revision,
            reason=restored_from(revision, postmortem.zone),
        )
    event.postmortem = postmortem
    return change_event(
        event=event,
        actor=actor,
        now=now,
        version=event.version,
        values=_columns(revision, TimelineEvent),
        reason=restored_from(revision, postmortem.zone),
    )


@transaction.atomic
def restore_incident(*, postmortem: Postmortem, actor: User, now: dt.datetime, revision) -> Incident:
    """One of several incidents as it was; one that was taken out comes back under its number."""
    incident = Incident.objects.filter(pk=revision.id, postmortem=postmortem).first()
    if incident is None:
        incident = Incident(
            pk=revision.id,
            postmortem=postmortem,
            version=revision.version + 1,
            **_columns(revision, Incident),
        )
        Incident.objects.bulk_create([incident])
        Incident.history.bulk_history_create(
            [incident],
            default_user=actor,
            default_date=now,
            default_change_reason=restored_from(revision, postmortem.zone),
        )
        wrote(postmortem=postmortem, actor=actor, now=now)
        return incident
    incident.postmortem = postmortem
    return change_incident(
        incident=incident,
        actor=actor,
        now=now,
        version=incident.version,
        values=_columns(revision, Incident),
        reason=restored_from(revision, postmortem.zone),
    )
