"""Forms of the composed pages."""

from __future__ import annotations

import re

from django import forms

from core.accounts.models import Team
from postmortems.models import Visibility
from postmortems.workspace.record import FORMAT

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I)
PAGE_REFUSED = "This is a web page, not a text. Bring in the Markdown or JSON of it, or paste its words."
MAX_BYTES = 2 * 1024 * 1024
MAX_FILE = 10 * 1024 * 1024
"""A file of our own may hold pictures; as text it is read only up to MAX_BYTES."""


class ImportForm(forms.Form):
    """An existing document, pasted or as a file."""

    text = forms.CharField(
        label="Paste the document",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="Markdown or plain text: headings, a timeline as table, list or prose, action items.",
    )
    file = forms.FileField(
        label="… or choose a file",
        required=False,
        help_text="A .md or .txt file of up to 2 MB, or what this site exported as JSON, up to 10 MB.",
        widget=forms.ClearableFileInput(
            attrs={"accept": ".md,.markdown,.txt,.json,text/markdown,text/plain,application/json"}
        ),
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label=None)
    visibility = forms.ChoiceField(
        label="Who may read it",
        choices=Visibility.choices,
        initial=Visibility.TEAM,
        help_text="Can be changed later.",
    )

    def __init__(self, *args, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams

    def clean_file(self) -> str | None:
        """The text of the file."""
        file = self.cleaned_data.get("file")
        if not file:
            return None
        if file.size > MAX_FILE:
            raise forms.ValidationError(
                "This file is larger than 10 MB. Paste the part that matters instead."
            )
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                "This file is not plain text in UTF-8. Save it as text, or paste it."
            ) from error
        if "\x00" in text:
            raise forms.ValidationError("This looks like a binary file, not text.")
        return text

    def clean_text(self) -> str:
        """Not more than a file may hold: reading it takes time."""
        text = self.cleaned_data["text"]
        if len(text.encode()) > MAX_BYTES:
            raise forms.ValidationError("This is longer than 2 MB. Paste the part that matters instead.")
        return text

    def clean(self) -> dict:
        """Something to read has to be there."""
        cleaned = super().clean() or {}
        document = cleaned.get("file") or cleaned.get("text") or ""
        if cleaned.get("file") and (cleaned.get("text") or "").strip():
            self.add_error(
                "file", "There is a text and a file. Bring in one of them, and the other afterwards."
            )
        if not self.errors and not document.strip():
            self.add_error("text", "Paste a document or choose a file.")
        if len(document) > MAX_BYTES and FORMAT not in document:
            self.add_error("file", "This file is larger than 2 MB. Paste the part that matters instead.")
        if not self.errors and _PAGE.match(document):
            self.add_error("file" if cleaned.get("file") else "text", PAGE_REFUSED)
        cleaned["document"] = document
        upload = self.files.get("file")
        cleaned["filename"] = upload.name if upload and cleaned.get("file") else ""
        return cleaned
