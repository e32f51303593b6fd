"""What changes contributing factors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from simple_history.utils import bulk_create_with_history

from core import audit
from core.accounts.models import User
from core.scrub import scrub
from core.transitions import StaleState
from postmortems.analysis.keeping import keep as keep
from postmortems.analysis.keeping import link as link
from postmortems.analysis.keeping import purge_kept
from postmortems.analysis.taking_in import take_in_factors as take_in_factors
from postmortems.analysis.taking_in import take_in_kept as take_in_kept
from postmortems.authoring.actions import wrote
from postmortems.domain.factors import factor_type
from postmortems.models import AcceptedRisk, Factor, Postmortem, TimelineEvent

FIELDS = (
    "type_key",
    "title",
    "role",
    "condition",
    "effect",
    "made_likely",
    "since_when",
    "confidence",
    "normal_work",
    "disclosure",
)


def _completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a factor: the category follows from the type, the title too when none was written."""
    columns = {name: values[name] for name in FIELDS if name in values}
    key = columns.get("type_key", "")
    known = factor_type(key)
    columns["category"] = key[:2] if known else ""
    if known and not columns.get("title"):
        columns["title"] = known.label
    return columns


def _last(postmortem: Postmortem) -> int:
    return Factor.objects.filter(postmortem=postmortem).aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def add_factor(
    *,
    postmortem: Postmortem,
    actor: User,
    values: Mapping[str, Any],
    evidence: Iterable[TimelineEvent] = (),
    now: dt.datetime,
) -> Factor:
    """A new factor at the end of the list; `values` holds any of FIELDS."""
    factor = Factor(
        postmortem=postmortem, position=_last(postmortem) + 1, created_at=now, **_completed(values)
    )
    factor._history_user = actor
    factor.save()
    factor.evidence.set(evidence)
    audit.record(actor=actor, verb="add_factor", obj=factor, fields=values)
    wrote(postmortem=postmortem, actor=actor, now=now)
    return factor


@transaction.atomic
def add_many(
    *, postmortem: Postmortem, actor: User, rows: Iterable[Mapping[str, Any]], now: dt.datetime
) -> int:
    """Add factors in bulk, each with its first revision; `source` may stand beside FIELDS. How many were added."""
    start = _last(postmortem) + 1
    factors = [
        Factor(
            postmortem=postmortem,
            position=start + n,
            created_at=now,
            source=row.get("source", ""),
            **_completed(row),
        )
        for n, row in enumerate(rows)
    ]
    bulk_create_with_history(factors, Factor, default_user=actor, default_date=now)
    audit.record(actor=actor, verb="add_factors", obj=postmortem, fields={"count": len(factors)})
    wrote(postmortem=postmortem, actor=actor, now=now)
    return len(factors)


@transaction.atomic
def change_factor(
    *,
    factor: Factor,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    evidence: Iterable[TimelineEvent] | None = None,
    now: dt.datetime,
) -> Factor:
    """Change a factor that still is at `version`; StaleState when somebody changed it meanwhile."""
    columns = _completed(values)
    changed = Factor.objects.filter(pk=factor.pk, version=version).update(version=F("version") + 1, **columns)
    if not changed:
        raise StaleState("Somebody changed this factor since you opened it. Both texts are shown below.")
    factor.refresh_from_db()
    factor._history_user = actor
    factor.save(update_fields=list(columns))  # the same values again, for the history row
    if evidence is not None:
        factor.evidence.set(evidence)
    audit.record(actor=actor, verb="change_factor", obj=factor, fields=columns)
    wrote(postmortem=factor.postmortem, actor=actor, now=now)
    return factor


@transaction.atomic
def remove_factor(*, factor: Factor, actor: User, now: dt.datetime) -> None:
    """Take a factor out; its revisions stay in the history."""
    postmortem = factor.postmortem
    audit.record(actor=actor, verb="remove_factor", obj=factor)
    factor._history_user = actor
    factor.delete()
    wrote(postmortem=postmortem, actor=actor, now=now)


@transaction.atomic
def accept_risk(
    *, factor: Factor, actor: User, role: str, reason: str, review_on: dt.date, now: dt.datetime
) -> AcceptedRisk:
    """Record that this condition is lived with for now, decided by which role, and when it is looked at again."""
    risk, _ = AcceptedRisk.objects.update_or_create(
        factor=factor,
        defaults={
            "role": role,
            "reason": reason,
            "review_on": review_on,
            "accepted_by": actor,
            "accepted_at": now,
        },
    )
    audit.record(actor=actor, verb="accept_risk", obj=factor, fields={"role": role, "review_on": review_on})
    wrote(postmortem=factor.postmortem, actor=actor, now=now)
    return risk


@transaction.atomic
def end_accepted_risk(*, factor: Factor, actor: User, now: dt.datetime) -> None:
    """The condition is no longer lived with; an action has to answer it again."""
    AcceptedRisk.objects.filter(factor=factor).delete()
    audit.record(actor=actor, verb="end_accepted_risk", obj=factor)
    wrote(postmortem=factor.postmortem, actor=actor, now=now)


TEXTS = ("title", "condition", "effect", "made_likely", "since_when", "source")


@transaction.atomic
def purge_words(*, postmortem: Postmortem, passage: str, hole: str) -> int:
    """Take a passage out of factors, what they were before, and accepted risks, for good; how many rows held it."""
    factors = Factor.objects.filter(postmortem=postmortem)
    changed = scrub(factors, TEXTS, passage, hole)
    changed += scrub(Factor.history.filter(id__in=factors.values("pk")), TEXTS, passage, hole)
    risks = AcceptedRisk.objects.filter(factor__in=factors.values("pk"))
    changed += purge_kept(postmortem=postmortem, passage=passage, hole=hole)
    return changed + scrub(risks, ("role", "reason"), passage, hole)
