"""Fields that several forms share: a day, a zone, a link, a disclosure class."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator

from postmortems.domain import walltime
from postmortems.models import Disclosure

FIRST_DAY, LAST_DAY = dt.date(1970, 1, 2), dt.date(2100, 1, 1)


class DayField(forms.DateField):
    """A calendar day, as the browser's own picker gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("error_messages", {"invalid": "Write the day as 2026-11-21."})
        super().__init__(
            input_formats=["%Y-%m-%d", "%d %b %Y", "%d %B %Y"],
            validators=[
                MinValueValidator(FIRST_DAY, "This day lies too far back."),
                MaxValueValidator(LAST_DAY, "This day lies too far ahead."),
            ],
            **kwargs,
        )


class TypedTimeField(forms.CharField):
    """A time of day as typed; gives a walltime.TypedTime."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 9}))
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return walltime.read_time(text)
        except walltime.Unreadable as problem:
            raise forms.ValidationError(str(problem)) from None

    def validate(self, value) -> None:
        """Nothing more: an empty time means the whole day."""

    def run_validators(self, value) -> None:
        """The length was checked by reading it."""


class ClockField(TypedTimeField):
    """A time of day beside a day that is not enough alone."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError("Write the time as 14:02 or 14:02:11, or 14h for the hour.") from None


BESIDE = "Take the last minute before that hour or the first after it."


def said_of(problem: walltime.Unreadable, way_out: str = BESIDE) -> str:
    """What is wrong with a time that is told in the zone of the whole incident.

    Of one that came twice a row of the timeline takes an offset; here there is no place for it, and `way_out` says what does.
    """
    text, twice, _ = str(problem).partition(" Write ")
    return f"{text} {way_out}" if twice else text


class ZoneField(forms.CharField):
    """The name of a zone; gives the name as typed, once it is known to be one."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"autocomplete": "off", "list": "zones", "spellcheck": "false", "size": 16}
            ),
        )
        super().__init__(**kwargs)

    def clean(self, value):
        text = " ".join(super().clean(value).split())
        try:
            walltime.read_zone(text)
        except walltime.Unreadable as problem:
            raise forms.ValidationError(str(problem)) from None
        return text


class PlaceField(ZoneField):
    """A zone with a calendar of its own, as a whole postmortem is told in: an area and city, or UTC."""

    def clean(self, value):
        text = " ".join(forms.CharField.clean(self, value).split())
        if not text:
            return ""
        place = "Name an area and city, such as Europe/Amsterdam, or UTC."
        try:
            zone = walltime.read_zone(text)
        except walltime.Unreadable:
            raise forms.ValidationError(f"“{text[:40]}” is not a zone this site knows. {place}") from None
        key = getattr(zone, "key", "") or ("UTC" if zone.utcoffset(None) == dt.timedelta(0) else "")
        if not key:
            raise forms.ValidationError(place)
        return key


class LinkField(forms.URLField):
    """A link to evidence: http or https."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs) -> None:
        super().__init__(max_length=1000, assume_scheme="https", **kwargs)


def disclosure_field(full_reader: bool, **kwargs) -> forms.ChoiceField:
    """The disclosure classes a person may give: what they could not read afterwards is not offered."""
    choices = [choice for choice in Disclosure.choices if full_reader or choice[0] != Disclosure.RESTRICTED]
    return forms.ChoiceField(choices=choices, initial=Disclosure.INTERNAL, label="Disclosure", **kwargs)
