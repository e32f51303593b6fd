"""The form of a channel."""

from __future__ import annotations

from django import forms

from core.accounts.forms import ZONES
from core.accounts.models import Team
from core.secretbox import Secret

from . import chat, registry
from .models import Channel


class ChannelForm(forms.Form):
    """Where news go, who reads it there, and what it carries. The address is typed, never shown again."""

    name = forms.CharField(label="Name", max_length=80, help_text="As people know it: #incidents in Slack.")
    address = forms.CharField(
        label="Address",
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}),
        help_text=(
            "The webhook address that Slack, Teams, Discord or Google Chat gave you, any https address that takes "
            "JSON, or an Apprise address such as mmosts://chat.example.com/token. It is kept encrypted and not shown again."
        ),
    )
    audience = forms.ChoiceField(
        label="Who reads it",
        choices=Channel.Audience.choices,
        initial=Channel.Audience.ORGANISATION,
        widget=forms.RadioSelect,
        help_text="Nothing is said there that one of them may not read in Debrief. Where guests read along, set up none.",
    )
    team = forms.ModelChoiceField(
        label="Which team", queryset=Team.objects.all(), required=False, empty_label="None"
    )
    kinds = forms.MultipleChoiceField(label="What it carries", widget=forms.CheckboxSelectMultiple)
    about = forms.ModelMultipleChoiceField(
        label="About which teams",
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means all of them.",
    )
    rhythm = forms.ChoiceField(
        label="Summaries of late actions", choices=Channel.Rhythm.choices, initial=Channel.Rhythm.WEEKLY
    )
    time_zone = forms.ChoiceField(label="At nine in the morning in", initial="UTC")

    def __init__(self, *args, channel: Channel | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds, zones = self.fields["kinds"], self.fields["time_zone"]
        if isinstance(kinds, forms.MultipleChoiceField) and isinstance(zones, forms.ChoiceField):
            kinds.choices = [(each.kind, each.label) for each in registry.announcements()]
            kept = channel.time_zone if channel is not None else "UTC"
            zones.choices = ZONES if kept in dict(ZONES) else [*ZONES, (kept, kept)]
        if channel is not None:
            self.fields["address"].required = False
            self.fields["address"].label = "Another address"
            self.fields["address"].help_text = f"Leave this empty to keep {channel.shown_address}"

    def clean_address(self) -> str:
        """An address of a service we can use; what may be shown of it is found out here."""
        typed = self.cleaned_data["address"].strip()
        if typed:
            try:
                self.service = chat.read(typed)
            except chat.Unusable as error:
                raise forms.ValidationError(str(error)) from error
        return typed

    def clean(self) -> dict:
        """A team's channel names its team, and only that."""
        values = super().clean() or self.cleaned_data
        if values.get("audience") == Channel.Audience.TEAM and not values.get("team"):
            self.add_error("team", "Say whose people read it.")
        return values

    def values(self) -> dict:
        """What `save_channel` takes; the address sealed."""
        values = dict(self.cleaned_data)
        if values["audience"] != Channel.Audience.TEAM:
            values["team"] = None
        if values["address"]:
            values |= {
                "address": Secret.of(values["address"]),
                "service": self.service.name[:40],
                "shown_address": self.service.shown,
            }
        return values
