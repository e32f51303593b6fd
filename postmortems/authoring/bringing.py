"""Between an export and its rows: who its speakers are, and which part of it belongs to the incident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.forms import BaseFormSet

from postmortems.authoring.forms.bring import NOBODY, SOMEBODY_NEW, Speakers
from postmortems.domain.redaction import Person
from postmortems.domain.sources import Found, Stand, match, suggested
from postmortems.models import Involved, Postmortem

BEFORE, AFTER = dt.timedelta(hours=1), dt.timedelta(hours=1)


def window_of(postmortem: Postmortem) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From an hour before the incident to an hour after its end, where both are known."""
    if not postmortem.started_at or not postmortem.resolved_at:
        return None, None
    return postmortem.started_at - BEFORE, postmortem.resolved_at + AFTER


def within(found: Found, since: dt.datetime | None, until: dt.datetime | None) -> Found:
    """The entries of a stretch of time, and only the speakers who speak in it."""
    entries = tuple(
        entry
        for entry in found.entries
        if (since is None or entry.at >= since) and (until is None or entry.at <= until)
    )
    counts = [entry.speaker for entry in entries]
    speakers = tuple(
        replace(speaker, count=counts.count(speaker.key))
        for speaker in found.speakers
        if speaker.key in counts
    )
    return replace(found, entries=entries, speakers=speakers)


def persons(roster: Sequence[Involved]) -> list[Person]:
    """The roster as the engine takes it."""
    return [Person(one.name, tuple(one.handles), one.role) for one in roster]


def speakers_form(found: Found, roster: Sequence[Involved], data=None) -> BaseFormSet:
    """One line for each speaker: who they seem to be, to be confirmed or changed."""
    known = persons(roster)
    places = {speaker.key: match(speaker, known) for speaker in found.speakers}
    unknown = [speaker for speaker in found.speakers if places[speaker.key] is None]
    roles = suggested(unknown, (person.role for person in known))
    initial = []
    for speaker in found.speakers:
        place = places[speaker.key]
        who = NOBODY if speaker.is_program else SOMEBODY_NEW
        initial.append(
            {
                "key": speaker.key,
                "who": str(roster[place].pk) if place is not None else who,
                "role": roles.get(speaker.key, "") if place is None else "",
            }
        )
    return Speakers(data, initial=initial, form_kwargs={"roster": roster}, prefix="people")


def stands_of(form: BaseFormSet, found: Found, roster: Sequence[Involved]) -> dict[str, Stand]:
    """Key of each speaker -> who they are taken for; only of a valid form. Two keys may be one person."""
    speakers = {speaker.key: speaker for speaker in found.speakers}
    people = {str(one.pk): one for one in roster}
    stands: dict[str, Stand] = {}
    for number, line in enumerate(form.cleaned_data, 1):
        speaker = speakers.get(line.get("key", ""))
        if speaker is None or line["who"] == NOBODY:
            continue
        handles = tuple(dict.fromkeys(name[:120] for name in speaker.names))
        if line["who"] == SOMEBODY_NEW:
            stands[speaker.key] = Stand(speaker.shown[:120], handles, line["role"])
        else:
            one = people[line["who"]]
            role = one.role or f"Responder {number}"
            stands[speaker.key] = Stand(one.name, (*one.handles, *handles), role)
    return stands


def example_of(found: Found, key: str) -> str:
    """Something the speaker said, to know them by."""
    return next((entry.text[:120] for entry in found.entries if entry.speaker == key and entry.text), "")
