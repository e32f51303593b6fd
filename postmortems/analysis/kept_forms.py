"""Forms about controls, links between conditions, and what there is to keep."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from core.accounts.models import User
from postmortems.authoring.queries import reads_restricted
from postmortems.models import (
    Action,
    ControlState,
    Disclosure,
    Factor,
    LearningKind,
    Postmortem,
)


class _KeptForm(forms.Form):
    """What the two have in common: rows of the postmortem they belong to, a class, a version."""

    LINKED: dict = {"factors": Factor}

    disclosure = forms.ChoiceField(label="Meant for", choices=Disclosure.choices, initial=Disclosure.INTERNAL)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, postmortem: Postmortem, user: User, row=None, initial=None, **kwargs) -> None:
        if row is not None:
            plain = [name for name in self.base_fields if name not in self.LINKED]
            initial = {name: getattr(row, name) for name in plain}
            initial |= {name: list(getattr(row, name).values_list("pk", flat=True)) for name in self.LINKED}
        super().__init__(*args, initial=initial, **kwargs)
        full = reads_restricted(postmortem, user)
        if not full:
            self.fields["disclosure"].choices = [
                choice for choice in Disclosure.choices if choice[0] != Disclosure.RESTRICTED
            ]
        for name, model in self.LINKED.items():
            rows = model.objects.filter(postmortem=postmortem)
            self.fields[name].queryset = rows if full else rows.exclude(disclosure=Disclosure.RESTRICTED)


def _of(model, label: str) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label, queryset=model.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )


class ControlForm(_KeptForm):
    """Something meant to prevent, notice or limit, and what became of it."""

    field_order = ["title", "state", "note", "factors", "disclosure", "version"]

    title = forms.CharField(
        label="The control", max_length=200, help_text="An alert, a gate, a limit, a review, a backup."
    )
    state = forms.ChoiceField(
        label="What became of it", choices=ControlState.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="How that was seen",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For one that did not act: what would have made it act?",
    )
    factors = _of(Factor, "The conditions it belongs to")


class LearningForm(_KeptForm):
    """What went well, or went well by luck."""

    LINKED = {"factors": Factor, "actions": Action}
    field_order = ["kind", "text", "factors", "actions", "disclosure", "version"]

    kind = forms.ChoiceField(label="It is", choices=LearningKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What it was",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What made it go well? Luck today is a condition missing tomorrow.",
    )
    factors = _of(Factor, "The conditions it belongs to")
    actions = _of(Action, "The actions that keep it, or replace the luck")


class LinkForm(forms.Form):
    """Two conditions, the first of which made the second more likely."""

    source = forms.ChoiceField(label="This condition")
    target = forms.ChoiceField(label="made this one more likely")

    def __init__(self, *args, factors: Sequence[Factor], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.factors = {str(factor.pk): factor for factor in factors}
        choices = [("", "Choose"), *((key, factor.title) for key, factor in self.factors.items())]
        self.fields["source"].choices = self.fields["target"].choices = choices

    def chosen(self) -> dict[str, Factor]:
        """The two factors; only of a valid form."""
        return {name: self.factors[self.cleaned_data[name]] for name in ("source", "target")}
