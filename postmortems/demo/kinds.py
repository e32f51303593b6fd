"""The facts of a kind in the demo: a data loss and an exposure, answered the way a person would."""

from __future__ import annotations

import datetime as dt
from typing import Any

from postmortems.authoring.actions import Answers, change_kind_facts
from postmortems.demo.record import HOUR, Telling
from postmortems.demo.story import told
from postmortems.domain import kinds
from postmortems.models import KindFacts


def answer(telling: Telling, content: dict) -> None:
    """The questions of the postmortem's kind, group by group, a few hours after it was begun."""
    spec = kinds.spec_of(telling.postmortem.kind)
    if spec is None:
        return
    at = telling.story.at(telling.content["began"]) + 3 * HOUR
    with told(at) as now:
        for number, group in enumerate(one for one in spec.groups if one.key in content):
            values = {field.key: _stored(telling, field, content[group.key]) for field in group.fields}
            _write(telling, group.key, values, number, now)
    telling.postmortem.refresh_from_db()


def _stored(telling: Telling, field: kinds.Field, answers: dict) -> Any:
    value = answers.get(field.key)
    return telling.story.at(value).isoformat() if value and field.type == "instant" else value


def _write(telling: Telling, group: str, values: dict, version: int, now: dt.datetime) -> KindFacts:
    telling.postmortem.refresh_from_db()
    return change_kind_facts(
        postmortem=telling.postmortem,
        actor=telling.owner,
        now=now,
        answers=Answers(groups=[group], values=values, disclosures={}, version=version),
    )
