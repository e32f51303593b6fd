"""Conditions, their links, controls and learnings of a record from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from core import audit
from core.accounts.models import User
from core.taking import NotTaken, build, listed, picked
from postmortems.authoring.actions import wrote
from postmortems.models import (
    AcceptedRisk,
    Action,
    Control,
    Factor,
    FactorLink,
    Learning,
    Postmortem,
    TimelineEvent,
)

Names = Mapping[str, Sequence[str]]


@transaction.atomic
def take_in_factors(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    data: Mapping,
    events: Sequence[TimelineEvent],
    names: Names,
) -> list[Factor]:
    """The contributing factors with what shows them, accepted risks and links, in the file's order."""
    rows = listed(data, "contributing_factors")
    made = [
        build(
            Factor,
            row,
            names["factor"],
            f"Contributing factor {number}",
            postmortem=postmortem,
            position=number,
            created_at=now,
        )
        for number, row in enumerate(rows, 1)
    ]
    factors = bulk_create_with_history(made, Factor, default_user=actor, default_date=now)
    for number, (row, factor) in enumerate(zip(rows, factors, strict=True), 1):
        what = f"Contributing factor {number}"
        factor.evidence.set(picked(events, row.get("evidence"), what))
        risk = row.get("accepted_risk")
        if risk:
            made_risk = build(AcceptedRisk, risk, names["risk"], what, factor=factor, accepted_by=actor)
            if made_risk.review_on is None:
                raise NotTaken(f"{what} has an accepted risk without a day to look again.")
            made_risk.save()
    for pair in listed(data, "made_more_likely"):
        ends = picked(factors, pair, "A link between factors")
        if len(ends) != 2 or ends[0] is ends[1]:
            raise NotTaken("A link between factors names two of them.")
        FactorLink.objects.get_or_create(source=ends[0], target=ends[1])
    audit.record(actor=actor, verb="add_factors", obj=postmortem, fields={"count": len(factors)})
    wrote(postmortem=postmortem, actor=actor, now=now)
    return factors


@transaction.atomic
def take_in_kept(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    data: Mapping,
    factors: Sequence[Factor],
    actions: Sequence[Action],
    names: Names,
) -> None:
    """Controls, what went well and where there was luck, with what they belong to."""
    for model, key, what in ((Control, "controls", "Control"), (Learning, "learnings", "Learning")):
        rows = listed(data, key)
        made = [
            build(model, row, names[key], f"{what} {number}", postmortem=postmortem, created_at=now)
            for number, row in enumerate(rows, 1)
        ]
        kept = bulk_create_with_history(made, model, default_user=actor, default_date=now)
        for row, one in zip(rows, kept, strict=True):
            one.factors.set(picked(factors, row.get("factors"), what))
            if model is Learning:
                one.actions.set(picked(actions, row.get("actions"), what))
    wrote(postmortem=postmortem, actor=actor, now=now)
