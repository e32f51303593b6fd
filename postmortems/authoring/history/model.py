"""What the history pages print: revisions, and two of them compared."""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.domain.comparing import Comparison, compare

SHOWN = 200


@dataclass(frozen=True)
class Revision:
    """One state of something: who, when, its text, and how it differs from the one before."""

    pk: int
    at: object
    by: object
    body: str
    note: str
    added: int
    removed: int
    is_current: bool


@dataclass(frozen=True)
class Compared:
    """Two revisions and their difference."""

    before: Revision
    after: Revision
    comparison: Comparison


def compared(revisions: list[Revision], before: str | None, after: str | None) -> Compared | None:
    """The two that were chosen, in order of time; the last change when none were; None with fewer than two."""
    known = {str(one.pk): one for one in revisions}
    one, two = known.get(before or ""), known.get(after or "")
    if not (one and two):
        if len(revisions) < 2 or before or after:
            return None
        two, one = revisions[0], revisions[1]
    if one.pk > two.pk:
        one, two = two, one
    return Compared(one, two, compare(one.body, two.body))
