"""The lines of the list of actions: only the columns that are printed, each line remembered by everything it prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from core.accounts.models import User
from core.fragments import fragment
from postmortems.domain.lifecycle import OPEN_ACTIONS
from postmortems.models import Action

from . import pens, queries

COLUMNS = (
    "pk",
    "version",
    "title",
    "status",
    "due_on",
    "owner_id",
    "owner__display_name",
    "owner__email",
    "owner_as_written",
    "team_id",
    "team__name",
    "priority",
    "strength",
    "strength_confirmed",
    "promised",
    "postmortem_id",
    "postmortem__year",
    "postmortem__number",
)
SHOWN = ("pk", "version", "title", "status", "owner_as_written", "team_name", "priority", "strength")


@dataclass
class Line:
    """One action as a line of the list, in the order of COLUMNS; the rest is set by `lines`."""

    pk: int
    version: int
    title: str
    status: str
    due_on: dt.date | None
    owner_id: int | None
    owner_name: str | None
    owner_email: str | None
    owner_as_written: str
    team_id: int
    team_name: str
    priority: str
    strength: str
    strength_confirmed: bool
    promised: bool
    postmortem_id: int
    year: int
    number: int
    tag: str = ""
    said: str = ""
    path: str = ""
    may_move: bool = False

    @property
    def is_open(self) -> bool:
        """A commitment not yet fulfilled."""
        return self.status in OPEN_ACTIONS


def of(found: QuerySet[Action]) -> QuerySet[Action, tuple]:
    """The actions with the columns of a line, to be cut into pages."""
    return found.values_list(*COLUMNS)


def lines(rows: Iterable[tuple], user: User) -> list[Line]:
    """The rows of a page, with their state in words and whether the person may change them."""
    found = [Line(*row) for row in rows]
    alike: Any = found  # a line has what these two ask of an action
    queries.dress(alike, queries.today_of(user))
    pens.mark_movable(alike, user)
    return found


def shown(line: Line, *, ticks: bool, ticked: Container[int]) -> SafeString:
    """The line as HTML; `ticks` when the table has a column of boxes."""
    return fragment(
        "postmortems/followup/_line.html",
        **{name: getattr(line, name) for name in SHOWN},
        path=line.path,
        tag=line.tag,
        said=line.said,
        owner=line.owner_name or line.owner_email or "",
        suggested=bool(line.strength) and not line.strength_confirmed,
        promised=line.promised,
        postmortem=line.postmortem_id,
        reference=f"PM-{line.year}-{line.number:03d}",
        ticks=ticks,
        may_move=line.may_move,
        ticked=line.pk in ticked,
    )
