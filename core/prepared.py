"""Queries that are put together once and asked many times.

Django writes the SQL of a query anew whenever it is asked, and on a page of small queries that costs more than the
database takes to answer. Here the SQL is kept, for each thread, and only the ids in it are exchanged. Nothing of an
answer is kept: every call asks the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Model, QuerySet, Value

Given = ParamSpec("Given")
Row = TypeVar("Row")
AnyModel = TypeVar("AnyModel", bound=Model)

SLOT = 0x5107_5107_0000
"""Ids counted from here stand in the kept SQL where those of a call will go; no row and no constant has such a number."""
MOST_SLOTS = 10_000
MOST_SHAPES = 128
WIDEST = 1 << 63


class _Asked:
    """One query of one shape, with its SQL written."""

    def __init__(self, queryset: Any, slots: int, may_be_empty: bool) -> None:
        if queryset._prefetch_related_lookups or queryset._known_related_objects:
            raise TypeError("A prepared query loads its own rows only: no prefetch, no related manager.")
        self.connection = connections[DEFAULT_DB_ALIAS]  # this thread's
        self.compiler = queryset.query.get_compiler(connection=self.connection)
        self.queryset = queryset
        self.sql = ""
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            if not may_be_empty:
                raise
            return
        self.params = list(params)
        self.places = [(at, param - SLOT, type(param)) for at, param in enumerate(params) if _is_slot(param)]
        _check(self.sql, self.params, {number for _, number, _ in self.places}, slots)
        # What Django's own iterators ask of a query, answered with what is written already.
        queryset.query.get_compiler = lambda *args, **kwargs: self.compiler

    def rows(self, values: list[int]) -> list:
        """The answer of the database for these ids."""
        if not self.sql:
            return []
        params = self.params.copy()
        for at, number, kind in self.places:
            params[at] = kind(values[number])
        self.compiler.as_sql = lambda: (self.sql, params)
        return list(self.queryset._iterable_class(self.queryset))


def _is_slot(param: object) -> bool:
    return isinstance(param, int) and SLOT <= param < SLOT + MOST_SLOTS


def _check(sql: str, params: list, found: set[int], slots: int) -> None:
    """Refuse a query in which an id went elsewhere than into a parameter: it would stay the same for every call."""
    begin = str(SLOT)[:-4]
    elsewhere = begin in sql or any(begin in str(param) for param in params if not _is_slot(param))
    if elsewhere or found != set(range(slots)):
        raise TypeError("An id of a prepared query is compared with ids, as it is and in every shape.")


def _padded(ids: tuple[int, ...]) -> tuple[int, ...]:
    """As long as the next power of two, the last id repeated: few shapes for lists of any length."""
    return ids + ids[-1:] * ((1 << (len(ids) - 1).bit_length()) - len(ids)) if ids else ids


def _taken_apart(given: tuple) -> tuple[tuple[Hashable, ...], list[int]]:
    """(shape, ids): whole numbers and tuples of them are ids, everything else belongs to the shape."""
    shape: list[Hashable] = []
    ids: list[int] = []
    for value in given:
        if type(value) is int:
            shape.append(int)
            ids.append(value)
        elif type(value) is tuple and all(type(one) is int for one in value):
            wide = _padded(value)
            shape.append((tuple, len(wide)))
            ids += wide
        else:
            shape.append((type(value), value))
    return tuple(shape), ids


def _stand_ins(shape: tuple, given: tuple) -> list:
    """The values of a call with slots for its ids."""
    number = SLOT
    made: list = []
    for kind, value in zip(shape, given, strict=True):
        if kind is int:
            made.append(number)
            number += 1
        elif kind[0] is tuple and len(kind) == 2 and type(kind[1]) is int:
            made.append(tuple(range(number, number + kind[1])))
            number += kind[1]
        else:
            made.append(value)
    return made


def prepared(build: Callable[Given, QuerySet[AnyModel, Row]]) -> Callable[Given, list[Row]]:
    """A function that gives a queryset becomes one that gives its rows.

    Whole numbers and tuples of them are ids, and may differ from call to call at no cost; a tuple of ids is for
    `__in`. Every other value, hashable, belongs to the shape of the query: each new one is put together once.
    """
    held = threading.local()

    @wraps(build)
    def ask(*given: Given.args, **named: Given.kwargs) -> list[Row]:
        if named:
            raise TypeError("A prepared query takes its values by position.")
        shape, ids = _taken_apart(given)
        if len(ids) > MOST_SLOTS or any(not -WIDEST <= one < WIDEST for one in ids):
            return list(build(*given, **named))  # a number wider than a column is for Django to refuse
        shapes = held.__dict__.setdefault("shapes", {})
        asked = shapes.get(shape)
        if asked is None or asked.connection is not connections[DEFAULT_DB_ALIAS]:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            queryset = build(*_stand_ins(shape, given))  # type: ignore[call-arg]
            asked = shapes[shape] = _Asked(queryset, len(ids), (tuple, 0) in shape)
        return asked.rows(ids)

    return ask


def counted(queryset: QuerySet[AnyModel, Any]) -> QuerySet[AnyModel, int]:
    """How many rows the queryset has, as a queryset of that one number, to be prepared."""
    return queryset.order_by().values(one=Value(1)).values_list(Count("pk"), flat=True)
