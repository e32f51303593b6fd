"""The revisions of a section's text."""

from __future__ import annotations

from django.http import Http404

from postmortems.domain.comparing import word_counts
from postmortems.models import Disclosure, Section

from .model import SHOWN, Revision


def _rows(section: Section, *, full: bool):
    # A text that was restricted when it was written stays so, whatever the section is now.
    rows = Section.history.filter(id=section.pk).select_related("history_user").order_by("-history_id")
    return rows if full else rows.exclude(disclosure=Disclosure.RESTRICTED)


def revisions_of(section: Section, *, full: bool) -> list[Revision]:
    """The latest 200 revisions the person may read, newest first. One query."""
    rows = list(_rows(section, full=full)[: SHOWN + 1])
    found = []
    for number, row in enumerate(rows[:SHOWN]):
        before = rows[number + 1].body if number + 1 < len(rows) else ""
        added, removed = word_counts(before, row.body)
        reason = row.history_change_reason or ""
        note = "" if reason.startswith("autosave ") else reason
        if not note and row.not_applicable_because:
            note = f"not applicable, because {row.not_applicable_because}"
        found.append(
            Revision(
                row.history_id,
                row.history_date,
                row.history_user,
                row.body,
                note,
                added,
                removed,
                number == 0,
            )
        )
    return found


def revision_of(section: Section, pk: int, *, full: bool):
    """One row of the history; Http404 when it is not of this section or not to be read."""
    row = _rows(section, full=full).filter(history_id=pk).first()
    if row is None:
        raise Http404
    return row
