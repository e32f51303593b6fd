"""The shape of what a kind of incident asks: groups of typed fields, each group with a disclosure class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
"""Plain answers by the key of the field, as they are stored; what was not answered is absent."""

TYPES = ("text", "line", "choice", "many", "instant", "day", "number", "minutes")


@dataclass(frozen=True)
class Field:
    """One question. `type` is one of TYPES, `choices` are (value, label); `minutes` is how long an answer takes.

    Stored: text and line as text, choice as its value, many as a list of values, instant as ISO text with an offset,
    day as ISO text, number and minutes as whole numbers.
    """

    key: str
    label: str
    type: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    minutes: int = 1

    def said(self, value: Any) -> tuple[str, ...]:
        """The labels of chosen values, in the order of the list."""
        chosen = value if isinstance(value, list) else [value]
        return tuple(label for key, label in self.choices if key in chosen)


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under the class that they have unless a person gives them another."""

    key: str
    title: str
    help: str
    fields: tuple[Field, ...]
    disclosure: str = "internal"


@dataclass(frozen=True)
class KindSpec:
    """Everything one kind asks."""

    kind: str
    title: str
    groups: tuple[Group, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in order."""
        return tuple(field for group in self.groups for field in group.fields)

    def group(self, key: str) -> Group | None:
        """The group with this key, or None."""
        return next((group for group in self.groups if group.key == key), None)


YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet"))
