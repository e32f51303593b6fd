"""Forms of the review."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from core.accounts.models import User


class AskForm(forms.Form):
    """Whom to ask."""

    reviewers = forms.ModelMultipleChoiceField(
        label="Who should review it?",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "people"}),
        help_text="People who may read it and did not write it. For somebody else, add them to its readers first.",
        error_messages={
            "required": "Name at least one person who did not write it.",
            "invalid_choice": "One of these people wrote part of it, or may not read it yet.",
        },
    )

    def __init__(self, *args, people: QuerySet[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = people


class ReasonForm(forms.Form):
    """A sentence that goes with a decision."""

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say it in a sentence; others will read it."},
    )
    text_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommentForm(forms.Form):
    """A remark, on a part of the postmortem or the whole of it."""

    body = forms.CharField(
        label="Comment",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ask what and how. Markdown. Name somebody with @ and they hear of it.",
        error_messages={"required": "Write something first."},
    )
    place = forms.ChoiceField(label="About", required=False)
    parent = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, places: list[tuple[str, str]], names: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if names:
            self.fields["body"].widget.attrs["data-mentions"] = names
        self.fields["place"].choices = [("", "The whole postmortem"), *places]


class OverrideForm(forms.Form):
    """Letting a wording stand."""

    rule = forms.CharField(max_length=20, widget=forms.HiddenInput)
    excerpt = forms.CharField(max_length=300, widget=forms.HiddenInput, strip=False)
    reason = forms.CharField(label="Why it should stand", max_length=1000)


class SuggestForm(forms.Form):
    """A section in other words, and why."""

    wording = forms.CharField(
        label="The text, as you would say it",
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Change what you would say otherwise. The author sees the difference and takes it in one step.",
    )
    why = forms.CharField(
        label="Why, if it helps",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_wording(self) -> str:
        """As sections keep it: one kind of line end."""
        return self.cleaned_data["wording"].replace("\r\n", "\n")


class ParkForm(forms.Form):
    """An idea for the end of the meeting."""

    title = forms.CharField(
        label="An idea, for the end",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-park": ""}),
        error_messages={"required": "Write the idea in a few words."},
    )
