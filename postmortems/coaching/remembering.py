"""What an answer to a keystroke needs, kept in the cache under a version that rises with every change.

A reader asks for the version first: what it then loads and keeps under an old version is never asked for again. So a
change is seen by every web process at the next keystroke, and nothing has to be found and deleted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction

# Rises when the form of what is kept changes, so that a new release does not read what an old one kept.
FORM = "coach1"
# Without Redis each process has a cache of its own and does not hear of a change in another one: this long at most.
SECONDS = 60


def _version_key(name: str) -> str:
    return f"{FORM}:version:{name}"


def remembered(loaders: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """The value of each name, from the cache or from its loader; two calls to the cache, whatever is asked for."""
    versions = _versions(list(loaders))
    keys = {name: f"{FORM}:{name}:{versions[name]}" for name in loaders}
    kept = cache.get_many(keys.values())
    values = {}
    for name, key in keys.items():
        if key in kept:
            values[name] = kept[key]
        else:
            values[name] = loaders[name]()
            cache.set(key, values[name], SECONDS)
    return values


def _versions(names: list[str]) -> dict[str, int]:
    found = cache.get_many([_version_key(name) for name in names])
    for name in names:
        if _version_key(name) not in found:
            # A clock rather than 1: a version that was lost must not be used a second time.
            cache.add(_version_key(name), time.time_ns(), None)
            found[_version_key(name)] = cache.get(_version_key(name)) or 0
    return {name: found[_version_key(name)] for name in names}


def forget(name: str) -> None:
    """Something under this name has changed; called inside the transaction of the change."""
    _raise(name)
    # Somebody may have read and kept the old rows between the first call and the commit.
    transaction.on_commit(lambda: _raise(name))


def _raise(name: str) -> None:
    cache.set(_version_key(name), time.time_ns(), None)


def rules_name() -> str:
    """The organisation's rules."""
    return "rules"


def record_name(postmortem: int) -> str:
    """Roster and decided wordings of one postmortem."""
    return f"record:{postmortem}"


def person_name(user: int) -> str:
    """The hints that one person turned off."""
    return f"person:{user}"


def rights_name(user: int, postmortem: int) -> str:
    """What one person may do with one postmortem."""
    return f"rights:{user}:{postmortem}"
