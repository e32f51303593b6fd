"""People: those involved, those who may read, and the one who owns."""

from __future__ import annotations

from django import forms

from core.accounts.models import Team, User
from postmortems.models import Visibility


class PersonField(forms.CharField):
    """A person of the site by address; gives the User."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "off", "list": "people"}))
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def clean(self, value):
        address = super().clean(value).lower()
        if not address:
            return None
        person = User.objects.filter(email=address, is_active=True).first()
        if person is None:
            raise forms.ValidationError("Nobody signs in here with this address.")
        return person


class InvolvedForm(forms.Form):
    """One person on the roster."""

    name = forms.CharField(max_length=120, label="Name")
    handles = forms.CharField(
        required=False,
        max_length=400,
        label="Handles",
        help_text="As chat and logs spell them, separated by commas",
    )
    role = forms.CharField(
        required=False,
        max_length=80,
        label="Role",
        help_text="Stands for the name in the text: “On-call engineer”, “Responder 2”",
    )
    is_responder = forms.BooleanField(
        required=False,
        initial=True,
        label="Took part in the response",
        help_text="Responders don't facilitate",
    )
    user = PersonField(required=False, label="Address on this site")

    def clean_handles(self) -> list[str]:
        """Each handle once, without its @."""
        names = [name.strip().lstrip("@") for name in self.cleaned_data["handles"].split(",")]
        return list(dict.fromkeys(name[:120] for name in names if name))


class VisibilityForm(forms.Form):
    """Who may read at all, the team it belongs to, and who facilitates."""

    visibility = forms.ChoiceField(
        choices=Visibility.choices, widget=forms.RadioSelect, label="Who may read it"
    )
    team = forms.ModelChoiceField(queryset=Team.objects.none(), label="Team", empty_label="Choose…")
    facilitator = PersonField(
        required=False, label="Facilitator", help_text="Somebody who did not take part in the response"
    )

    def __init__(self, *args, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


class NamedReaderForm(forms.Form):
    """One more person who may read, and perhaps write."""

    user = PersonField(label="Address")
    may_edit = forms.BooleanField(required=False, label="May also write")


class HandOverForm(forms.Form):
    """The next owner."""

    owner = PersonField(label="New owner's address")
