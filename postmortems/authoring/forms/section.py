"""The text of a section, or why there is none."""

from __future__ import annotations

from django import forms

from postmortems.models import Section

from .fields import disclosure_field
from .widgets import MarkdownEditor

LONGEST = 500_000


def _as_kept(text: str) -> str:
    """Line ends as the database keeps them: browsers send \\r\\n, merging counts lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


class SectionForm(forms.Form):
    """A section's Markdown with the version it started from.

    `behind` says that the browser's text lacks lines that the server joined in since; `base` is then the text it
    sent last. The two small fields carry what they were at first, so that only what was changed here is written.
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    behind = forms.BooleanField(required=False, widget=forms.HiddenInput)
    base = forms.CharField(required=False, strip=False, max_length=LONGEST, widget=forms.HiddenInput)
    body = forms.CharField(
        label="Text",
        required=False,
        max_length=LONGEST,
        strip=False,
        error_messages={"max_length": "This section is too long to keep; move part of it into another one."},
    )
    not_applicable_because = forms.CharField(
        label="Not applicable, because", required=False, max_length=400, show_hidden_initial=True
    )

    def __init__(self, *args, section: Section, full_reader: bool, postmortem: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = section.title
        self.fields["body"].widget = MarkdownEditor(postmortem=postmortem, section=section.key)
        self.fields["disclosure"] = disclosure_field(full_reader, required=False, show_hidden_initial=True)

    def clean_body(self) -> str:
        return _as_kept(self.cleaned_data["body"])

    def clean_base(self) -> str:
        return _as_kept(self.cleaned_data["base"])

    def changed_columns(self) -> dict:
        """The small fields that this person changed; only of a valid form."""
        named = {"not_applicable_because", "disclosure"} & set(self.changed_data)
        return {
            name: self.cleaned_data[name] for name in named if self.cleaned_data[name] or name != "disclosure"
        }


class ImageForm(forms.Form):
    """A picture and what it shows, for those who don't see it."""

    image = forms.FileField(error_messages={"required": "Choose a picture."})
    alternative_text = forms.CharField(
        max_length=400, error_messages={"required": "Say in a few words what the picture shows."}
    )
    postmortem = forms.IntegerField(min_value=1)
    section = forms.SlugField(required=False, max_length=60)


def problem_text(form: forms.Form) -> str:
    """All errors of a form in one line, for a script that shows them."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
