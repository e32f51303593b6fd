"""Forms about contributing factors."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from postmortems.domain.factors import CATEGORIES
from postmortems.models import Confidence, Disclosure, FactorRole, NormalWork, TimelineEvent

TYPES = [
    ("", "In own words"),
    *((family.name, [(kind.key, kind.label) for kind in family.factors]) for family in CATEGORIES),
]


class FactorForm(forms.Form):
    """One condition. The causal sentence has three fields, each a part of one sentence."""

    type_key = forms.ChoiceField(
        label="Which condition was it?",
        choices=TYPES,
        required=False,
        help_text="From the list, or in own words.",
    )
    title = forms.CharField(
        label="In a few words",
        max_length=200,
        required=False,
        help_text="As it was here: “Both hosts showed the same prompt”. Left empty, the words of the list stand.",
    )
    condition = forms.CharField(
        label="The condition",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was there already, and how the system made it likely.",
    )
    effect = forms.CharField(
        label="… which led to",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The next step.",
    )
    made_likely = forms.CharField(
        label="… which made more likely", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    role = forms.ChoiceField(label="Its part in the incident", choices=FactorRole.choices)
    since_when = forms.CharField(label="Since when", max_length=120, required=False)
    confidence = forms.ChoiceField(
        label="What it rests on", choices=Confidence.choices, initial=Confidence.REPORTED
    )
    normal_work = forms.ChoiceField(
        label="Is it also there on a normal day?", choices=NormalWork.choices, initial=NormalWork.UNKNOWN
    )
    evidence = forms.ModelMultipleChoiceField(
        label="Timeline events that show it",
        queryset=TimelineEvent.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    disclosure = forms.ChoiceField(
        label="Meant for",
        choices=Disclosure.choices,
        initial=Disclosure.INTERNAL,
        help_text="Internal unless said.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, events=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["evidence"]
        chosen.queryset = events if events is not None else TimelineEvent.objects.none()
        chosen.label_from_instance = lambda event: event.text[:90]

    def clean(self) -> dict:
        """A factor has words: from the list, or its own."""
        cleaned = super().clean() or {}
        if not cleaned.get("type_key") and not cleaned.get("title", "").strip():
            self.add_error("title", "Choose a condition from the list, or say in a few words what it was.")
        return cleaned


class RiskForm(forms.Form):
    """Accepting a risk for now."""

    role = forms.CharField(
        label="Who decides, as a role", max_length=80, help_text="For example: head of platform"
    )
    reason = forms.CharField(label="Why it is accepted for now", widget=forms.Textarea(attrs={"rows": 3}))
    review_on = forms.DateField(label="Looked at again on", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_review_on(self):
        """A review date lies ahead."""
        value = self.cleaned_data["review_on"]
        if value <= timezone.now().date():
            raise forms.ValidationError("Choose a day that is still to come.")
        if value.year > 2199:
            raise forms.ValidationError("This is too far ahead. Choose a day within a few years.")
        return value
