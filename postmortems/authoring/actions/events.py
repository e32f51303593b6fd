"""Rows of the timeline: added, corrected, taken away and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.core import signing
from django.db import transaction

from core import audit
from core.accounts.models import User
from postmortems.models import Postmortem, TimelineEvent, kept_html

from .wrote import wrote

UNDO = "authoring.event"
UNDO_FOR = dt.timedelta(days=1)


class RowChanged(Exception):  # noqa: N818 - an answer for two people
    """Somebody else changed the row first; `event` is as it stands now."""

    def __init__(self, event: TimelineEvent) -> None:
        super().__init__("Somebody else changed this row.")
        self.event = event


@transaction.atomic
def add_events(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, rows: Iterable[Mapping]
) -> list[TimelineEvent]:
    """New rows, each a mapping of columns of TimelineEvent, as one change of the record."""
    last = postmortem.events.count()
    events = [
        TimelineEvent(postmortem=postmortem, position=last + number, entered_at=now, entered_by=actor, **row)
        for number, row in enumerate(rows)
    ]
    TimelineEvent.objects.bulk_create(events)
    TimelineEvent.history.bulk_history_create(events, default_user=actor, default_date=now)
    for event in events:
        audit.record(actor=actor, verb="add_row", obj=event, fields={"at": event.at, "text": event.text})
    if events:
        wrote(postmortem=postmortem, actor=actor, now=now)
    return events


@transaction.atomic
def change_event(
    *,
    event: TimelineEvent,
    actor: User,
    now: dt.datetime,
    version: int,
    values: Mapping,
    reason: str | None = None,
) -> TimelineEvent:
    """Write the columns that differ; the row must still be at `version`, otherwise RowChanged."""
    current = TimelineEvent.objects.select_for_update().get(pk=event.pk)
    if current.version != version:
        raise RowChanged(current)
    changed = {name: value for name, value in values.items() if getattr(current, name) != value}
    if not changed:
        return current
    columns = {**changed, "html": kept_html(changed.get("text", current.text)), "version": version + 1}
    if TimelineEvent.objects.filter(pk=event.pk, version=version).update(**columns) != 1:
        raise RowChanged(TimelineEvent.objects.get(pk=event.pk))
    for name, value in columns.items():
        setattr(current, name, value)
    TimelineEvent.history.bulk_history_create(
        [current], default_user=actor, default_date=now, default_change_reason=reason, update=True
    )
    audit.record(actor=actor, verb="change_row", obj=current, fields=changed)
    wrote(postmortem=event.postmortem, actor=actor, now=now)
    return current


@transaction.atomic
def shift_event(*, event: TimelineEvent, actor: User, now: dt.datetime, up: bool) -> bool:
    """Put a row before or after its neighbour of the same instant; False when it has none on that side.

    Rows of different instants stand in order of time, whatever anybody presses.
    """
    rows = list(TimelineEvent.objects.filter(postmortem=event.postmortem_id, at=event.at).select_for_update())
    place = next(number for number, row in enumerate(rows) if row.pk == event.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    taken = sorted(row.position for row in rows)
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows):
        # Imported rows may share a position too; from here on they don't.
        position = taken[0] + number
        if row.position != position:
            TimelineEvent.objects.filter(pk=row.pk).update(position=position)
    audit.record(actor=actor, verb="shift_row", obj=event, fields={"up": up})
    wrote(postmortem=event.postmortem, actor=actor, now=now)
    return True


@transaction.atomic
def delete_event(*, event: TimelineEvent, actor: User, now: dt.datetime) -> str:
    """Take the row away; the answer is a token that brings it back for a day."""
    postmortem = event.postmortem
    event._history_user = actor
    event._history_date = now
    audit.record(actor=actor, verb="delete_row", obj=event)
    pk = event.pk
    event.delete()
    wrote(postmortem=postmortem, actor=actor, now=now)
    # History rows don't name their postmortem: the signature is what ties this one to it.
    revision = TimelineEvent.history.filter(id=pk).latest("history_id").history_id
    return signing.dumps([postmortem.pk, revision], salt=UNDO)


@transaction.atomic
def undelete_event(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, token: str
) -> TimelineEvent | None:
    """Bring back the row of a token; None when the token is not of this postmortem, too old or already used."""
    try:
        owner, revision = signing.loads(token, salt=UNDO, max_age=UNDO_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    gone = TimelineEvent.history.filter(history_id=revision, history_type="-").first()
    if owner != postmortem.pk or gone is None or TimelineEvent.objects.filter(pk=gone.id).exists():
        return None
    return bring_back_event(postmortem=postmortem, actor=actor, now=now, gone=gone)


@transaction.atomic
def bring_back_event(
    *, postmortem: Postmortem, actor: User, now: dt.datetime, gone, reason: str | None = None
) -> TimelineEvent:
    """Make a row again from one of its revisions."""
    names = [field.attname for field in TimelineEvent.history.model.tracked_fields]
    names.remove("postmortem_id")
    event = TimelineEvent(postmortem=postmortem, **{name: getattr(gone, name) for name in names})
    event.version += 1
    TimelineEvent.objects.bulk_create([event])
    TimelineEvent.history.bulk_history_create(
        [event], default_user=actor, default_date=now, default_change_reason=reason
    )
    audit.record(actor=actor, verb="undelete_row", obj=event)
    wrote(postmortem=postmortem, actor=actor, now=now)
    return event
