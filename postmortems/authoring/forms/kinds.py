"""The questions of a kind as a form, made from their description in `domain.kinds`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from core.accounts.models import User
from postmortems.authoring import queries
from postmortems.domain import durations, kinds, walltime
from postmortems.models import Disclosure, Postmortem

from .fields import ClockField, DayField, said_of

UNANSWERED = ("", "Not answered yet")


class MinutesField(forms.CharField):
    """A length of time as typed; gives whole minutes, None for nothing."""

    def clean(self, value):
        text = super().clean(value).strip()
        minutes = kinds.minutes_of(text)
        if text and minutes is None:
            raise forms.ValidationError("Write the length as 45 min, 3 h, or 2 days 4 h.")
        return minutes


def _field(field: kinds.Field) -> forms.Field:
    plain: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    if field.type == "text":
        return forms.CharField(max_length=8000, widget=forms.Textarea(attrs={"rows": 2}), **plain)
    if field.type == "choice":
        return forms.ChoiceField(choices=[UNANSWERED, *field.choices], **plain)
    if field.type == "many":
        return forms.MultipleChoiceField(choices=field.choices, widget=forms.CheckboxSelectMultiple, **plain)
    if field.type == "number":
        small = forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"})
        return forms.IntegerField(min_value=0, max_value=10**12, widget=small, **plain)
    if field.type == "minutes":
        return MinutesField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}), **plain)
    if field.type == "day":
        return DayField(**plain)
    return forms.CharField(max_length=400, **plain)


class KindForm(forms.Form):
    """Some groups of a kind's questions. Answers are optional here: what a review waits for is said beside them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        spec: kinds.KindSpec,
        groups: Sequence[kinds.Group],
        zone: str,
        full_reader: bool,
        **kwargs,
    ) -> None:
        super().__init__(*args, prefix="facts", **kwargs)
        self.spec, self.groups, self.zone, self.full = spec, groups, zone, full_reader
        for field in self._asked():
            if field.type == "instant":
                self.fields[f"{field.key}_day"] = DayField(required=False, label=f"{field.label}, day")
                self.fields[f"{field.key}_time"] = ClockField(required=False, label=f"{field.label}, time")
            else:
                self.fields[field.key] = _field(field)
        classes = [choice for choice in Disclosure.choices if full_reader or choice[0] != "restricted"]
        for group in groups:
            name = self.class_name(group)
            self.fields[name] = forms.ChoiceField(choices=classes, required=False, label="Meant for")

    def _asked(self) -> list[kinds.Field]:
        return [field for group in self.groups for field in group.fields]

    @staticmethod
    def class_name(group: kinds.Group) -> str:
        """The name of the field that holds a group's class."""
        return f"{group.key}_class"

    def clean(self) -> dict:
        """Puts the answers together as they are stored, into `values`."""
        cleaned = super().clean() or {}
        values: dict[str, Any] = {}
        for field in self._asked():
            value = self._instant(field.key, cleaned) if field.type == "instant" else cleaned.get(field.key)
            if isinstance(value, dt.date | dt.datetime):
                value = value.isoformat()
            if value not in (None, "", []):
                values[field.key] = value.strip() if isinstance(value, str) else value
        cleaned["values"] = values
        return cleaned

    def check(self, others: Mapping[str, Any]) -> bool:
        """Hold the answers against each other and those of the groups that are not shown here; True when they fit."""
        shown = {field.key: field for field in self._asked()}
        for key, text in kinds.problems(self.spec, {**others, **self.cleaned_data["values"]}).items():
            if key in shown:
                name = f"{key}_day" if shown[key].type == "instant" else key
                if name not in self.errors:
                    self.add_error(name, text)
        return not self.errors

    def _instant(self, key: str, cleaned: dict) -> dt.datetime | None:
        day, typed = cleaned.get(f"{key}_day"), cleaned.get(f"{key}_time")
        if typed is None or (day is None and typed.precision == "day"):
            return None
        if day is None:
            if f"{key}_day" not in self.errors:
                self.add_error(f"{key}_day", "Add the day to this time.")
            return None
        if typed.precision == "day":
            self.add_error(f"{key}_time", "Add the time; about is good enough, and can be said in the note.")
            return None
        try:
            return walltime.instant(day, typed.time, walltime.read_zone(self.zone)).astimezone(dt.UTC)
        except walltime.Unreadable as problem:
            self.add_error(f"{key}_time", said_of(problem))
            return None

    def disclosures(self) -> dict[str, str]:
        """The class of each shown group."""
        found = {group.key: self.cleaned_data.get(self.class_name(group)) for group in self.groups}
        return {key: value for key, value in found.items() if value}

    def rows(self) -> list[dict]:
        """The groups with their fields, for the template; an instant has two."""
        return [
            {
                "group": group,
                "class": self[self.class_name(group)],
                "fields": [self._row(field) for field in group.fields],
            }
            for group in self.groups
        ]

    def _row(self, field: kinds.Field) -> dict:
        optional = not kinds.may_be_asked(self.spec, field)
        if field.type != "instant":
            bound = self[field.key]
            return {"field": field, "optional": optional, "bound": bound, "is_group": field.type == "many"}
        day, time = self[f"{field.key}_day"], self[f"{field.key}_time"]
        return {"field": field, "optional": optional, "day": day, "time": time}


def initial_of(spec: kinds.KindSpec, values: Mapping[str, Any], zone_name: str) -> dict[str, Any]:
    """What the form shows of stored answers."""
    zone = walltime.read_zone(zone_name)
    initial: dict[str, Any] = {}
    for field in spec.fields:
        if not kinds.answered(values, field.key):
            continue
        value = values[field.key]
        if field.type == "instant":
            local = dt.datetime.fromisoformat(value).astimezone(zone)
            initial[f"{field.key}_day"] = local.date()
            initial[f"{field.key}_time"] = local.strftime("%H:%M:%S" if local.second else "%H:%M")
        elif field.type == "minutes":
            initial[field.key] = durations.in_words(value * 60) if value else "0"
        else:
            initial[field.key] = value
    return initial


def kind_form(
    postmortem: Postmortem, user: User, data: QueryDict | None = None, *, group: str = ""
) -> tuple[KindForm | None, queries.KindAnswers]:
    """The form of one group, or of all, that the person may read; None where there is nothing to ask."""
    full = queries.reads_restricted(postmortem, user)
    answers = queries.kind_facts(postmortem)
    shown = answers.for_reader(full=full)
    groups = [one for one in shown.groups if group in ("", one.key)]
    if not groups or answers.spec is None:
        return None, answers
    initial = initial_of(answers.spec, shown.values, postmortem.zone)
    initial |= {KindForm.class_name(one): answers.class_of(one) for one in groups}
    initial["version"] = answers.version
    form = KindForm(
        data,
        spec=answers.spec,
        groups=groups,
        zone=postmortem.zone,
        full_reader=full,
        initial=initial,
        auto_id=f"id_{group or 'kind'}_%s",
    )
    return form, answers
