"""The head of a postmortem: how it begins, its title, its facts."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone

from core.accounts.models import Team, User
from postmortems.domain import walltime
from postmortems.models import Kind, Postmortem, Severity, TemplateVersion, Visibility

from .fields import ClockField, DayField, PlaceField, said_of

AHEAD = dt.timedelta(days=1)
"""How far a clock may be ahead of ours before a time is called the future."""

WAY_OUT = "Set the zone above to UTC and write it in UTC, or take the last minute before that hour or the first after it."

FACT_LABELS = {
    "started_at": "Impact began",
    "detected_at": "Detected",
    "acknowledged_at": "Acknowledged",
    "mitigated_at": "Mitigated",
    "resolved_at": "Resolved",
}


class VersionChoice(forms.ModelChoiceField):
    """A template, by name and description."""

    def label_from_instance(self, obj: TemplateVersion) -> str:
        return obj.template.name


def title_field() -> forms.CharField:
    """What the incident is called."""
    return forms.CharField(
        label="Title",
        max_length=200,
        help_text="What people noticed, rather than what broke: “Uploads stopped for 40 minutes”",
    )


class NewForm(forms.Form):
    """What is asked before the first line is written."""

    template = VersionChoice(
        queryset=TemplateVersion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        label="Template",
        error_messages={"required": "Choose a template to begin with."},
    )
    title = title_field()
    team = forms.ModelChoiceField(queryset=Team.objects.none(), label="Team", empty_label="Choose…")
    severity = forms.ChoiceField(
        choices=[("", "Not decided yet"), *Severity.choices], required=False, label="Severity"
    )
    visibility = forms.ChoiceField(choices=Visibility.choices, label="Who may read it")
    zone = PlaceField(label="Zone the incident is told in", help_text="For example Europe/Amsterdam, or UTC")

    def __init__(self, *args, user: User, templates, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates
        self.fields["team"].queryset = teams
        self.fields["zone"].initial = user.time_zone
        self.fields["visibility"].initial = Visibility.TEAM


class TitleForm(forms.Form):
    """The title alone."""

    title = title_field()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class FactsForm(forms.Form):
    """Severity, kind, services, the zone, five instants and the trigger."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    severity = forms.ChoiceField(
        choices=[("", "Not decided yet"), *Severity.choices], required=False, label="Severity"
    )
    kind = forms.ChoiceField(choices=Kind.choices, label="Kind")
    services = forms.CharField(
        required=False, max_length=1000, label="Services", help_text="Names, separated by commas"
    )
    zone = PlaceField(label="Zone the incident is told in")
    trigger = forms.CharField(
        required=False,
        max_length=4000,
        label="Trigger",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What changed just before. The conditions that let it matter are contributing factors.",
    )

    def __init__(self, *args, postmortem: Postmortem, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for fact, label in FACT_LABELS.items():
            self.fields[f"{fact}_day"] = DayField(required=False, label=f"{label}, day")
            self.fields[f"{fact}_time"] = ClockField(required=False, label=f"{label}, time")
            self.fields[f"{fact}_none"] = forms.BooleanField(required=False, label="Not applicable")

    def rows(self) -> list[dict]:
        """The five facts with their three fields each, for the template."""
        return [
            {
                "label": label,
                "name": fact,
                **{part: self[f"{fact}_{part}"] for part in ("day", "time", "none")},
            }
            for fact, label in FACT_LABELS.items()
        ]

    def clean_services(self) -> list[str]:
        """Names in the order given, each once."""
        names = [" ".join(name.split()) for name in self.cleaned_data["services"].split(",")]
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError("A service's name has at most 120 characters.")
        return list(dict.fromkeys(name for name in names if name))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        cleaned["facts_not_applicable"] = [fact for fact in FACT_LABELS if cleaned.get(f"{fact}_none")]
        if "zone" not in cleaned:
            return cleaned
        for fact in cleaned["facts_not_applicable"]:
            self._refuse_both(fact)
        for fact in FACT_LABELS:
            cleaned[fact] = None if cleaned.get(f"{fact}_none") else self._instant(fact, cleaned)
        return cleaned

    def _refuse_both(self, fact: str) -> None:
        """A time typed just now is not thrown away in silence; one that was recorded before gives way to the tick."""
        parts = [self[f"{fact}_{part}"] for part in ("day", "time")]
        if any(part.value() and part.value() != str(part.initial or "") for part in parts):
            self.add_error(f"{fact}_day", "Take this time away, or untick “Not applicable”.")

    def _instant(self, fact: str, cleaned: dict) -> dt.datetime | None:
        day, typed = cleaned.get(f"{fact}_day"), cleaned.get(f"{fact}_time")
        if typed is None or (day is None and typed.precision == "day"):
            return None
        if day is None:
            if f"{fact}_day" not in self.errors:
                self.add_error(f"{fact}_day", "Add the day to this time.")
            return None
        if typed.precision == "day":
            self.add_error(f"{fact}_time", "Add the time, or take the day away when it is not recorded.")
            return None
        try:
            at = walltime.instant(day, typed.time, walltime.read_zone(cleaned["zone"]))
            if at > timezone.now() + AHEAD:
                self.add_error(f"{fact}_day", "This lies in the future. Check the day and the year.")
            return at
        except walltime.Unreadable as problem:
            self.add_error(f"{fact}_time", said_of(problem, WAY_OUT))
            return None


def facts_initial(postmortem: Postmortem, services: list[str]) -> dict:
    """What the form shows before anything is changed."""
    initial = {name: getattr(postmortem, name) for name in ("version", "severity", "kind", "zone", "trigger")}
    initial["services"] = ", ".join(services)
    for fact in FACT_LABELS:
        at = getattr(postmortem, fact)
        initial[f"{fact}_none"] = fact in postmortem.facts_not_applicable
        if at:
            local = at.astimezone(walltime.read_zone(postmortem.zone))
            initial[f"{fact}_day"] = local.date()
            initial[f"{fact}_time"] = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return initial
