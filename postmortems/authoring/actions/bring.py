"""An export becomes rows, and its speakers people involved, as one change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from core.accounts.models import User
from postmortems.domain.sources import Stand
from postmortems.models import Postmortem, TimelineEvent

from .events import add_events
from .people import add_involved, change_involved


@transaction.atomic
def bring_in(
    *,
    postmortem: Postmortem,
    actor: User,
    now: dt.datetime,
    rows: Iterable[Mapping],
    people: Iterable[Stand] = (),
) -> list[TimelineEvent]:
    """Add the rows, and put their speakers on the roster: a new person with the role, a known one with a new handle."""
    roster = {one.name.lower(): one for one in postmortem.roster.select_related("postmortem")}
    for stand in people:
        known = roster.get(stand.name.lower())
        handles = [handle for handle in stand.handles if handle.lower() != stand.name.lower()]
        if known is None:
            roster[stand.name.lower()] = add_involved(
                postmortem=postmortem, actor=actor, name=stand.name[:120], handles=handles, role=stand.role
            )
            continue
        spelled = {handle.lower() for handle in known.handles}
        new = [handle for handle in handles if handle.lower() not in spelled]
        if new:
            change_involved(person=known, actor=actor, handles=[*known.handles, *new])
    return add_events(postmortem=postmortem, actor=actor, now=now, rows=rows)
