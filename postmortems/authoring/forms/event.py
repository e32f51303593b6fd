"""One row of the timeline, as it is typed."""

from __future__ import annotations

import datetime as dt
import re

from django import forms

from postmortems.domain import walltime
from postmortems.models import EventKind, TimelineEvent

from .fields import DayField, LinkField, TypedTimeField, ZoneField, disclosure_field

_ENDS = re.compile(r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})[\sT]+)?(?P<time>.+)")
PLAIN = (
    "kind",
    "actor_role",
    "text",
    "source_url",
    "is_recollection",
    "was_known",
    "was_expected",
    "known_later",
    "disclosure",
)


class EventForm(forms.Form):
    """When, what sort of thing, what happened, and what it rests on. `cleaned_data` has the row's own columns."""

    date = DayField(label="Day")
    time = TypedTimeField(label="Time", required=False)
    zone = ZoneField(label="Zone", required=False)
    approximate = forms.BooleanField(label="About", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "—"), *EventKind.choices])
    text = forms.CharField(label="What happened", max_length=8000)
    ends = forms.CharField(
        label="Until", required=False, max_length=30, help_text="14:30, or 2026-11-22 01:10 on another day"
    )
    actor_role = forms.CharField(
        label="Role that acted", required=False, max_length=80, help_text="A role rather than a name"
    )
    source_url = LinkField(label="Source", required=False)
    is_recollection = forms.BooleanField(label="From memory, without a source", required=False)
    was_known = forms.CharField(label="What was known then", required=False, max_length=4000)
    was_expected = forms.CharField(label="What was expected", required=False, max_length=4000)
    known_later = forms.CharField(label="What became known only later", required=False, max_length=4000)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, incident_zone: str, full_reader: bool, long: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.incident_zone = incident_zone
        self.fields["disclosure"] = disclosure_field(full_reader)
        for name in ("was_known", "was_expected", "known_later", *(["text"] if long else [])):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3 if name == "text" else 2})
        # The form says once below the line how a time is written; a hint of its own would push the fields apart.
        self.fields["time"].widget.attrs["placeholder"] = "14:02"

    def lead_in(self) -> None:
        """Put the cursor into the time when the form arrives."""
        self.fields["time"].widget.attrs["autofocus"] = True

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        typed = cleaned.get("time")
        if typed is None or "date" not in cleaned or "zone" not in cleaned:
            return cleaned
        cleaned["zone_assumed"] = not cleaned["zone"]
        cleaned["zone"] = cleaned["zone"] or self.incident_zone
        cleaned["precision"] = typed.precision
        cleaned["approximate"] = cleaned["approximate"] or typed.approximate
        cleaned["ends_at"] = None
        at = self._instant("time", cleaned["date"], typed, cleaned["zone"])
        if at:
            cleaned["at"] = at
            if cleaned.get("ends", "").strip():
                cleaned["ends_at"] = self._ends(cleaned)
        return cleaned

    def _instant(self, field: str, day: dt.date, typed: walltime.TypedTime, zone: str) -> dt.datetime | None:
        try:
            place = walltime.read_zone(zone)
            return walltime.instant(day, typed.time, place, exact=typed.precision != "day")
        except walltime.Unreadable as problem:
            self.add_error(field, str(problem))
            return None

    def _ends(self, cleaned: dict) -> dt.datetime | None:
        parts = _ENDS.fullmatch(cleaned["ends"])
        try:
            day = dt.date.fromisoformat(parts["day"]) if parts["day"] else cleaned["date"]
            typed = walltime.read_time(parts["time"])
        except ValueError:
            self.add_error("ends", "Write the end as 14:30, or with its day as 2026-11-22 01:10.")
            return None
        end = self._instant("ends", day, typed, cleaned["zone"])
        if end and end < cleaned["at"]:
            self.add_error(
                "ends", "The end lies before the start. Write its day too when it is on another day."
            )
        return end

    def values(self) -> dict:
        """The columns of the row; only of a valid form."""
        times = ("at", "ends_at", "precision", "approximate", "zone", "zone_assumed")
        return {name: self.cleaned_data[name] for name in (*times, *PLAIN)}


def initial_of(event: TimelineEvent, incident_zone: str) -> dict:
    """What the form shows for a row, so that saving it untouched changes nothing."""
    day, time, zone = walltime.typed(event.at, event.precision, _readable(event, incident_zone))
    initial = {name: getattr(event, name) for name in PLAIN}
    initial |= {
        "date": day,
        "time": time,
        "zone": zone,
        "approximate": event.approximate,
        "version": event.version,
    }
    if event.ends_at:
        end_day, end_time, _ = walltime.typed(event.ends_at, event.precision, zone)
        initial["ends"] = end_time if end_day == day else f"{end_day} {end_time or '00:00'}"
    return initial


def _readable(event: TimelineEvent, incident_zone: str) -> str:
    try:
        walltime.read_zone(event.zone or incident_zone)
    except walltime.Unreadable:
        return incident_zone
    return event.zone or incident_zone
