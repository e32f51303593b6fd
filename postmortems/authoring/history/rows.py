"""The revisions of facts, rows and incidents, told as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from postmortems.domain.comparing import word_counts
from postmortems.models import Disclosure, Incident, KindFacts, Postmortem, TimelineEvent

from . import telling
from .model import SHOWN, Revision


@dataclass(frozen=True)
class Trail:
    """All revisions of one thing, newest first; `gone` when it was taken away. `rows` are the history rows by number."""

    title: str
    revisions: list[Revision]
    rows: dict[int, Any]
    gone: bool = False

    def row(self, pk: int):
        """One history row; Http404 when it is not among them."""
        if pk not in self.rows:
            raise Http404
        return self.rows[pk]


NOTES = {"+": "", "~": "", "-": "taken out"}


def _trail(title: str, rows: list, text_of: Callable[[Any], str], *, current: bool = True) -> Trail:
    texts = [text_of(row) for row in rows]
    found = []
    for number, row in enumerate(rows[:SHOWN]):
        before = texts[number + 1] if number + 1 < len(rows) else ""
        body = "" if row.history_type == "-" else texts[number]
        added, removed = word_counts(before, body)
        reason = row.history_change_reason or ""
        note = NOTES[row.history_type] or ("" if reason.startswith("autosave") else reason)
        is_current = number == 0 and current and row.history_type != "-"
        found.append(
            Revision(
                row.history_id,
                row.history_date,
                row.history_user,
                texts[number],
                note,
                added,
                removed,
                is_current,
            )
        )
    gone = bool(rows) and rows[0].history_type == "-"
    return Trail(title, found, {row.history_id: row for row in rows[:SHOWN]}, gone)


def _latest(found) -> list:
    return list(found.select_related("history_user").order_by("-history_id")[: SHOWN + 1])


def head_trail(postmortem: Postmortem) -> Trail:
    """Title and facts."""
    rows = _latest(telling.heads(postmortem))
    return _trail("Title and facts", rows, lambda row: telling.head_text(row, postmortem.zone))


def kind_trail(postmortem: Postmortem, *, full: bool) -> Trail:
    """The answers to the questions of the postmortem's kind."""
    own = KindFacts.history.filter(postmortem_id=postmortem.pk, kind=postmortem.kind)
    title = f"{postmortem.get_kind_display()}: the facts"
    return _trail(title, _latest(own), lambda row: telling.kind_text(row, postmortem.zone, full=full))


def event_trail(postmortem: Postmortem, pk: int, *, full: bool) -> Trail:
    """One row of the timeline, also one that was taken out; Http404 when it is not of this postmortem."""
    own = TimelineEvent.history.filter(id=pk)
    here = TimelineEvent.objects.filter(pk=pk, postmortem=postmortem).first()
    return _rows("A row of the timeline", own, here, postmortem, telling.event_text, full=full)


def incident_trail(postmortem: Postmortem, pk: int, *, full: bool) -> Trail:
    """One of several incidents, also one that was taken out."""
    own = Incident.history.filter(id=pk)
    here = Incident.objects.filter(pk=pk, postmortem=postmortem).first()
    return _rows("One incident", own, here, postmortem, telling.incident_text, full=full)


def _rows(title: str, own, here, postmortem: Postmortem, text_of, *, full: bool) -> Trail:
    # Rows of before this site kept the postmortem in the history are found through the row that still stands.
    mine = own if here else own.filter(postmortem_id=postmortem.pk)
    if not full:
        mine = mine.exclude(disclosure=Disclosure.RESTRICTED)
    rows = _latest(mine)
    if not rows or (here and here.disclosure == Disclosure.RESTRICTED and not full):
        raise Http404
    return _trail(title, rows, lambda row: text_of(row, postmortem.zone))
