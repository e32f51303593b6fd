"""Forms of the disclosure clocks. Times are typed as day and time in one zone, and read exactly."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django import forms

from postmortems.domain import clocks, walltime
from postmortems.models import DisclosureTimes, Postmortem

DAY = {"type": "date"}
TIME = {"autocomplete": "off", "size": 9, "placeholder": "14:02"}
# What the record of the incident has already, offered where nothing is recorded yet.
FROM_FACTS = {"occurred_at": "started_at", "detected_at": "detected_at"}


class ZonedForm(forms.Form):
    """A form with moments in one zone; each is a field for the day and one for the time."""

    zone = forms.CharField(
        label="Zone of these times",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "list": "zones"}),
        help_text="For example Europe/Amsterdam, or UTC",
    )

    def add_moment(self, name: str, label: str, *, required: bool = False) -> None:
        """The two fields of one moment."""
        self.fields[f"{name}_day"] = forms.DateField(
            label=f"{label}, day",
            required=required,
            widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            error_messages={"invalid": "Write the day as 2026-11-21."},
        )
        self.fields[f"{name}_time"] = forms.CharField(
            label=f"{label}, time", required=required, max_length=20, widget=forms.TextInput(attrs=TIME)
        )

    def clean_zone(self) -> str:
        """A zone that this site knows."""
        text = " ".join(self.cleaned_data["zone"].split())
        try:
            walltime.read_zone(text)
        except walltime.Unreadable as problem:
            raise forms.ValidationError(str(problem)) from None
        return text

    def moment(self, name: str) -> dt.datetime | None:
        """The instant of one moment, None when both fields are empty; what can't be read is said beside its field."""
        day, typed = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time", "").strip()
        if day is None or not typed or "zone" not in self.cleaned_data:
            if typed and day is None and f"{name}_day" not in self.errors:
                self.add_error(f"{name}_day", "Add the day to this time.")
            if day is not None and not typed and f"{name}_time" not in self.errors:
                self.add_error(f"{name}_time", "Add the time: a clock counts from it.")
            return None
        try:
            read = walltime.read_time(typed)
        except walltime.Unreadable:
            # Its own words offer to leave the time out, which a clock can't.
            self.add_error(f"{name}_time", "Write the time as 14:02 or 14:02:11, or 14h for the hour.")
            return None
        try:
            return walltime.instant(day, read.time, walltime.read_zone(self.cleaned_data["zone"]))
        except walltime.Unreadable as problem:
            self.add_error(f"{name}_time", str(problem))
            return None


def typed(name: str, at: dt.datetime | None, zone: str) -> dict[str, object]:
    """What stands in the two fields of a moment."""
    if at is None:
        return {}
    local = at.astimezone(walltime.read_zone(zone))
    time = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return {f"{name}_day": local.date(), f"{name}_time": time}


class TimesForm(ZonedForm):
    """The moments that laws count from, and what changes a deadline."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    traits = forms.MultipleChoiceField(
        label="What is true of this incident",
        required=False,
        choices=list(clocks.TRAITS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    basis = forms.CharField(
        label="What these times rest on",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A log, a mail, a meeting; who understood it when, by role.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in clocks.ANCHORS.items():
            self.add_moment(name, label)
        order = ["zone", *(f"{name}_{part}" for name in clocks.ANCHORS for part in ("day", "time"))]
        self.order_fields([*order, "traits", "basis", "version"])

    def rows(self) -> list[dict]:
        """The moments with their two fields, for the template."""
        return [
            {"label": label, "day": self[f"{name}_day"], "time": self[f"{name}_time"]}
            for name, label in clocks.ANCHORS.items()
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for name in clocks.ANCHORS:
            cleaned[name] = self.moment(name)
        return cleaned


def times_initial(postmortem: Postmortem, row: DisclosureTimes | None) -> dict[str, object]:
    """What the form shows first: what is recorded, or what the facts of the incident say."""
    if row is not None:
        initial: dict[str, object] = {
            name: getattr(row, name) for name in ("zone", "traits", "basis", "version")
        }
        for name in clocks.ANCHORS:
            initial |= typed(name, getattr(row, name), row.zone)
        return initial
    initial = {"zone": postmortem.zone, "version": 0}
    for name, fact in FROM_FACTS.items():
        initial |= typed(name, getattr(postmortem, fact), postmortem.zone)
    return initial


class ReportForm(ZonedForm):
    """That a report was sent."""

    sent_to = forms.CharField(label="Sent to", max_length=160)
    reference = forms.CharField(
        label="Their reference", max_length=120, required=False, help_text="The number they answered with"
    )
    late_reason = forms.CharField(
        label="If after its time, why",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.add_moment("sent", "Sent", required=True)
        self.order_fields(["sent_day", "sent_time", "zone", "sent_to", "reference", "late_reason"])

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        cleaned["sent_at"] = self.moment("sent")
        return cleaned


class DecisionForm(forms.Form):
    """A decision, with who decided and why."""

    kind = forms.ChoiceField(label="Decision", choices=(), widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In words that somebody from the authority could read in a year.",
    )
    decided_by = forms.CharField(
        label="Decided by", max_length=120, help_text="A role: general counsel, data protection officer"
    )

    def __init__(self, *args, kinds: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("kind") in ("not_applicable", "not_notify") and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why, so that somebody who reads it in a year understands it.")
        return cleaned


class ReasonForm(forms.Form):
    """Why an entry is struck out."""

    reason = forms.CharField(label="Why it is struck out", max_length=400)
