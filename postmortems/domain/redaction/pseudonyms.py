"""Stand-in names that stay the same for the same person, service and customer across the texts of one postmortem."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_KINDS = {
    "person": "Responder",
    "stranger": "Person",
    "customer": "Customer",
    "service": "Service",
    "host": "host",
}

# Text of our own making is left alone when a redacted text is read again.
_OWN_NAME = re.compile(r"\b(?:(?:Responder|Person|Customer|Service) (?:\d+|[A-Z]{1,2})|host-\d+)\b")
_OWN_BRACKET = re.compile(
    r"\[(?:email|address|secret|phone number|internal (?:link|name|reference|host)|channel|handle|ticket|cloud account|customer|number|figure)"
    r"(?: of [^\]\n]{1,60})?\]"
)
_OWN_MARKS = ("Responder ", "Person ", "Customer ", "Service ", "host-")


def own_spans(text: str) -> list[tuple[int, int]]:
    """The places of stand-ins that an earlier reading put into the text, in order."""
    spans = [match.span() for match in _OWN_BRACKET.finditer(text)]
    if any(mark in text for mark in _OWN_MARKS):
        spans += [match.span() for match in _OWN_NAME.finditer(text)]
    return sorted(spans)


class Pseudonyms:
    """Remembers which stand-in was given to which key; keys are kept with the restricted record, never published."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._given: dict[str, str] = dict(given or {})
        self._taken = set(self._given.values())
        self._last: dict[str, int] = {}

    def name(self, key: str, label: str = "") -> str:
        """The stand-in for a key such as "person:tim head"; label is used when the roster gives a role."""
        if key not in self._given:
            self._given[key] = label or self._next(key.partition(":")[0])
            self._taken.add(self._given[key])
        return self._given[key]

    def _next(self, kind: str) -> str:
        word = _KINDS.get(kind, "Person")
        number = self._last.get(word, 0) + 1
        while (made := _stand_in(word, number)) in self._taken:
            number += 1
        self._last[word] = number
        return made

    def to_json(self) -> str:
        """The memory as JSON, for the restricted record."""
        return json.dumps(self._given, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Pseudonyms:
        """A memory that was kept with to_json(); raises ValueError for anything else."""
        given = json.loads(text)
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            raise ValueError("not a memory of pseudonyms")
        return cls(given)


def _stand_in(word: str, number: int) -> str:
    if word == "host":
        return f"host-{number}"
    if word == "Service":
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"Service {letters}"
    return f"{word} {number}"
