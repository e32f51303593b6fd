"""What is recorded about disclosure: the moments, whether a law applies, what was sent, what was not and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from core import audit
from core.accounts.models import User
from core.scrub import scrub
from core.transitions import MoveRefused, StaleState
from postmortems.disclosure import queries
from postmortems.domain import clocks
from postmortems.models import DisclosureDecision, DisclosureReport, DisclosureTimes, Postmortem

FIELDS = (*DisclosureTimes.ANCHORS, "basis", "traits", "zone")


@transaction.atomic
def keep_times(
    *, postmortem: Postmortem, actor: User, version: int, values: Mapping[str, Any], now: dt.datetime
) -> DisclosureTimes:
    """Record the moments; `values` holds any of FIELDS, `version` is 0 while nothing is recorded. Raises StaleState."""
    columns = {name: values[name] for name in FIELDS if name in values}
    ahead = [name for name in DisclosureTimes.ANCHORS if columns.get(name) and columns[name] > now]
    if ahead:
        raise MoveRefused(f"This has not happened yet: {clocks.within(clocks.ANCHORS[ahead[0]])}.")
    late = StaleState(
        "Somebody recorded other times while you were writing. Look at them, then save yours again."
    )
    if version == 0:
        row, made = DisclosureTimes.objects.get_or_create(
            postmortem=postmortem, defaults={**columns, "updated_at": now, "updated_by": actor}
        )
        if not made:
            raise late
    else:
        held = DisclosureTimes.objects.filter(postmortem=postmortem, version=version)
        if not held.update(version=F("version") + 1, updated_at=now, updated_by=actor, **columns):
            raise late
        row = DisclosureTimes.objects.get(postmortem=postmortem)
        # The same values again, for the history row.
        setattr(row, "_history_user", actor)  # noqa: B010 - the library looks for it there
        row.save(update_fields=list(columns))
    audit.record(actor=actor, verb="keep_disclosure_times", obj=postmortem, fields=columns)
    return row


@transaction.atomic
def decide(
    *,
    postmortem: Postmortem,
    actor: User,
    regime: str,
    duty: str = "",
    kind: str,
    reason: str = "",
    decided_by: str,
    now: dt.datetime,
) -> DisclosureDecision:
    """Add a line to the log of decisions; one that leaves something out names its reason."""
    if kind in ("not_applicable", "not_notify") and not reason.strip():
        raise MoveRefused("Say why, so that somebody who reads it in a year understands it.")
    if not decided_by.strip():
        raise MoveRefused("Say which role decided.")
    row = DisclosureDecision.objects.create(
        postmortem=postmortem,
        regime=regime,
        duty=duty,
        kind=kind,
        reason=reason.strip(),
        decided_by=decided_by.strip()[:120],
        decided_at=now,
        recorded_by=actor,
    )
    audit.record(
        actor=actor, verb="decide_disclosure", obj=row, fields={"regime": regime, "duty": duty, "kind": kind}
    )
    return row


@transaction.atomic
def record_report(
    *,
    postmortem: Postmortem,
    actor: User,
    regime: str,
    duty: str,
    sent_at: dt.datetime,
    sent_to: str,
    reference: str = "",
    late_reason: str = "",
    now: dt.datetime,
) -> DisclosureReport:
    """Record that a report was sent, and when; of one that was late the reasons are kept with it."""
    if sent_at > now:
        raise MoveRefused("A report is recorded once it was sent; this time is still to come.")
    clock = queries.clock_of(postmortem, regime, duty, now)
    if clock is None:
        raise MoveRefused("There is no such report.")
    first = clock.sent_at is None
    if first and clock.due_at is not None and sent_at > clock.due_at and not late_reason.strip():
        raise MoveRefused("It was sent after its time. Say why: the laws ask for the reasons.")
    row = DisclosureReport.objects.create(
        postmortem=postmortem,
        regime=regime,
        duty=duty,
        sent_at=sent_at,
        sent_to=sent_to.strip()[:160],
        reference=reference.strip()[:120],
        late_reason=late_reason.strip(),
        recorded_by=actor,
        recorded_at=now,
    )
    audit.record(actor=actor, verb="record_report", obj=row, fields={"regime": regime, "duty": duty})
    return row


@transaction.atomic
def strike_report(*, report: DisclosureReport, actor: User, reason: str, now: dt.datetime) -> None:
    """Strike out an entry made by mistake; it stays to be read, and the clock runs again."""
    if not reason.strip():
        raise MoveRefused("Say why this entry is struck out.")
    moved = DisclosureReport.objects.filter(pk=report.pk, struck_at__isnull=True).update(
        struck_at=now, struck_because=reason.strip()[:400]
    )
    if not moved:
        raise StaleState("This entry was struck out already.")
    audit.record(actor=actor, verb="strike_report", obj=report)


@transaction.atomic
def purge_words(*, postmortem: Postmortem, passage: str, hole: str) -> int:
    """Put the hole in place of the passage in everything that was written about disclosure; how many rows held it."""
    basis = DisclosureTimes.objects.filter(postmortem=postmortem)
    earlier = DisclosureTimes.history.filter(id__in=basis.values("pk"))
    decisions = DisclosureDecision.objects.filter(postmortem=postmortem)
    reports = DisclosureReport.objects.filter(postmortem=postmortem)
    return (
        scrub(basis, ("basis",), passage, hole)
        + scrub(earlier, ("basis",), passage, hole)
        + scrub(decisions, ("reason", "decided_by"), passage, hole)
        + scrub(reports, ("sent_to", "reference", "late_reason", "struck_because"), passage, hole)
    )
