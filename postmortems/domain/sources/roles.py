"""Roles in place of names: in an entry's text, and for the one who spoke."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from postmortems.domain.redaction import Lists, Person, Pseudonyms, scan
from postmortems.domain.redaction.people import WHY_HANDLE, WHY_ROSTER

from .model import Entry, Speaker

_OURS = frozenset((WHY_ROSTER, WHY_HANDLE))


@dataclass(frozen=True)
class Stand:
    """Who a speaker is taken for: their name, every handle, the role that stands for them."""

    name: str
    handles: tuple[str, ...]
    role: str


def match(speaker: Speaker, roster: Sequence[Person]) -> int | None:
    """The place on the roster of the one person whose name or handle this is; None for nobody, or for two."""
    names = {_plain(name) for name in (*speaker.names, speaker.key)}
    found = [
        place
        for place, person in enumerate(roster)
        if names & {_plain(name) for name in (person.name, *person.handles)}
    ]
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.lower().lstrip("@").split())


def suggested(speakers: Iterable[Speaker], taken: Iterable[str]) -> dict[str, str]:
    """A role for each person nobody knows yet: "Responder 3", the next number that is free."""
    used, given, number = set(taken), {}, 0
    for speaker in speakers:
        if speaker.is_program:
            continue
        number += 1
        while f"Responder {number}" in used:
            number += 1
        given[speaker.key] = f"Responder {number}"
    return given


def with_roles(
    entries: Iterable[Entry], stands: Mapping[str, Stand], roster: Sequence[Person]
) -> list[tuple[Entry, str]]:
    """Each entry with roles instead of the names of `stands` (speaker's key -> who) and of the roster; and its actor's role.

    The imported line is kept beside the row, so it is treated alike. Only people who are known are replaced: what else should not leave the house is for the public summary to find.
    """
    people = [Person(stand.name, stand.handles, stand.role) for stand in stands.values()]
    known = {person.name.lower() for person in people}
    lists = Lists(people=(*people, *(person for person in roster if person.name.lower() not in known)))
    pseudonyms = Pseudonyms()
    done = []
    for entry in entries:
        stand = stands.get(entry.speaker)
        done.append(
            (
                replace(
                    entry,
                    text=_replaced(entry.text, lists, pseudonyms),
                    source=_replaced(entry.source, lists, pseudonyms),
                ),
                stand.role if stand else "",
            )
        )
    return done


def _replaced(text: str, lists: Lists, pseudonyms: Pseudonyms) -> str:
    parts: list[str] = []
    past = 0
    for found in scan(text, lists, pseudonyms=pseudonyms):
        if found.why not in _OURS:
            continue
        start = found.start - 1 if text[found.start - 1 : found.start] == "@" and found.start else found.start
        parts += (text[past:start], found.replacement)
        past = found.end
    return "".join([*parts, text[past:]])
