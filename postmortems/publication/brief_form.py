"""The form of a brief: its title and one field for each part."""

from __future__ import annotations

from django import forms

from postmortems.domain.briefs import AUDIENCES
from postmortems.models import PublicSummary


def _plain(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()


class BriefForm(forms.Form):
    """Parts as they stand, each with what it asks."""

    title = forms.CharField(label="Title", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, brief: PublicSummary, **kwargs) -> None:
        initial = {
            "title": brief.title,
            "version": brief.version,
            "correction_note": brief.correction_note,
        } | {f"part-{part['key']}": part["body"] for part in brief.parts}
        super().__init__(*args, initial=initial, **kwargs)
        self.brief = brief
        asks = {part.key: part.asks for part in AUDIENCES[brief.reader].parts}
        for part in brief.parts:
            self.fields[f"part-{part['key']}"] = forms.CharField(
                label=part["title"],
                help_text=asks.get(part["key"], ""),
                required=False,
                strip=False,
                max_length=50_000,
                widget=forms.Textarea(attrs={"rows": min(14, max(3, part["body"].count("\n") + 2))}),
            )
        if brief.live_revision_id:
            self.fields["correction_note"] = forms.CharField(
                label="What is changed since the issued one", max_length=400, required=False
            )

    def part_fields(self) -> list[forms.BoundField]:
        """The fields of the parts, in order."""
        return [self[f"part-{part['key']}"] for part in self.brief.parts]

    def differing_from(self, stands: BriefForm) -> list[tuple[str, str, str]]:
        """(label, what stands now, what was typed) of every field that differs from the text as it is shown."""
        pairs = [
            (field.label, _plain(field.value()), _plain(self[field.name].value()))
            for field in stands.visible_fields()
            if field.name in self.fields
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]

    def values(self) -> dict:
        """As `change_brief` takes them."""
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title"],
            "parts": [
                {**part, "body": cleaned[f"part-{part['key']}"].replace("\r\n", "\n")}
                for part in self.brief.parts
            ],
            "correction_note": cleaned.get("correction_note", ""),
        }
