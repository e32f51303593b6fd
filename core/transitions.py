"""The one door for a change of state: a conditional UPDATE, so that two tabs cannot both walk through."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model


class Reason(str):
    """A sentence of a refusal that leads somewhere: `href` is where what it speaks of can be mended."""

    href: str

    def __new__(cls, sentence: str, href: str) -> Reason:
        """The sentence itself, with its link."""
        made = super().__new__(cls, sentence)
        made.href = href
        return made


class MoveRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A change of state whose conditions are not met; `reasons` are sentences for the person who asked."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class StaleState(MoveRefused):
    """Somebody else changed the state first."""


def claim(obj: Model, *, expected: Iterable[str], new: str, field: str = "status", **also) -> None:
    """Move `obj` to `new` if it still is in one of `expected`, writing `also` in the same UPDATE.

    Raises StaleState when another request was first. The object in memory follows the row.
    """
    values = {field: new, **also}
    moved = type(obj)._default_manager.filter(pk=obj.pk, **{f"{field}__in": list(expected)}).update(**values)
    if moved != 1:
        raise StaleState(
            "This has changed since you opened the page. Look at how it stands now, and decide again."
        )
    for name, value in values.items():
        setattr(obj, name, value)
