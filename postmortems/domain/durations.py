"""How long it took to detect, acknowledge, mitigate and resolve, and how long people were hit; never a wrong figure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

KNOWN = "known"
NOT_RECORDED = "not_recorded"
NOT_APPLICABLE = "not_applicable"
IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Facts:
    """The five moments of an incident, and the names of those that don't apply ("acknowledged" of a self-healing one)."""

    start: datetime | None = None
    detected: datetime | None = None
    acknowledged: datetime | None = None
    mitigated: datetime | None = None
    resolved: datetime | None = None
    not_applicable: Collection[str] = frozenset()


@dataclass(frozen=True)
class Duration:
    """One duration: whole seconds when its state is "known", otherwise why there is none."""

    key: str
    label: str
    state: str
    seconds: int | None = None


_ENDS = (
    ("detect", "Time to detect", "detected"),
    ("acknowledge", "Time to acknowledge", "acknowledged"),
    ("mitigate", "Time to mitigate", "mitigated"),
    ("resolve", "Time to resolve", "resolved"),
)


def durations(facts: Facts) -> tuple[Duration, ...]:
    """Answer the five durations, all from the start; the impact ends with the mitigation, or else the resolution."""
    rows = [_between(key, label, facts, name) for key, label, name in _ENDS]
    return (*rows, _between("impact", "Impact", facts, _end_of_impact(facts)))


def _end_of_impact(facts: Facts) -> str:
    """Name the moment that ended the impact."""
    open_end = facts.mitigated is None or "mitigated" in facts.not_applicable
    resolved = facts.resolved is not None and "resolved" not in facts.not_applicable
    return "resolved" if open_end and (resolved or "mitigated" in facts.not_applicable) else "mitigated"


def _between(key: str, label: str, facts: Facts, name: str) -> Duration:
    """Measure from the start to the moment of that name."""
    if {"start", name} & set(facts.not_applicable):
        return Duration(key, label, NOT_APPLICABLE)
    start, end = facts.start, getattr(facts, name)
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        # An instant without a zone can't be set against one with a zone.
        return Duration(key, label, NOT_RECORDED)
    seconds = (end - start).total_seconds()
    if start.tzinfo is not None:
        # Subtracting within one zone counts wall time, which a change of clocks makes wrong by an hour.
        seconds = end.timestamp() - start.timestamp()
    if seconds < 0:
        return Duration(key, label, IMPOSSIBLE)
    return Duration(key, label, KNOWN, int(seconds))


_UNITS = ((86400, "day", "days"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s"))


def in_words(seconds: int) -> str:
    """Say a number of seconds in its two largest neighbouring units: "19 h 14 min", "2 days 3 h", "45 s"."""
    if seconds < 0:
        raise ValueError("A duration isn't negative.")
    for at, (size, one, many) in enumerate(_UNITS):
        count, rest = divmod(seconds, size)
        if count or size == 1:
            words = f"{count} {one if count == 1 else many}"
            below = _UNITS[at + 1] if at + 1 < len(_UNITS) and size > 60 else None
            left = rest // below[0] if below else 0
            return f"{words} {left} {below[1] if left == 1 else below[2]}" if below and left else words
    return "0 s"
