"""Forms around the list: one change for many actions, and a name for a view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from core.accounts.models import Team, User
from postmortems.models import SavedView

from . import bulk
from .forms import FAR, LIKELY
from .moves import ASKS, VERBS


class BulkForm(forms.Form):
    """What to change about the actions that are ticked; each part has a button of its own, named by `change`."""

    change = forms.ChoiceField(choices=[("owner", "Owner"), ("due", "Date"), ("state", "State")])
    owner = forms.CharField(required=False)
    due_on = forms.DateField(
        required=False,
        validators=[LIKELY, FAR],
        error_messages={"invalid": "Choose a day, such as 2026-12-01."},
    )
    verb = forms.ChoiceField(choices=VERBS.items(), required=False)
    text = forms.CharField(required=False, max_length=4000)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.rows = [row for row in map(_row, data.getlist("picked")) if row]

    def clean(self) -> dict[str, Any]:
        """At least one action, and what the chosen change needs."""
        found = super().clean() or {}
        if not self.rows:
            self.add_error(None, "Tick at least one action.")
        elif len(self.rows) > bulk.MOST:
            self.add_error(None, f"At most {bulk.MOST} actions are changed at once.")
        what = found.get("change")
        if what == "due" and not found.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Choose the day they are due.")
        if what == "state":
            self._clean_move(found)
        if what == "owner":
            self._clean_owner(found)
        return found

    def _clean_move(self, found: dict[str, Any]) -> None:
        verb = found.get("verb", "")
        if not verb:
            self.add_error("verb", "Choose what is done with them.")
        elif verb in ASKS and not found.get("text", "").strip():
            self.add_error("text", ASKS[verb])

    def _clean_owner(self, found: dict[str, Any]) -> None:
        given = found.get("owner", "")
        if given == "none":
            found["owner"] = None
            return
        person = User.objects.filter(pk=int(given), is_active=True).first() if _is_id(given) else None
        if person is None:
            self.add_error("owner", "Choose who takes them over.")
        found["owner"] = person

    def asked(self) -> bulk.Change:
        """The change, once the form is valid."""
        found = self.cleaned_data
        return bulk.Change(
            what=found["change"],
            owner=found["owner"] if found["change"] == "owner" else None,
            due_on=found["due_on"],
            verb=found["verb"],
            text=found["text"],
        )


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 15


def _row(value: str) -> tuple[int, int] | None:
    """ "12:3" is action 12 as it was at its version 3."""
    action, _, version = value.partition(":")
    return (int(action), int(version)) if _is_id(action) and _is_id(version) else None


class ViewForm(forms.Form):
    """A name for the filters as they stand, and perhaps a team to share it with."""

    name = forms.CharField(label="Name", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    team = forms.ModelChoiceField(
        label="Share with", queryset=Team.objects.none(), required=False, empty_label="Nobody, it is mine"
    )
    form = forms.ChoiceField(
        choices=SavedView.Form.choices, required=False, widget=forms.HiddenInput, initial="list"
    )
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
