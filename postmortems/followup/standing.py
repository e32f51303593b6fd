"""How something stands now, beside what a form would save, when somebody else changed it meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from core.templatetags.say import day
from postmortems.models import Action

LABELS = {"strength_confirmed": "Strength looked at"}
"""Where the label of the field speaks as the person who fills it in."""
LEANS_ON = {"strength_confirmed": "strength"}
"""Who looked at a strength looked at that one: the tick is not taken over beside another."""


@dataclass(frozen=True)
class Line:
    """One field whose saved value is another than the form's; `taken` when the form shows the saved one from now on."""

    label: str
    now: str
    taken: bool


def of_action(form: forms.Form, newer: Action, version: int) -> list[Line]:
    """What differs from `newer`. What the form of that `version` had and nobody touched takes what is saved now.

    Which factors were answered at the time is not kept; they are shown, and the ticks stay the person's.
    """
    names = [name for name in form.fields if name not in ("version", "factors")]
    saved = {name: getattr(newer, name) for name in names}
    saved["factors"] = [one for one in newer.factors.all() if one in form.fields["factors"].queryset]
    row = newer.revisions.filter(version=version).order_by("history_date", "history_id").last()
    columns = {name: Action._meta.get_field(name).attname for name in names}
    began = {name: getattr(row, column) for name, column in columns.items()} if row else {}
    return differences(form, saved, began, newer.version)


def differences(
    form: forms.BaseForm, saved: Mapping[str, Any], began: Mapping[str, Any], version: int
) -> list[Line]:
    """The fields of a checked form that differ from `saved`; what still is as it `began` takes the saved value.

    From here on the form belongs to `version`: saving it again is saving over what is shown.
    """
    mine = form.cleaned_data

    def untouched(name: str) -> bool:
        return name in began and _bare(mine.get(name)) == _bare(began[name])

    form.data = form.data.copy()
    form.data["version"] = str(version)
    lines = []
    for name, value in saved.items():
        field = form.fields[name]
        if field.disabled or _bare(mine.get(name)) == _bare(value):
            continue
        taken = untouched(name) and untouched(LEANS_ON.get(name, name))
        if taken:
            _put(form, name, value)
        lines.append(Line(LABELS.get(name, str(field.label)), _in_words(field, value), taken))
    return lines


def _bare(value: Any) -> Any:
    """A value to compare: rows by their number, text without what a browser does to its line ends."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, (list, tuple, QuerySet)):
        return sorted(_bare(one) for one in value)
    return value


def _put(form: forms.BaseForm, name: str, value: Any) -> None:
    """Write a saved value into the fields, as a browser would send it."""
    if value is False:
        form.data.pop(name, None)
    elif value is True:
        form.data[name] = "on"
    else:
        form.data[name] = "" if value is None else str(_bare(value))


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value) or "nothing"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return "nothing" if value in (None, "") else str(value)
