"""Taking a passage out of rows for good: in plain columns and inside JSON, a marked hole in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet


def _without(value: Any, passage: str, hole: str) -> Any:
    if isinstance(value, str):
        return value.replace(passage, hole)
    if isinstance(value, list):
        return [_without(one, passage, hole) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, passage, hole) for key, one in value.items()}
    return value


def _limit(rows: QuerySet, name: str) -> int | None:
    return getattr(rows.model._meta.get_field(name), "max_length", None)


def holding(rows: QuerySet, fields: Iterable[str], passage: str, *, json: Iterable[str] = ()) -> list:
    """The rows in which the passage stands, letter for letter."""
    asked = Q()
    for name in fields:
        asked |= Q(**{f"{name}__contains": passage})
    plain = [*rows.filter(asked).iterator()] if asked else []
    # A passage inside JSON is spelled with escapes there: such rows are read and looked through.
    inside = [
        row
        for row in (rows.iterator() if json else ())
        if any(_without(getattr(row, name), passage, "") != getattr(row, name) for name in json)
    ]
    # Some databases compare without regard to case; the passage is meant as it is written.
    exact = [row for row in plain if any(passage in (getattr(row, name) or "") for name in fields)]
    return [*exact, *(row for row in inside if row not in exact)]


def scrub(
    rows: QuerySet,
    fields: Iterable[str],
    passage: str,
    hole: str,
    *,
    json: Iterable[str] = (),
    also: Callable[[Any, dict], dict] | None = None,
) -> int:
    """Put the hole in place of the passage in every row that holds it; how many rows did.

    `also` is given the row and its new values and answers with further columns to write (HTML made from a text).
    """
    names, inside = tuple(fields), tuple(json)
    found = holding(rows, names, passage, json=inside)
    for row in found:
        new = {name: _without(getattr(row, name), passage, hole) for name in (*names, *inside)}
        new = {name: value for name, value in new.items() if value != getattr(row, name)}
        for name in names:
            longest = _limit(rows, name)
            if name in new and longest:
                new[name] = new[name][:longest]
        extra = also(row, new) if also else {}
        rows.model._default_manager.filter(pk=row.pk).update(**new, **extra)
    return len(found)
