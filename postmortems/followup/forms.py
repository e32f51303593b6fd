"""Forms about action items."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.accounts.models import Team, User
from postmortems.models import ActionKind, Disclosure, Factor, Postmortem, Priority, Strength

from . import queries
from .moves import ASKS

LIKELY = MinValueValidator(dt.date(1970, 1, 1), "This year is long over. Choose a day, such as 2026-12-01.")
"""A slip of the keys (1020) must not make an action late by a thousand years."""
FAR = MaxValueValidator(dt.date(2199, 12, 31), "This is too far ahead. Choose a day, such as 2026-12-01.")
"""The end of the calendar is a day too, and nothing can be reckoned beyond it."""
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def due_field() -> forms.DateField:
    """When it is to be done."""
    return forms.DateField(
        label="Due",
        required=False,
        widget=DATE,
        help_text="A day where the owner is.",
        validators=[LIKELY, FAR],
    )


class OwnerField(forms.ModelChoiceField):
    """Who owns it; of somebody who left it is said, so that another one can be chosen."""

    def label_from_instance(self, person: User) -> str:
        """The name, and whether reminders reach nobody there."""
        return str(person) if person.is_active else f"{person} (may not sign in)"


class QuickForm(forms.Form):
    """The four things an action begins with."""

    title = forms.CharField(
        label="What will change",
        max_length=300,
        help_text="Begin with a verb; say what is different when it is finished.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    due_on = due_field()
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, initial=Priority.P2)
    idea = forms.BooleanField(label="Keep it as an idea for now", required=False)

    def __init__(self, *args, postmortem: Postmortem, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_for(postmortem)

    def values(self) -> dict:
        """What `add_action` takes."""
        cleaned = dict(self.cleaned_data)
        return cleaned | {"status": "idea" if cleaned.pop("idea") else "accepted"}


class ActionForm(forms.Form):
    """One action, whole. Its wording belongs to the document; the rest is kept up to date while the work goes on."""

    WORDING = ("title", "details", "kind", "factors", "measure", "disclosure")

    title = forms.CharField(
        label="What will change",
        max_length=300,
        help_text="Begin with a verb; say how one will know it is finished.",
    )
    details = forms.CharField(label="Details", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    owner = OwnerField(label="Owner", queryset=User.objects.none(), required=False, empty_label="Nobody yet")
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.all(), empty_label="Choose…")
    due_on = due_field()
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices)
    kind = forms.ChoiceField(
        label="What it is for", choices=[("", "Not said"), *ActionKind.choices], required=False
    )
    strength = forms.ChoiceField(
        label="Strength",
        choices=[("", "Not said"), *Strength.choices],
        required=False,
        help_text="Stronger ones work without anybody remembering them.",
    )
    strength_confirmed = forms.BooleanField(label="I have looked at the strength", required=False)
    factors = forms.ModelMultipleChoiceField(
        label="Factors it answers",
        queryset=Factor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    measure = forms.CharField(label="How its effect will be seen", max_length=400, required=False)
    check_on = forms.DateField(label="Looked at on", required=False, widget=DATE, validators=[LIKELY, FAR])
    ticket_url = forms.URLField(label="Ticket", max_length=1000, required=False, assume_scheme="https")
    disclosure = forms.ChoiceField(label="Meant for", choices=Disclosure.choices, initial=Disclosure.INTERNAL)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, postmortem: Postmortem, factors, pen: bool, full: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_for(postmortem, self.initial.get("owner"))
        self.fields["factors"].queryset = factors
        if not full:
            # Who does not read restricted parts can't hide an action from themselves by a slip of the hand.
            self.fields["disclosure"].choices = [
                c for c in Disclosure.choices if c[0] != Disclosure.RESTRICTED
            ]
        for name in () if pen else self.WORDING:
            self.fields[name].disabled = True


class MoveForm(forms.Form):
    """The words that go with a change of state."""

    LABELS = {
        "finish": ("What shows that it is done", "A link, a measurement, a test that passes."),
        "verify": ("What was seen", "Against what was to be seen, if that was written down."),
        "decline": ("Why it will not be done", "Said once, it need not be asked again."),
        "reopen": ("What was seen", "Why it is taken up again."),
    }

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args, verb: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        if verb not in self.LABELS:
            del self.fields["text"]
            return
        field.label, field.help_text = self.LABELS[verb]
        field.required = verb in ASKS
        field.error_messages["required"] = ASKS.get(verb, "")
