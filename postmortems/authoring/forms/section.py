"""The text of a section, or why there is none."""

from django import forms

from postmortems.models import Section

from .fields import disclosure_field
from .widgets import MarkdownEditor

LONGEST = 500_000


class SectionForm(forms.Form):
    """A section's Markdown with the version it started from."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    body = forms.CharField(
        label="Text",
        required=False,
        max_length=LONGEST,
        strip=False,
        error_messages={"max_length": "This section is too long to keep; move part of it into another one."},
    )
    not_applicable_because = forms.CharField(
        label="Or not applicable, because", required=False, max_length=400
    )

    def __init__(self, *args, section: Section, full_reader: bool, upload: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = section.title
        self.fields["body"].widget = MarkdownEditor(upload=upload)
        self.fields["disclosure"] = disclosure_field(full_reader, required=False)

    def clean_body(self) -> str:
        """Line ends as the database keeps them: browsers send \\r\\n, merging counts lines."""
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


class AltForm(forms.Form):
    """A picture and what it shows, for those who don't see it."""

    image = forms.FileField()
    alternative_text = forms.CharField(max_length=400, required=True)
    postmortem = forms.IntegerField()
    section = forms.SlugField(required=False)
