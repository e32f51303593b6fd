"""Pasting anything: the text as it is, then the rows that were read from it, to correct and take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container

from django import forms
from django.forms import formset_factory

from postmortems.domain import walltime
from postmortems.domain.timeline import Reading
from postmortems.models import EventKind

from .event import EventForm
from .fields import DayField, PlaceField

LONGEST = 400_000
MOST_ROWS = 1000


class PasteForm(forms.Form):
    """What was pasted, and the day and zone for lines that name none."""

    text = forms.CharField(
        label="Paste here",
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "class": "mono", "spellcheck": "false"}),
        help_text="A chat log, alerts, a table, notes: one thing that happened on each line.",
    )
    date = DayField(required=False, label="Day of the first line", help_text="For lines that name no day")
    zone = PlaceField(required=False, label="Zone", help_text="For lines that name no zone")


class PastedRow(EventForm):
    """One row that was read: it is taken unless the tick is removed."""

    take = forms.BooleanField(required=False, initial=True, label="Take")
    source = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8000)

    def __init__(self, *args, incident_zone: str, **kwargs) -> None:
        super().__init__(*args, incident_zone=incident_zone, full_reader=False, **kwargs)
        for name in (
            "actor_role",
            "was_known",
            "was_expected",
            "known_later",
            "version",
            "disclosure",
            "is_recollection",
        ):
            del self.fields[name]
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["zone"].widget.attrs["size"] = 12

    def full_clean(self) -> None:
        """A row that is not taken is not asked to be right."""
        super().full_clean()
        if self.is_bound and not self.data.get(self.add_prefix("take")):
            self._errors.clear()

    def values(self) -> dict:
        """The columns of the row; only of a valid form that is taken."""
        times = (
            "at",
            "ends_at",
            "precision",
            "approximate",
            "zone",
            "zone_assumed",
            "kind",
            "text",
            "source_url",
            "source",
        )
        return {name: self.cleaned_data[name] for name in times}


PastedRows = formset_factory(PastedRow, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
KINDS = frozenset(EventKind.values)


def rows_from(reading: Reading, incident_zone: str, text: str, zone: str) -> list[dict]:
    """What the rows show at first, `zone` being the one chosen for lines that name none.

    Where that is the incident's the row is left without one, so that it is kept that its zone was assumed.
    """
    lines = text.splitlines()
    default = "" if zone in ("", incident_zone) else zone
    rows = []
    for event in reading.events[:MOST_ROWS]:
        row = {
            "take": True,
            "approximate": event.approximate,
            "kind": event.kind if event.kind in KINDS else "",
            "text": event.text,
            "source_url": event.source_url,
            "source": lines[event.line - 1][:8000] if 0 < event.line <= len(lines) else "",
            "zone": "",
        }
        if event.at is not None:
            row |= _when(event, default)
        rows.append(row)
    return rows


def untick_known(rows: list[dict], known: Container[tuple[str, dt.date]]) -> int:
    """Take the tick from rows whose line stands in the timeline already; how many."""
    again = [row for row in rows if (row["source"].strip(), row.get("date")) in known]
    for row in again:
        row["take"] = False
    return len(again)


def untick_ahead(rows: list[dict], now: dt.datetime) -> int:
    """Take the tick from rows later than tomorrow; how many. A line without a year may have been given the wrong one."""
    tomorrow = (now.astimezone(dt.UTC) + dt.timedelta(days=1)).date()
    ahead = [row for row in rows if row.get("date") and row["date"] > tomorrow]
    for row in ahead:
        row["take"] = False
    return len(ahead)


def _when(event, default: str) -> dict:
    """Day, time and zone as they would be typed."""
    form = {"second": "%H:%M:%S", "minute": "%H:%M", "hour": "%Hh", "day": ""}[event.precision]
    zone = default
    if event.at.tzinfo and event.zone_from in ("text", "document"):
        zone = _own(event) or walltime.offset_text(event.at)
    shown = {"date": event.at.date(), "time": event.at.strftime(form) if form else "", "zone": zone}
    if event.end:
        same = event.end.date() == event.at.date()
        shown["ends"] = event.end.strftime("%H:%M" if same else "%Y-%m-%d %H:%M")
    return shown


def _own(event) -> str:
    """The zone as the text wrote it, when it reads back to the same instant."""
    try:
        zone = walltime.read_zone(event.zone)
    except walltime.Unreadable:
        return ""
    wall = event.at.replace(tzinfo=None)
    same = wall.replace(tzinfo=zone).utcoffset() == event.at.utcoffset()
    return event.zone if same and not walltime.is_ambiguous(wall.replace(tzinfo=zone)) else ""
