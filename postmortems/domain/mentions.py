"""Whom a remark names with an @: people by their full name, the first part of their address, or all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_AT = re.compile(r"(?<![\w@/.])@(?=\w)")


@dataclass(frozen=True)
class Known:
    """Somebody who can be named: an id, and every way they are written."""

    pk: int
    names: tuple[str, ...]


def has_mention(text: str) -> bool:
    """Whether anybody could be named at all; cheap, so that most remarks load no list of people."""
    return bool(_AT.search(_CODE.sub(" ", text)))


def mentioned(text: str, people: Iterable[Known]) -> tuple[int, ...]:
    """The ids of those named, in the order of the text, each once. The longest name wins; two who share it are both meant."""
    owners: dict[str, list[int]] = {}
    for person in people:
        for name in person.names:
            key = " ".join(name.lower().split())
            if key:
                owners.setdefault(key, []).append(person.pk)
    longest = max((len(name) for name in owners), default=0)
    plain = " ".join(_CODE.sub(" ", text).split())
    found: dict[int, None] = {}
    for at in _AT.finditer(plain):
        for pk in _owner(plain[at.end() : at.end() + longest].lower(), owners):
            found[pk] = None
    return tuple(found)


def _owner(rest: str, owners: dict[str, list[int]]) -> list[int]:
    """Who is named at the beginning of `rest`; nobody where the name goes on with other letters."""
    for end in range(len(rest), 0, -1):
        name = rest[:end]
        if name in owners and not (rest[end : end + 1].isalnum() or rest[end : end + 1] == "_"):
            return owners[name]
    return []
