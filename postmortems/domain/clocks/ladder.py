"""When somebody is told of a running clock: by how much of its time is left, not by working hours.

Only the last rung that was reached is told: who was away for two hours does not get three mails. The name of a rung
with the deadline makes a reminder unique.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from postmortems.domain.clocks.model import Clock

LATE_DAYS = 7
AT_ONCE_DAYS = (0, 1, 3, 7)
SETTLE_BY = 2
"""Rungs told while nobody has said whether the law applies: at the beginning, and when half the time is gone."""


@dataclass(frozen=True)
class Rung:
    """One step: its name, and when it is reached."""

    name: str
    at: dt.datetime


def ladder(began: dt.datetime, due: dt.datetime | None) -> tuple[Rung, ...]:
    """The rungs of a clock, in order: begun, half, a quarter left, late, then daily for a week."""
    if due is None:
        return tuple(Rung(f"at_once_{days}", began + dt.timedelta(days=days)) for days in AT_ONCE_DAYS)
    span = due - began
    rungs = [Rung("begun", began), Rung("half", began + span / 2), Rung("quarter", due - span / 4)]
    rungs += [Rung(f"late_{days}", due + dt.timedelta(days=days)) for days in range(LATE_DAYS + 1)]
    return tuple(rungs)


def rung_reached(clock: Clock, now: dt.datetime) -> Rung | None:
    """The last rung of an open clock whose time has come; None where nobody needs to be told."""
    if not clock.is_open or clock.began_at is None:
        return None
    rungs = ladder(clock.began_at, clock.due_at)
    if clock.provisional:
        rungs = rungs[:SETTLE_BY]
    reached = [rung for rung in rungs if rung.at <= now]
    if not reached:
        return None
    return Rung(f"settle_{reached[-1].name}", reached[-1].at) if clock.provisional else reached[-1]
