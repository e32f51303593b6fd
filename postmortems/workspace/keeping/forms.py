"""What is asked before something is removed for good."""

from __future__ import annotations

from django import forms


class PurgeForm(forms.Form):
    """The passage as it stands, why it goes, and, the second time, that this is meant."""

    passage = forms.CharField(
        label="The passage, exactly as it stands",
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Copy it from the text. Every place with the same letters loses it.",
        error_messages={"required": "Paste the passage first."},
    )
    reason = forms.CharField(
        label="Why it is removed",
        max_length=400,
        help_text="Stays on record, so leave the passage itself out: “a password pasted by mistake”.",
        error_messages={"required": "Say in a few words why; readers of the history will ask."},
    )
    sure = forms.BooleanField(required=False, label="Yes, remove it for good. It can't be brought back.")

    def clean_passage(self) -> str:
        """Lines as the database keeps them; long enough to be one passage."""
        text = self.cleaned_data["passage"].replace("\r\n", "\n").strip("\n")
        if len(text.strip()) < 3:
            raise forms.ValidationError(
                "Give at least three characters, so that only the passage is removed."
            )
        return text

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("passage", "").strip() and cleaned["passage"].strip() in cleaned.get("reason", ""):
            self.add_error("reason", "The reason stays on record: write it without the passage.")
        return cleaned


class HoldForm(forms.Form):
    """Why a hold is placed or lifted."""

    reason = forms.CharField(
        label="Why", max_length=400, error_messages={"required": "Say in a sentence why; it stays on record."}
    )
