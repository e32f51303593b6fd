"""Choosing a picture of the record for the public."""

from __future__ import annotations

from django import forms

from postmortems.models import Attachment, Disclosure, PublicSummary


class _Choice(forms.ModelChoiceField):
    """Pictures by the words that describe them."""

    def label_from_instance(self, obj: Attachment) -> str:
        """What the picture shows, and its size."""
        return f"{obj.alternative_text or 'Not described'} ({obj.width} × {obj.height})"[:140]


class PictureForm(forms.Form):
    """One picture, where it stands, what it shows, and the word of somebody who looked at it."""

    attachment = _Choice(
        label="Picture of the record", queryset=Attachment.objects.none(), empty_label="Choose…"
    )
    part = forms.ChoiceField(label="Stands under")
    alternative_text = forms.CharField(
        label="What it shows, for those who do not see it",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    caption = forms.CharField(label="Caption", max_length=300, required=False)
    looked = forms.BooleanField(
        label="I looked at it closely: it shows no name, address, customer or tool of ours",
        error_messages={"required": "Look at the picture, and say that you did: no detector reads pixels."},
    )

    def __init__(self, *args, summary: PublicSummary, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        pictures = Attachment.objects.filter(postmortem=summary.postmortem_id)
        self.fields["attachment"].queryset = pictures.exclude(disclosure=Disclosure.RESTRICTED).defer("data")
        self.fields["part"].choices = [(part["key"], part["title"]) for part in summary.parts]
