"""Who may read what, asked for many people at once.

`visible_to` answers for one person, and most of its cost is making the SQL. A batch of mails asks for a different
person each time; here its own SQL is made once, with the person and the postmortem as columns of a list of pairs.
The rule itself stays where it is, in `Postmortem.objects.visible_to`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from core.accounts.models import User
from postmortems.models import Postmortem

# Numbers no row has: they mark, in the SQL that is made, where the pair's columns belong.
ANYBODY, ANY_POSTMORTEM = -860_731_001, -860_731_002
COLUMNS = {ANYBODY: "pair.person", ANY_POSTMORTEM: "pair.postmortem"}
LARGEST = 400


def visible_pairs(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of pairs (active person, postmortem), those in which the person may read the postmortem."""
    wanted = sorted(set(pairs))
    found: set[tuple[int, int]] = set()
    for start in range(0, len(wanted), LARGEST):
        found |= _some(wanted[start : start + LARGEST])
    return found


def _some(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    # Somebody without any capacity: a right that hangs on one would be refused here, never granted.
    anybody = User(pk=ANYBODY, is_active=True)
    rule = Postmortem.objects.kept().visible_to(anybody).filter(pk=ANY_POSTMORTEM).order_by().values("pk")
    condition, kept = _with_columns(*rule.query.sql_with_params())
    rows = ", ".join(["(%s, %s)"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH pair (person, postmortem) AS (VALUES {rows}) "  # noqa: S608 - made from the ORM's own SQL
            f"SELECT pair.person, pair.postmortem FROM pair WHERE EXISTS ({condition})",
            [number for pair in pairs for number in pair] + kept,
        )
        return {(person, postmortem) for person, postmortem in cursor.fetchall()}


def _with_columns(sql: str, params: tuple) -> tuple[str, list]:
    """The SQL with the two marks replaced by columns, and the parameters that are left."""
    pieces = sql.split("%s")
    if len(pieces) != len(params) + 1:
        raise ValueError("The SQL of visible_to has a percent sign of its own.")
    made, kept = [pieces[0]], []
    for value, piece in zip(params, pieces[1:], strict=True):
        column = COLUMNS.get(value) if isinstance(value, int) else None
        made.append(column or "%s")
        made.append(piece)
        if column is None:
            kept.append(value)
    return "".join(made), kept
