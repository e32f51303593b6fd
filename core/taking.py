"""Rows that come from a file: built from plain values, checked like typed ones, refused in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models.fields import Field

Row = TypeVar("Row", bound=models.Model)


class NotTaken(ValueError):  # noqa: N818 - an answer for the person who brought the file
    """The file says something that can't be; the words say where and what."""


def plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Columns as JSON holds them: instants and days as ISO text, everything else as it is."""
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()
    }


def build(model: type[Row], values: object, names: Sequence[str], what: str, **fixed: Any) -> Row:
    """An unsaved row from a file's object: `names` of it, the rest by default, and `fixed`.

    Raises NotTaken for a value of another shape, an unknown choice, or one the row's own constraints refuse.
    """
    if not isinstance(values, Mapping):
        raise NotTaken(f"{what} is not an object with names and values.")
    columns = {name: _read(model, name, values[name], what) for name in names if values.get(name) is not None}
    row = model(**columns, **fixed)
    try:
        row.clean_fields(exclude=_beside(model, names))
        # What compares rows with one another is the database's to refuse; here it is the row by itself.
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                constraint.validate(model, row)
    except ValidationError as problem:
        raise NotTaken(f"{what}: {_words(problem)}") from None
    return row


def _beside(model: type[models.Model], names: Sequence[str]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if field.name not in names}


def _read(model: type[models.Model], name: str, value: Any, what: str) -> Any:
    field = model._meta.get_field(name)
    if isinstance(field, models.JSONField):
        return value
    wanted = (
        bool
        if isinstance(field, models.BooleanField)
        else int
        if isinstance(field, models.IntegerField)
        else str
    )
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise NotTaken(f"{what}: {name} is {value!r:.60}, which can't be.")
    try:
        return _typed(field, value) if isinstance(field, Field) else value
    except (ValueError, ValidationError):
        raise NotTaken(f"{what}: {name} is {value!r:.60}, which can't be.") from None


def _typed(field: Field, value: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        at = dt.datetime.fromisoformat(value)
        if at.tzinfo is None or not 1970 <= at.year <= 2100:
            raise ValueError(value)
        return at.astimezone(dt.UTC)
    if isinstance(field, models.DateField):
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and "\0" in value:
        raise ValueError(value)
    return value


def _words(problem: ValidationError) -> str:
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    return "; ".join(
        " ".join(messages) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(messages)}"
        for name, messages in problem.message_dict.items()
    )


def listed(data: Mapping, name: str, *, most: int = 20_000) -> list:
    """A list of the file; [] where it has none."""
    found = data.get(name) or []
    if not isinstance(found, list):
        raise NotTaken(f"{name} is not a list.")
    if len(found) > most:
        raise NotTaken(f"{name} holds {len(found):,} entries, more than {most:,}.")
    return found


def picked(rows: Sequence, numbers: object, what: str) -> list:
    """The rows that a list of numbers (from 1) names."""
    if numbers is None:
        return []
    if not isinstance(numbers, list) or not all(
        isinstance(number, int) and not isinstance(number, bool) and 0 < number <= len(rows)
        for number in numbers
    ):
        raise NotTaken(f"{what} names rows that the file does not have.")
    return [rows[number - 1] for number in numbers]
