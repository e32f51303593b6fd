"""Forms about policies, and about reminders put off."""

from __future__ import annotations

import datetime as dt

from django import forms

from core.accounts import countries
from core.templatetags.say import count_of
from postmortems.models import FollowUpPolicy, Priority, Severity

from .forms import DATE, FAR, LIKELY

MOST_BEFORE, FURTHEST_BEFORE = 6, 90


class DaysBefore(forms.Field):
    """Days in a row: "7, 2, 0"."""

    def __init__(self, **kwargs) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value):
        """As somebody would write it."""
        return ", ".join(str(day) for day in value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value) -> list[int]:
        """Whole days, furthest ahead first, each once."""
        words = str(value or "").replace(",", " ").split()
        if len(words) > 60 or not all(word.isdecimal() and len(word) < 4 for word in words):
            raise forms.ValidationError("Give whole days with commas between them, such as 7, 2, 0.")
        days = sorted({int(word) for word in words}, reverse=True)
        if len(days) > MOST_BEFORE or (days and days[0] > FURTHEST_BEFORE):
            raise forms.ValidationError(
                f"At most {MOST_BEFORE} reminders ahead, the first no more than {FURTHEST_BEFORE} days before."
            )
        return days


class PolicyForm(forms.ModelForm):
    """What a policy says; for whom it holds is decided when it is made."""

    before = DaysBefore(
        label="Days before it is due",
        help_text="With commas; 0 is the day itself. Empty: nothing before it is late.",
    )
    country = forms.ChoiceField(
        label="Public holidays",
        choices=countries.choices,
        required=False,
        help_text="For suggested dates while nobody owns the action; then the owner’s own count.",
    )

    class Meta:
        model = FollowUpPolicy
        fields = [
            "finish_days",
            "counting",
            "country",
            "assign_days",
            "before",
            "late_after",
            "again_every",
            "managers_after",
            "managers_above_after",
            "snooze_days",
            "version",
        ]
        labels = {
            "finish_days": "Due after",
            "counting": "Counted in",
            "assign_days": "Owner named within",
            "late_after": "First time late",
            "again_every": "Then every",
            "managers_after": "The team’s managers",
            "managers_above_after": "The managers above",
            "snooze_days": "Longest wait",
        }
        help_texts = {
            "finish_days": "Days from when it is written down. It is suggested; people may agree on another.",
            "assign_days": "Working days. Then the team’s managers hear of it.",
            "late_after": "Days after it was due.",
            "again_every": "Days, as long as it is late.",
            "managers_after": "Working days late. Empty: never.",
            "managers_above_after": "Working days late. Empty: never.",
            "snooze_days": "Days a person may put reminders off at a time; 0: not at all.",
        }
        widgets = {"version": forms.HiddenInput()}

    def clean(self) -> dict:
        """What is set together has to make sense together."""
        cleaned = super().clean() or {}
        finish, assign = cleaned.get("finish_days"), cleaned.get("assign_days")
        before = cleaned.get("before")
        if finish and before and before[0] > finish:
            self.add_error(
                "before",
                f"The first reminder would come {count_of(before[0], 'day')} before, "
                f"when the action has only {count_of(finish, 'day')} in all.",
            )
        if finish and assign and assign > finish:
            self.add_error(
                "assign_days", "It would be due before anybody hears that nobody owns it. Choose fewer days."
            )
        self._levels(cleaned.get("managers_after"), cleaned.get("managers_above_after"))
        return cleaned

    def _levels(self, managers: int | None, above: int | None) -> None:
        if above is None or self.errors.keys() & {"managers_after", "managers_above_after"}:
            return
        if managers is None:
            self.add_error("managers_above_after", "The team’s managers hear first; say after how many days.")
        elif above <= managers:
            self.add_error(
                "managers_above_after",
                f"The team’s managers hear after {count_of(managers, 'day')}; those above hear later than that.",
            )

    def _get_validation_exclusions(self) -> set[str]:
        # One that is new has its version from the table.
        return super()._get_validation_exclusions() | {"version"}


class ScopeForm(forms.Form):
    """Which actions a policy is for."""

    severity = forms.ChoiceField(
        label="Severity", choices=[("", "Any severity"), *Severity.choices], required=False
    )
    priority = forms.ChoiceField(
        label="Priority", choices=[("", "Any priority"), *Priority.choices], required=False
    )


class PreviewForm(forms.Form):
    """The day the preview speaks of."""

    example = forms.DateField(
        label="For an action due on",
        required=False,
        widget=DATE,
        validators=[LIKELY, FAR],
        error_messages={"invalid": "Give a day, such as 2027-03-02."},
    )

    def day(self, default: dt.date) -> dt.date:
        """The day asked for."""
        return (self.cleaned_data.get("example") if self.is_valid() else None) or default


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(label="Remind again on", widget=DATE)
    reason = forms.CharField(
        label="Why it waits",
        max_length=300,
        help_text="The team’s managers see it.",
        error_messages={"required": "Say why it waits; the team’s managers see it."},
    )
