"""What was read of an export, carried by the page from step to step."""

from __future__ import annotations

import datetime as dt
import json

from django import forms
from django.core.exceptions import ValidationError

from postmortems.domain.sources import Entry, Found, Speaker

from .paste import MOST_ROWS


class Held(forms.Form):
    """What was read, carried by the page between its steps: nothing waits on the server, nothing is lost there."""

    held = forms.CharField(widget=forms.HiddenInput, strip=False)

    def clean_held(self) -> Found:
        """Entries and speakers again, with nothing in them that the page could not have sent."""
        try:
            kept = json.loads(self.cleaned_data["held"])
            entries = tuple(_entry(row) for row in kept["entries"][:MOST_ROWS])
            speakers = tuple(
                Speaker(str(key), tuple(map(str, names)), int(count), bool(program))
                for key, names, count, program in kept["speakers"]
            )
            return Found(str(kept["product"]), entries, speakers)
        except (ValueError, KeyError, TypeError, OverflowError):
            raise ValidationError("What was read got lost on the way. Choose the file again.") from None


def hold(found: Found) -> str:
    """Entries and speakers as text for the page to carry."""
    entries = [
        [
            entry.at.isoformat(),
            entry.text,
            entry.line,
            entry.precision,
            entry.speaker,
            entry.kind,
            entry.source_url,
            entry.zone,
            entry.zone_assumed,
            entry.approximate,
            entry.ends_at.isoformat() if entry.ends_at else "",
            entry.source,
        ]
        for entry in found.entries
    ]
    speakers = [[one.key, one.names, one.count, one.is_program] for one in found.speakers]
    return json.dumps(
        {"product": found.product, "entries": entries, "speakers": speakers}, ensure_ascii=False
    )


def _entry(row: list) -> Entry:
    at, text, line, precision, speaker, kind, url, zone, assumed, approximate, ends, source = row
    begun = dt.datetime.fromisoformat(at)
    if begun.tzinfo is None or precision not in ("second", "minute", "hour", "day"):
        raise ValueError(at)
    return Entry(
        begun,
        str(text),
        int(line),
        precision,
        str(speaker),
        str(kind),
        str(url),
        str(zone),
        bool(assumed),
        bool(approximate),
        dt.datetime.fromisoformat(ends) if ends else None,
        str(source),
    )
