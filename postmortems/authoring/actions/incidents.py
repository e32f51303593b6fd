"""The single incidents of a postmortem that tells several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from core import audit
from core.accounts.models import User
from postmortems.models import Incident, Postmortem

from .wrote import wrote


class IncidentChanged(Exception):  # noqa: N818 - an answer for two people
    """Somebody else changed the incident first; `incident` is as it stands now."""

    def __init__(self, incident: Incident) -> None:
        super().__init__("Somebody else changed this incident.")
        self.incident = incident


@transaction.atomic
def add_incident(*, postmortem: Postmortem, actor: User, now: dt.datetime, values: Mapping) -> Incident:
    """One more incident."""
    incident = Incident(postmortem=postmortem, **values)
    incident._history_user = actor
    incident._history_date = now
    incident.save()
    audit.record(actor=actor, verb="add_incident", obj=incident, fields=dict(values))
    wrote(postmortem=postmortem, actor=actor, now=now)
    return incident


@transaction.atomic
def change_incident(
    *,
    incident: Incident,
    actor: User,
    now: dt.datetime,
    version: int,
    values: Mapping,
    reason: str | None = None,
) -> Incident:
    """Write what differs; the row must still be at `version`, otherwise IncidentChanged."""
    current = Incident.objects.select_for_update().get(pk=incident.pk)
    if current.version != version:
        raise IncidentChanged(current)
    changed = {name: value for name, value in values.items() if getattr(current, name) != value}
    if not changed:
        return current
    columns = {**changed, "version": version + 1}
    if Incident.objects.filter(pk=incident.pk, version=version).update(**columns) != 1:
        raise IncidentChanged(Incident.objects.get(pk=incident.pk))
    for name, value in columns.items():
        setattr(current, name, value)
    Incident.history.bulk_history_create(
        [current], default_user=actor, default_date=now, default_change_reason=reason, update=True
    )
    audit.record(actor=actor, verb="change_incident", obj=current, fields=changed)
    wrote(postmortem=incident.postmortem, actor=actor, now=now)
    return current


@transaction.atomic
def remove_incident(*, incident: Incident, actor: User, now: dt.datetime) -> None:
    """Take one out; the history of the whole keeps it and can bring it back."""
    postmortem = incident.postmortem
    audit.record(actor=actor, verb="remove_incident", obj=incident)
    incident._history_user = actor
    incident._history_date = now
    incident.delete()
    wrote(postmortem=postmortem, actor=actor, now=now)
