"""Chooses what stands in for a finding, so that the sentence keeps its meaning and one person keeps one name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortems.domain.redaction.findings import Hit, Lists
from postmortems.domain.redaction.name_forms import person_key
from postmortems.domain.redaction.people import find_people
from postmortems.domain.redaction.positions import tokenize
from postmortems.domain.redaction.pseudonyms import Pseudonyms

_FIXED = {
    "email": "[email]",
    "phone": "[phone number]",
    "ip": "[address]",
    "secret": "[secret]",
    "internal-url": "[internal link]",
    "channel": "[channel]",
    "ticket": "[ticket]",
    "aws-account": "[cloud account]",
    "internal-ref": "[internal reference]",
    "handle": "[handle]",
}
_TEAM = re.compile(
    r"team|on-?call|ops\b|bot\b|group|support|squad|platform|infra|sre\b|admins?\b|security|all\b"
)


class Namer:
    """Gives each hit its replacement, asking the memory of pseudonyms for people, customers, services and machines."""

    def __init__(self, lists: Lists, pseudonyms: Pseudonyms) -> None:
        self._people = lists.people
        self._roles = {person_key(person): person.role for person in lists.people}
        self._pseudonyms = pseudonyms

    def replacements(self, hits: Sequence[Hit], text: str) -> list[str]:
        """One replacement for each hit, in order."""
        full = sorted(
            {hit.key for hit in hits if hit.key.startswith("stranger:")}, key=lambda key: -len(key.split())
        )
        return [self._replace(hit, text, full) for hit in hits]

    def _replace(self, hit: Hit, text: str, full: list[str]) -> str:
        if hit.kind == "person":
            return self._person(hit, full)
        if hit.kind in ("email", "handle"):
            return self._account(hit, text)
        if hit.key.startswith(("customer:", "service:", "host:")):
            return self._pseudonyms.name(hit.key)
        if hit.key.startswith("figure:"):
            return "[figure]"
        return _FIXED.get(hit.kind, "[internal name]")

    def _person(self, hit: Hit, full: list[str]) -> str:
        if hit.key.startswith("stranger:"):
            name = hit.key.partition(":")[2]
            for other in full:
                words = other.partition(":")[2].split()
                if len(words) > 1 and " " not in name and name in words:
                    return self._pseudonyms.name(other)
        return self._pseudonyms.name(hit.key, self._roles.get(hit.key, ""))

    def _account(self, hit: Hit, text: str) -> str:
        """A handle or an address: the person's own stand-in when it can be traced to the roster."""
        written = text[hit.start : hit.end]
        local = written.lstrip("@").partition("@")[0]
        owners = find_people(tokenize("@" + local, "@" + local.lower()), self._people)
        if hit.kind == "email":
            return f"[email of {self._person(owners[0], [])}]" if owners else "[email]"
        if owners:
            return self._person(owners[0], [])
        return (
            "[handle]" if _TEAM.search(local.lower()) else self._pseudonyms.name("stranger:@" + local.lower())
        )
