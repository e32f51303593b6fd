"""Forms about people and teams."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxValueValidator

from core.accounts import countries
from core.accounts.models import Membership, Team, User

ZONES = [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]
ZONES.insert(0, ("UTC", "UTC"))
DAYS = [
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
]

FAR = MaxValueValidator(dt.date(2199, 12, 31), "This is too far ahead. Choose a day, such as 2026-12-01.")
"""The last day of the calendar has no first day back after it."""


class ProfileForm(forms.ModelForm):
    """What a person says of themselves; reminders keep to these hours."""

    time_zone = forms.ChoiceField(label="Time zone", choices=ZONES)
    country = forms.ChoiceField(
        label="Public holidays",
        choices=countries.choices,
        required=False,
        help_text="Days off, like those you do not work on.",
    )
    work_days = forms.TypedMultipleChoiceField(
        label="Working days", choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    stand_in = forms.ModelChoiceField(
        label="Who stands in for me",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Gets your reminders while you are away.",
    )

    class Meta:
        model = User
        fields = [
            "display_name",
            "handle",
            "time_zone",
            "work_start",
            "work_end",
            "work_days",
            "country",
            "away_until",
            "stand_in",
            "weekly_digest",
        ]
        labels = {
            "display_name": "Name",
            "handle": "Handle in chat",
            "work_start": "Work begins",
            "work_end": "Work ends",
            "away_until": "Away until",
            "weekly_digest": "A mail at the beginning of the week: what is mine to do, and my teams’",
        }
        widgets = {
            "work_start": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "work_end": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "away_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {"away_until": "The last day you are away; empty when you are here."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["away_until"].validators.append(FAR)
        self.fields["stand_in"].queryset = User.objects.filter(is_active=True).exclude(pk=self.instance.pk)

    def clean(self) -> dict:
        """The day ends after it begins."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("work_start"), cleaned.get("work_end")
        if start and end and start >= end:
            self.add_error("work_end", "Work ends after it begins; choose a later time.")
        return cleaned


class InviteForm(forms.Form):
    """Who may come in, and where they belong."""

    email = forms.EmailField(label="Email address")
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.all(), required=False, empty_label="None yet"
    )
    role = forms.ChoiceField(label="Role in the team", choices=Membership.Role.choices, initial="member")

    def clean_email(self) -> str:
        """An address that has no account."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("This address has an account already.")
        return email


class AcceptForm(forms.Form):
    """A name and a password, to accept an invitation."""

    display_name = forms.CharField(label="Name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", choices=ZONES)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="12 characters or more.",
    )

    def __init__(self, *args, email: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Strong enough, and not the person's own address or name."""
        password = self.cleaned_data["password"]
        name = self.cleaned_data.get("display_name", "")
        validate_password(password, User(email=self.email, display_name=name))
        return password


class PersonForm(forms.ModelForm):
    """What an administrator decides about a person. None of it widens what the person may read."""

    class Meta:
        model = User
        fields = ["is_active", "is_publisher", "signs_security", "signs_legal", "is_administrator"]
        labels = {
            "is_active": "May sign in",
            "is_publisher": "Publisher: signs off and publishes summaries",
            "signs_security": "Signs for security",
            "signs_legal": "Signs for legal",
            "is_administrator": "Administrator: runs the site",
        }


class TeamForm(forms.ModelForm):
    """A team and the one above it."""

    class Meta:
        model = Team
        fields = ["name", "parent"]
        labels = {"name": "Name", "parent": "Belongs to"}
        help_texts = {"parent": "Its managers are “the level above”."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        below = {self.instance.pk} if self.instance.pk else set()
        while True:  # a team can't belong to one of its own
            wider = below | set(Team.objects.filter(parent__in=below).values_list("pk", flat=True))
            if wider == below:
                break
            below = wider
        self.fields["parent"].queryset = Team.objects.exclude(pk__in=below)
        self.fields["parent"].empty_label = "No other team"

    def clean_name(self) -> str:
        """No second team of a name: nobody could tell them apart in a list."""
        name = self.cleaned_data["name"].strip()
        if Team.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a team of this name already.")
        return name


class MemberForm(forms.Form):
    """Adding somebody to a team, or changing their role."""

    user = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.filter(is_active=True).order_by("display_name"),
        empty_label="Choose…",
    )
    role = forms.ChoiceField(label="Role", choices=Membership.Role.choices, initial="member")
