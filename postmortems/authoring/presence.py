"""Who has a section open just now: kept in the cache for less than a minute, and nowhere else.

A cache that is away, or two beats in the same instant, lose somebody for a few seconds; nothing depends on it.
"""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache

from core.accounts.models import User

KEPT = 40
"""Seconds after which somebody who was not heard of is taken to be gone; a page says so every fifteen."""


def _key(section: int) -> str:
    return f"authoring.presence:{section}"


def _present(section: int, now: dt.datetime) -> dict[int, tuple[str, float]]:
    held = cache.get(_key(section)) or {}
    since = now.timestamp() - KEPT
    return {user: seen for user, seen in held.items() if seen[1] >= since}


def beat(*, section: int, user: User, now: dt.datetime) -> list[str]:
    """Say that the person has the section open; the names of the others, in the order of the alphabet."""
    held = _present(section, now)
    others = sorted(name for pk, (name, _) in held.items() if pk != user.pk)
    cache.set(_key(section), held | {user.pk: (str(user), now.timestamp())}, KEPT)
    return others


def leave(*, section: int, user: User, now: dt.datetime) -> None:
    """The person closed it."""
    held = _present(section, now)
    if held.pop(user.pk, None):
        cache.set(_key(section), held, KEPT)


def said(others: list[str]) -> str:
    """ "Noor Visser has this open too"; "" with nobody."""
    if not others:
        return ""
    if len(others) == 1:
        return f"{others[0]} has this open too"
    first = ", ".join(others[:3][:-1]) if len(others) <= 3 else ", ".join(others[:2])
    last = others[-1] if len(others) <= 3 else f"{len(others) - 2} more"
    return f"{first} and {last} have this open too"
