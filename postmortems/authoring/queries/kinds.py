"""The facts of a postmortem's kind, and the single incidents of one that tells several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.accounts.models import User
from core.templatetags.say import day, when
from postmortems.domain import durations, kinds
from postmortems.models import Disclosure, Incident, KindFacts, Postmortem, Section

from .record import reads_restricted


@dataclass(frozen=True)
class KindAnswers:
    """What was answered to the questions of one kind. `spec` is None for a kind that asks nothing of its own.

    `values` are plain, by the key of the field (`domain.kinds.Field` says how each type is stored); `version` is 0
    while nothing was answered. Restricted groups are in it: pass it through `for_reader` before showing it.
    """

    kind: str
    spec: kinds.KindSpec | None
    values: Mapping[str, Any] = field(default_factory=dict)
    disclosures: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def groups(self) -> tuple[kinds.Group, ...]:
        """The groups of questions."""
        return self.spec.groups if self.spec else ()

    def instant(self, key: str) -> dt.datetime | None:
        """An answered instant, aware; None when it was not answered."""
        return kinds.instant(self.values, key)

    def class_of(self, group: kinds.Group) -> str:
        """The disclosure class of a group here."""
        return self.disclosures.get(group.key, group.disclosure)

    def begun(self, group: kinds.Group) -> bool:
        """Whether anything of a group was answered."""
        return any(kinds.answered(self.values, one.key) for one in group.fields)

    @property
    def missing(self) -> tuple[kinds.Field, ...]:
        """The fields that a review waits for."""
        return kinds.missing(self.spec, self.values) if self.spec else ()

    @property
    def problems(self) -> dict[str, str]:
        """What does not fit together: field -> sentence."""
        return kinds.problems(self.spec, self.values) if self.spec else {}

    def complete(self, group: kinds.Group) -> bool:
        """Whether nothing of the group is missing, and something is there."""
        keys = {one.key for one in group.fields}
        return (
            self.begun(group)
            and not keys & {one.key for one in self.missing}
            and not keys & set(self.problems)
        )

    def lacks(self, group: kinds.Group) -> bool:
        """Whether a review waits for an answer of the group."""
        return bool({one.key for one in group.fields} & {one.key for one in self.missing})

    def for_reader(self, *, full: bool) -> KindAnswers:
        """The same without restricted groups, unless the person reads those (`full`)."""
        if full or not self.spec:
            return self
        groups = tuple(one for one in self.spec.groups if self.class_of(one) != Disclosure.RESTRICTED)
        names = {one.key for group in groups for one in group.fields}
        return replace(
            self,
            spec=replace(self.spec, groups=groups),
            values={key: value for key, value in self.values.items() if key in names},
        )


def kind_facts(postmortem: Postmortem) -> KindAnswers:
    """The answers to the questions of the postmortem's kind, restricted ones too. One query, none for a plain outage."""
    spec = kinds.spec_of(postmortem.kind)
    row = KindFacts.objects.filter(postmortem=postmortem, kind=postmortem.kind).first() if spec else None
    return answers_of(postmortem.kind, row)


def answers_of(kind: str, row) -> KindAnswers:
    """A row of KindFacts or of its history, read."""
    spec = kinds.spec_of(kind)
    if row is None or spec is None:
        return KindAnswers(kind, spec)
    return KindAnswers(kind, spec, row.values, row.disclosures, row.version)


@dataclass(frozen=True)
class Said:
    """One answered question as it is printed."""

    label: str
    text: str


def said(answers: KindAnswers, group: kinds.Group, zone: str) -> tuple[Said, ...]:
    """The answers of a group in words, in order; what was not answered is left out."""
    known = [one for one in group.fields if kinds.answered(answers.values, one.key)]
    return tuple(Said(one.label, in_words(one, answers.values[one.key], zone)) for one in known)


def in_words(field: kinds.Field, value: Any, zone: str) -> str:
    """One stored answer in words."""
    if field.choices:
        return ", ".join(field.said(value))
    if field.type == "instant":
        return when(dt.datetime.fromisoformat(value), zone)
    if field.type == "day":
        return day(dt.date.fromisoformat(value))
    if field.type == "minutes":
        return durations.in_words(value * 60) if value else "none"
    return f"{value:,}" if field.type == "number" else str(value)


def tell(
    sections: Iterable[Section], answers: KindAnswers, zone: str
) -> tuple[tuple[kinds.Group, tuple[Said, ...]], ...]:
    """Put the answers of each group beside the section that asks it (`facts`, `facts_state`).

    The groups that no section asks come back, with their answers. `answers` are those the reader may read.
    """
    left = {group.key: group for group in answers.groups}
    for section in sections:
        group = left.pop(section.guide.get("facts", ""), None)
        section.facts = said(answers, group, zone) if group else ()
        whole = group is not None and answers.complete(group)
        section.facts_state = "done" if whole else "part" if section.facts else ""
    return tuple((group, said(answers, group, zone)) for group in left.values())


def group_of_section(postmortem: Postmortem, section: Section) -> kinds.Group | None:
    """The group of facts that is asked with a section; None where its template or the kind has none."""
    spec = kinds.spec_of(postmortem.kind)
    return spec.group(section.guide.get("facts", "")) if spec else None


def incidents_of(postmortem: Postmortem, user: User) -> list[Incident]:
    """The single incidents the person may read, in order of time. One query."""
    found = postmortem.incidents.all()
    if not reads_restricted(postmortem, user):
        found = found.exclude(disclosure=Disclosure.RESTRICTED)
    return list(found)


def incident_of(postmortem: Postmortem, user: User, pk: int) -> Incident:
    """One of them; Http404 when it is not there for this person."""
    incident = get_object_or_404(postmortem.incidents, pk=pk)
    if incident.disclosure == Disclosure.RESTRICTED and not reads_restricted(postmortem, user):
        raise Http404
    incident.postmortem = postmortem
    return incident
