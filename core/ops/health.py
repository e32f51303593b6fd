"""How each part of the site is: asked by /readyz, told by heartbeats.

A worker and a beat say that they are alive by a time in the cache, written while they do their rounds: a process
that hangs stops saying so. Other packages add parts of their own with `part`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

from core.ops.redis_server import answers

EVERY = 5.0
SILENT_AFTER = 30.0

OK, DEGRADED, DOWN = "ok", "degraded", "down"


@dataclass(frozen=True)
class State:
    """How one part is, and a few words on it; never text of a postmortem, never an address with a password."""

    state: str
    detail: str = ""


Check = Callable[[], State]
_checks: dict[str, Check] = {}


def part(name: str) -> Callable[[Check], Check]:
    """Add a part to /readyz: a function that answers with its State."""

    def register(check: Check) -> Check:
        _checks[name] = check
        return check

    return register


def alive(name: str) -> None:
    """Say that the process `name` (worker, beat) is at work."""
    cache.set(f"alive:{name}", time.time(), timeout=3600)


def _heard_of(name: str) -> State:
    heard = cache.get(f"alive:{name}")
    if heard is None:
        return State(DEGRADED, "not heard of")
    silent = max(0.0, time.time() - heard)
    return State(OK if silent < SILENT_AFTER else DEGRADED, f"heard of {silent:.0f} s ago")


@part("database")
def database() -> State:
    """The one part without which the site is not ready."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return State(DOWN, type(error).__name__)
    return State(OK, connection.vendor)


@part("redis")
def redis() -> State:
    """Speeds things up; what is due is in the database."""
    if not settings.REDIS_URL:
        return State(DEGRADED, "none configured")
    return State(DEGRADED, "does not answer") if answers(settings.REDIS_URL, seconds=1.0) else State(OK)


@part("worker")
def worker() -> State:
    """At least one worker does its rounds."""
    return _heard_of("worker")


@part("beat")
def beat() -> State:
    """At least one clock ticks."""
    return _heard_of("beat")


def report() -> dict[str, dict[str, str]]:
    """Every part's state; the database is asked first, and parts that lean on it may fail without harm."""
    found = {}
    for name, check in _checks.items():
        try:
            found[name] = asdict(check())
        except Exception as error:  # a check that breaks is itself a finding, not an error page
            found[name] = asdict(State(DEGRADED, type(error).__name__))
    return found
