"""Bringing in an export: the file, what its columns hold, who its speakers are, and its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory

from postmortems.domain import walltime
from postmortems.domain.sources import PRODUCTS, Entry
from postmortems.models import Involved

from .fields import DayField, PlaceField
from .paste import KINDS, MOST_ROWS, PastedRow

LARGEST = 25 * 1024 * 1024
NOBODY, SOMEBODY_NEW = "as-is", "new"
MEANINGS = {
    "": "Not used",
    "time": "Time, or day and time",
    "day": "Day",
    "end": "Until",
    "text": "What happened",
    "who": "Who",
    "kind": "Kind",
    "link": "Link",
}


class BringForm(forms.Form):
    """The file or its text, and what helps to read it."""

    file = forms.FileField(label="File", required=False, allow_empty_file=False)
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        max_length=4_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono", "spellcheck": "false"}),
    )
    product = forms.ChoiceField(
        label="What it is", required=False, choices=[("", "Find out from the content"), *PRODUCTS.items()]
    )
    channel = forms.CharField(
        label="Channel", required=False, max_length=120, help_text="For a zip with several channels"
    )
    date = DayField(required=False, label="Day of the first line", help_text="For lines that name no day")
    zone = PlaceField(required=False, label="Zone", help_text="For times that name no zone")
    since = forms.CharField(
        label="From", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    until = forms.CharField(
        label="Up to", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args, incident_zone: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.incident_zone = incident_zone

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(
                "This file is larger than 25 MB. Bring in the days around the incident only."
            )
        return file

    def clean_since(self) -> dt.datetime | None:
        """The instant from which entries are shown."""
        return self._instant(self.cleaned_data["since"])

    def clean_until(self) -> dt.datetime | None:
        """The instant up to which entries are shown."""
        return self._instant(self.cleaned_data["until"])

    def _instant(self, text: str) -> dt.datetime | None:
        if not text.strip():
            return None
        try:
            wall = dt.datetime.fromisoformat(text.strip())
            zone = wall.tzinfo or walltime.read_zone(self.incident_zone)
            return walltime.instant(wall.date(), wall.time().replace(tzinfo=None), zone, exact=True)
        except (ValueError, walltime.Unreadable):
            raise ValidationError("Write it as 2026-11-21 14:00.") from None

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("file", "Choose a file, or paste its text.")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "This lies before the other end.")
        return cleaned

    def data_of(self) -> bytes:
        """The bytes to read; only of a valid form."""
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].encode()


class ColumnForm(forms.Form):
    """What one column of a table holds."""

    meaning = forms.ChoiceField(choices=list(MEANINGS.items()), required=False, label="Holds")


Columns = formset_factory(ColumnForm, extra=0, max_num=200, absolute_max=200)


class SpeakerForm(forms.Form):
    """Who one speaker is: somebody on the roster, somebody new with a role, or left as written."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=400)
    who = forms.ChoiceField(label="Who this is")
    role = forms.CharField(
        label="Role", required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, roster: Sequence[Involved], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), f"{one.name}{f', {one.role}' if one.role else ''}") for one in roster]
        self.fields["who"].choices = [
            (SOMEBODY_NEW, "New: give a role"),
            *people,
            (NOBODY, "Leave as written (a program)"),
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("who") == SOMEBODY_NEW and not cleaned.get("role"):
            self.add_error("role", "Name the role that stands for this person.")
        return cleaned


Speakers = formset_factory(SpeakerForm, extra=0, max_num=500, absolute_max=500)


class BroughtRow(PastedRow):
    """One row of an export: as a pasted one, with the role that acted."""

    actor_role = forms.CharField(label="Role that acted", required=False, max_length=80)

    def __init__(self, *args, **kwargs) -> None:
        field = self.base_fields["actor_role"]
        super().__init__(*args, **kwargs)
        self.fields["actor_role"] = field

    def values(self) -> dict:
        """The columns of the row; only of a valid form that is taken."""
        return super().values() | {"actor_role": self.cleaned_data["actor_role"]}


BroughtRows = formset_factory(BroughtRow, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def rows_of(entries: Sequence[tuple[Entry, str]], incident_zone: str) -> list[dict]:
    """What the rows show at first, each from an entry and its actor's role."""
    rows = []
    for entry, role in entries:
        same = entry.zone_assumed and entry.zone in ("", incident_zone)
        zone = incident_zone if same else entry.zone or "UTC"
        day, time, shown = walltime.typed(entry.at, entry.precision, zone)
        row = {
            "take": True,
            "date": day,
            "time": time,
            "zone": "" if same else shown,
            "approximate": entry.approximate,
            "kind": entry.kind if entry.kind in KINDS else "",
            "text": entry.text[:8000],
            "source_url": entry.source_url[:1000],
            "source": entry.source[:8000],
            "actor_role": role[:80],
        }
        if entry.ends_at:
            end_day, end_time, _ = walltime.typed(entry.ends_at, entry.precision, shown)
            row["ends"] = end_time if end_day == day else f"{end_day} {end_time or '00:00'}"
        rows.append(row)
    return rows
