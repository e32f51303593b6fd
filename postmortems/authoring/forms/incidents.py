"""One of several incidents."""

from __future__ import annotations

import datetime as dt

from django import forms

from postmortems.domain import walltime
from postmortems.models import Incident, Severity

from .fields import ClockField, DayField, disclosure_field, said_of
from .head import FACT_LABELS


class IncidentForm(forms.Form):
    """Title, severity and the five instants of one incident, in the postmortem's zone."""

    title = forms.CharField(
        label="What people noticed",
        max_length=200,
        error_messages={"required": "Say in a few words what people noticed."},
    )
    severity = forms.ChoiceField(
        choices=[("", "Not decided yet"), *Severity.choices], required=False, label="Severity"
    )
    note = forms.CharField(
        required=False,
        max_length=4000,
        label="What belongs to it alone",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, zone: str, full_reader: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        for fact, label in FACT_LABELS.items():
            self.fields[f"{fact}_day"] = DayField(required=False, label=f"{label}, day")
            self.fields[f"{fact}_time"] = ClockField(required=False, label=f"{label}, time")
        self.fields["disclosure"] = disclosure_field(full_reader)

    def rows(self) -> list[dict]:
        """The instants with their two fields each, for the template."""
        return [
            {"label": label, "name": fact, "day": self[f"{fact}_day"], "time": self[f"{fact}_time"]}
            for fact, label in FACT_LABELS.items()
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        day = None
        for fact in FACT_LABELS:
            # A day that is left out is that of the moment before: most incidents end on the day they begin.
            day = cleaned.get(f"{fact}_day") or day
            cleaned[fact] = self._instant(fact, day)
        start = cleaned.get("started_at")
        if start is None and not {"started_at_day", "started_at_time"} & set(self.errors):
            self.add_error("started_at_day", "Say when it began, day and time.")
        for fact, label in list(FACT_LABELS.items())[1:]:
            at = cleaned.get(fact)
            if start and at and at < start:
                self.add_error(f"{fact}_time", f"{label}: this lies before it began.")
        return cleaned

    def _instant(self, fact: str, day: dt.date | None) -> dt.datetime | None:
        typed = self.cleaned_data.get(f"{fact}_time")
        if typed is None or typed.precision == "day":
            if typed is not None and self.cleaned_data.get(f"{fact}_day"):
                self.add_error(f"{fact}_time", "Add the time, or take the day away.")
            return None
        if day is None:
            self.add_error(f"{fact}_day", "Add the day to this time.")
            return None
        try:
            return walltime.instant(day, typed.time, walltime.read_zone(self.zone))
        except walltime.Unreadable as problem:
            self.add_error(f"{fact}_time", said_of(problem))
            return None

    def values(self) -> dict:
        """The columns; only of a valid form."""
        return {
            name: self.cleaned_data[name]
            for name in ("title", "severity", "note", "disclosure", *Incident.FACTS)
        }


def initial_of(incident: Incident, zone_name: str) -> dict:
    """What the form shows before anything is changed."""
    zone = walltime.read_zone(zone_name)
    initial = {
        name: getattr(incident, name) for name in ("title", "severity", "note", "disclosure", "version")
    }
    for fact in Incident.FACTS:
        at = getattr(incident, fact)
        if at:
            local = at.astimezone(zone)
            initial[f"{fact}_day"] = local.date()
            initial[f"{fact}_time"] = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return initial
