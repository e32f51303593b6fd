"""Writing one row as plain SQL, for the few updates that every save and every delivery makes.

Django puts an UPDATE together anew each time, expressions and all, and for one row that costs more than the database
takes. Here the statement is put together once; the values go through the fields as always.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


def update_row(
    model: type[Model],
    pk: int,
    values: Mapping[str, Any],
    *,
    rising: tuple[str, ...] = (),
    where: Mapping[str, Any] | None = None,
    unless: Mapping[str, Any] | None = None,
) -> int:
    """Write columns (by their names in the table's class) of the row `pk`; how many rows were written, 0 or 1.

    `rising` are numbers that go up by one. The row is left alone when a column of `where` has another value, or one of
    `unless` has that value. As with `QuerySet.update` no signal is sent and no history is written.
    """
    known, other = where or {}, unless or {}
    sql = _sql(model, tuple(values), rising, tuple(known), tuple(other), connection.vendor)
    field = model._meta.get_field
    params = [
        field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]
        for group in (values, known, other)
        for name, value in group.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, pk])
        return cursor.rowcount


@lru_cache(maxsize=256)
def _sql(
    model: type[Model],
    values: tuple[str, ...],
    rising: tuple[str, ...],
    where: tuple[str, ...],
    unless: tuple[str, ...],
    vendor: str,
) -> str:
    """The statement for these columns; `vendor` only keeps those of two databases apart."""
    quote = connection.ops.quote_name

    def column(name: str) -> str:
        return quote(str(model._meta.get_field(name).column))  # type: ignore[union-attr]

    # Names of columns come from the classes of the tables, values go in as parameters.
    sets = [f"{column(name)} = %s" for name in values] + [
        f"{column(name)} = {column(name)} + 1" for name in rising
    ]
    asks = [f"{column(name)} = %s" for name in where] + [f"{column(name)} <> %s" for name in unless]
    asks.append(f"{column(model._meta.pk.name)} = %s")
    return f"UPDATE {quote(model._meta.db_table)} SET {', '.join(sets)} WHERE {' AND '.join(asks)}"  # noqa: S608
