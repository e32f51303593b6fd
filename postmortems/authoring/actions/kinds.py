"""The facts of a kind: written field by field, so that two people's answers stand side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.accounts.models import User
from core.transitions import MoveRefused
from postmortems.domain import kinds
from postmortems.models import KindFacts, Postmortem

from .section import OPEN, PAUSE
from .wrote import wrote

HISTORY = KindFacts.history


class FactsMoved(Exception):  # noqa: N818 - an answer for two people
    """Somebody else answered the same questions otherwise; `fields` are their labels, `current` the row as it is now."""

    def __init__(self, current: KindFacts, fields: tuple[str, ...]) -> None:
        super().__init__("Somebody else answered the same question.")
        self.current = current
        self.fields = fields


@dataclass(frozen=True)
class Answers:
    """What a form sends: the groups it shows, their values and classes, and the version it started from."""

    groups: Collection[str]
    values: Mapping[str, Any]
    disclosures: Mapping[str, str]
    version: int


def _row(postmortem: Postmortem) -> KindFacts:
    own = KindFacts.objects.select_for_update()
    found = own.filter(postmortem=postmortem, kind=postmortem.kind).first()
    if found is None:
        try:
            with transaction.atomic():
                found = KindFacts(postmortem=postmortem, kind=postmortem.kind, version=0)
                found.skip_history_when_saving = True
                found.save(force_insert=True)
        except IntegrityError:  # two answered the first question at once
            found = own.get(postmortem=postmortem, kind=postmortem.kind)
    found.postmortem = postmortem
    return found


@transaction.atomic
def change_kind_facts(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    answers: Answers,
    explicit: bool = True,
    reason: str = "",
) -> KindFacts:
    """Write the answers of the shown groups that differ; fields that another person answered meanwhile are kept.

    Raises FactsMoved where both answered one question, MoveRefused for answers that do not fit together: above all
    "no evidence of access" without the interval that the logs cover. Autosaves of one person grow into one revision.
    """
    spec = kinds.spec_of(postmortem.kind)
    if spec is None:
        raise MoveRefused("This kind of incident has no facts of its own.")
    current = _row(postmortem)
    names = {field.key for group in spec.groups if group.key in answers.groups for field in group.fields}
    values = _merged(spec, current, answers, names)
    found = {name: text for name, text in kinds.problems(spec, values).items() if name in names}
    if found:
        raise MoveRefused(*found.values())
    disclosures = {**current.disclosures, **answers.disclosures}
    default = {group.key: group.disclosure for group in spec.groups}
    disclosures = {key: value for key, value in disclosures.items() if default.get(key) != value}
    changed = {key for key in {*values, *current.values} if values.get(key) != current.values.get(key)}
    if changed or disclosures != current.disclosures:
        why = reason or ("" if explicit else OPEN.strip())
        _write(current, actor, now, why, values=values, disclosures=disclosures)
        fields = {name: values.get(name) for name in changed}
        audit.record(actor=actor, verb="change_kind_facts", obj=current, fields=fields)
        wrote(postmortem=postmortem, actor=actor, now=now)
    return current


def _merged(spec: kinds.KindSpec, current: KindFacts, answers: Answers, names: set[str]) -> dict[str, Any]:
    """The answers of this person on top of what stands, as far as they changed them."""
    mine = {name: answers.values[name] for name in names if kinds.answered(answers.values, name)}
    theirs = current.values
    if answers.version == current.version:
        return {**{name: value for name, value in theirs.items() if name not in names}, **mine}
    base = _base(current, answers.version)
    merged, both = dict(theirs), []
    for field in spec.fields:
        was, is_now, wanted = base.get(field.key), theirs.get(field.key), mine.get(field.key)
        if field.key not in names or wanted in (was, is_now):
            continue
        if is_now != was:
            both.append(field.label)
        merged[field.key] = wanted
    if both:
        raise FactsMoved(current, tuple(both))
    return {name: value for name, value in merged.items() if value is not None}


def _base(current: KindFacts, version: int) -> Mapping[str, Any]:
    """The answers as they were at a version; nothing for the beginning or for one that is not kept."""
    row = HISTORY.filter(id=current.pk, version=version).order_by("-history_id").first() if version else None
    return row.values if row else {}


def _write(
    current: KindFacts, actor: User, now: dt.datetime, why: str, *, values: dict, disclosures: dict
) -> None:
    columns = {
        "values": values,
        "disclosures": disclosures,
        "version": current.version + 1,
        "updated_at": now,
        "updated_by_id": actor.pk,
    }
    held = KindFacts.objects.filter(pk=current.pk, version=current.version)
    if held.update(**columns) != 1:  # where the database can't lock a row
        raise FactsMoved(KindFacts.objects.get(pk=current.pk), ("these questions",))
    for name, value in columns.items():
        setattr(current, name, value)
    _revise(current, actor, now, columns, why)


def _revise(current: KindFacts, actor: User, now: dt.datetime, columns: dict, why: str) -> None:
    """Let the open revision of the same person grow, or begin a new one."""
    mark = OPEN.strip()
    latest = HISTORY.filter(id=current.pk).order_by("-history_id").first()
    same_hand = latest and latest.history_user_id == actor.pk and latest.history_change_reason == mark
    if same_hand and now - latest.history_date <= PAUSE:
        row = HISTORY.filter(history_id=latest.history_id)
        row.update(**columns, history_date=now, history_change_reason=why)
        return
    HISTORY.bulk_history_create(
        [current], default_user=actor, default_date=now, default_change_reason=why, update=latest is not None
    )
