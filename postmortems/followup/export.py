"""The list of actions as a file for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from postmortems.models import Action

HEADINGS = (
    "id",
    "action",
    "state",
    "owner",
    "owner_zone",
    "team",
    "due_on",
    "priority",
    "kind",
    "strength",
    "strength_confirmed",
    "promised_in_public",
    "postmortem",
    "address",
)


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, value: str) -> str:
        return value


def _plain(value: object) -> str:
    """A cell as text; what a spreadsheet would run as a formula is quoted."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _cells(action: Action) -> tuple:
    return (
        action.pk,
        action.title,
        action.status,
        action.owner or "",
        action.owner.time_zone if action.owner else "",
        action.team,
        action.due_on,
        action.priority,
        action.kind,
        action.strength,
        "yes" if action.strength_confirmed else "no",
        "yes" if action.promised else "no",
        action.postmortem.reference,
        f"{settings.PUBLIC_URL}/actions/{action.pk}/",
    )


def _lines(found: QuerySet[Action]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for action in found.iterator(chunk_size=500):
        yield writer.writerow([_plain(cell) for cell in _cells(action)])


def response(found: QuerySet[Action]) -> StreamingHttpResponse:
    """The file, written row by row whatever its length."""
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="actions.csv"'
    return answer
