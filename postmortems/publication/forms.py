"""Forms of the public summary."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.text import slugify

from postmortems.models import Action, PromiseUpdate, PublicSummary
from postmortems.publication.parity import REASONS

REASONS_OFFERED = list(REASONS.items())


def _as_typed(field: forms.BoundField) -> str:
    """What stands in a field, as a browser sends it; of boxes the names of those that are ticked."""
    value = field.value()
    if isinstance(value, list):
        return ", ".join(str(name) for key, name in REASONS_OFFERED if key in value)
    if isinstance(value, dt.datetime):
        value = field.field.widget.format_value(value)
    return str(value or "").replace("\r\n", "\n").strip()


class SummaryForm(forms.Form):
    """The text of a summary; one field for each part."""

    title = forms.CharField(label="Title", max_length=200)
    slug = forms.CharField(
        label="Address", max_length=80, help_text="What stands after /public/. It stays once it is published."
    )
    lede = forms.CharField(
        label="Opening",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="Two sentences: what people noticed, from when to when, and that you are sorry.",
    )
    began_at = forms.DateTimeField(
        label="Began (UTC)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ended_at = forms.DateTimeField(
        label="Ended (UTC)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    services = forms.CharField(
        label="Services, by their public names",
        required=False,
        max_length=400,
        help_text="Separated by commas.",
    )
    reasons = forms.MultipleChoiceField(
        label="If something is left out, why",
        choices=REASONS_OFFERED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    correction_note = forms.CharField(label="What is corrected", max_length=400, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, summary: PublicSummary, **kwargs) -> None:
        initial = {
            "title": summary.title,
            "slug": summary.slug,
            "lede": summary.lede,
            "began_at": summary.began_at,
            "ended_at": summary.ended_at,
            "services": ", ".join(summary.services),
            "reasons": summary.withheld.get("reasons", []),
            "correction_note": summary.correction_note,
            "version": summary.version,
        }
        initial |= {f"part-{part['key']}": part["body"] for part in summary.parts}
        super().__init__(*args, initial=initial, **kwargs)
        self.summary = summary
        for part in summary.parts:
            rows = min(18, max(3, part["body"].count("\n") + 2))
            self.fields[f"part-{part['key']}"] = forms.CharField(
                label=part["title"], required=False, strip=False, widget=forms.Textarea(attrs={"rows": rows})
            )
        if summary.live_revision_id:
            self.fields["slug"].disabled = True
        else:
            del self.fields["correction_note"]

    def clean_slug(self) -> str:
        """An address that is free and reads well."""
        slug = slugify(self.cleaned_data["slug"])[:80]
        if not slug:
            raise forms.ValidationError("Use letters, digits and hyphens.")
        if slug in ("year", "feed"):
            raise forms.ValidationError("This word is taken by the site itself; choose another.")
        if PublicSummary.objects.filter(slug=slug).exclude(pk=self.summary.pk).exists():
            raise forms.ValidationError("Another summary has this address; choose another.")
        return slug

    def clean(self) -> dict:
        """The end comes after the beginning."""
        cleaned = super().clean() or {}
        began, ended = cleaned.get("began_at"), cleaned.get("ended_at")
        if began and ended and ended < began:
            self.add_error("ended_at", "This is before it began.")
        return cleaned

    def differing_from(self, stands: SummaryForm) -> list[tuple[str, str, str]]:
        """(label, what stands now, what was typed) of every field that differs from the text as it is shown."""
        shown = [(field, self[field.name]) for field in stands.visible_fields() if field.name in self.fields]
        pairs = [(field.label, _as_typed(field), _as_typed(typed)) for field, typed in shown]
        return [pair for pair in pairs if pair[1] != pair[2]]

    def values(self) -> dict:
        """The columns of the summary, as `change_text` takes them."""
        cleaned = self.cleaned_data
        names = ("title", "slug", "lede", "began_at", "ended_at")
        return {name: cleaned[name] for name in names} | {
            "parts": [
                {**part, "body": cleaned[f"part-{part['key']}"].replace("\r\n", "\n")}
                for part in self.summary.parts
            ],
            "services": [name.strip() for name in cleaned["services"].split(",") if name.strip()],
            "withheld": {**self.summary.withheld, "reasons": cleaned["reasons"]},
            "correction_note": cleaned.get("correction_note", ""),
        }


class PromiseForm(forms.Form):
    """Promising an action in public."""

    action = forms.ModelChoiceField(
        label="Action item", queryset=Action.objects.none(), empty_label="Choose…"
    )
    wording = forms.CharField(
        label="In public words", max_length=300, help_text="What changes, as a customer would say it."
    )
    due_month = forms.CharField(
        label="Month", widget=forms.TextInput(attrs={"type": "month", "placeholder": "2027-02"})
    )

    def __init__(self, *args, actions: list[Action], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = Action.objects.filter(pk__in=[action.pk for action in actions])

    def clean_due_month(self) -> dt.date:
        """The first day of a month such as 2027-02."""
        try:
            return (
                dt.datetime.strptime(self.cleaned_data["due_month"].strip()[:7], "%Y-%m")
                .replace(tzinfo=dt.UTC)
                .date()
            )
        except ValueError as error:
            raise forms.ValidationError("Write the month as 2027-02.") from error


class PromiseStateForm(forms.Form):
    """How a promise stands."""

    state = forms.ChoiceField(label="State", choices=PromiseUpdate.State.choices)
    note = forms.CharField(label="In public words", max_length=300, required=False)


class NoteForm(forms.Form):
    """A sentence for readers."""

    note = forms.CharField(label="In a sentence, for readers", max_length=400)


class PassageForm(forms.Form):
    """What has to leave the public side at once."""

    passage = forms.CharField(
        label="The passage, exactly as it is shown", widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )
    reason = forms.CharField(
        label="What sort of thing it is, without repeating it",
        max_length=400,
        required=False,
        help_text="For the person who signs it after you.",
    )


class LinesField(forms.CharField):
    """Words, a line each: in order, without doubles."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})

    def clean(self, value) -> list[str]:
        """The words; a line may hold 200 characters."""
        words = list(
            dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip())
        )
        if any(len(word) > 200 for word in words):
            raise forms.ValidationError("A line may have up to 200 characters.")
        return words


class ListsForm(forms.Form):
    """The lists the organisation keeps; the detectors look for these words in every public text."""

    customer = LinesField(
        label="Customers",
        required=False,
        help_text="One name on each line, as people write it.",
        max_length=200_000,
    )
    domain = LinesField(
        label="Internal domains", required=False, help_text="For example: corp.example.net", max_length=50_000
    )
    word = LinesField(
        label="Internal words", required=False, help_text="Host names and code names.", max_length=200_000
    )
