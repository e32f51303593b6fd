"""The faults, and what is counted after each."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from .cluster import Cluster
from .site import Site

PATIENCE = 300
LOCK_PATIENCE = 17
"""Seconds the site waits for a lock of SQLite (core/env.py), and a little more."""


@dataclass(frozen=True)
class Outcome:
    """What came of one fault. `doubled` counts every second acceptance that no interruption explains."""

    fault: str
    due: int
    sent: int
    repeats: int
    doubled: int
    seconds: float

    @property
    def lost(self) -> int:
        """Reminders nobody got."""
        return self.due - self.sent

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled."""
        return self.lost == 0 and self.doubled == 0

    def __str__(self) -> str:
        return (
            f"{self.fault}: due {self.due}, sent {self.sent}, lost {self.lost}, doubled {self.doubled}, "
            f"repeats {self.repeats}, {self.seconds:.0f} s"
        )


def _beginning(site: Site, *, workers: int = 1, beats: int = 1) -> None:
    for number in range(workers):
        site.start_worker(f"worker{number or ''}")
    for number in range(beats):
        site.start_beat(f"beat{number or ''}")


def killed(site: Site, times: int) -> int:
    """The worker is killed with -9 so many times, spread over the run."""
    _beginning(site)
    for number in range(1, times + 1):
        site.wait_for(site.due * number // (times + 1), seconds=PATIENCE)
        site.kill_worker()
        site.start_worker()
    return site.due


def emptied(site: Site, times: int) -> int:
    """Redis is emptied."""
    _beginning(site)
    for number in range(1, times + 1):
        site.wait_for(site.due * number // (times + 1), seconds=PATIENCE)
        site.redis().flushall()
    return site.due


def killed_and_emptied(site: Site, times: int) -> int:
    """The worker is killed, and later Redis is emptied: both in one delivery."""
    _beginning(site)
    site.wait_for(site.due // 3, seconds=PATIENCE)
    site.kill_worker()
    site.start_worker()
    site.wait_for(2 * site.due // 3, seconds=PATIENCE)
    site.redis().flushall()
    return site.due


def redis_restarted(site: Site, times: int) -> int:
    """Redis is killed and comes back empty."""
    _beginning(site)
    site.wait_for(site.due // 2, seconds=PATIENCE)
    site.restart_redis()
    return site.due


def refusing(site: Site, times: int) -> int:
    """The mail server is away for a while, then answers that it is busy for a while."""
    _beginning(site)
    site.wait_for(site.due // 3, seconds=PATIENCE)
    # Its end cuts connections, of each worker process one.
    site.killed += 2
    site.sink.stop()
    time.sleep(5 * times)
    site.sink.busy = True
    site.sink.start()
    time.sleep(5 * times)
    site.sink.busy = False
    return site.due


def one_refused(site: Site, times: int) -> int:
    """One address is refused for ever; all the others have theirs."""
    site.sink.refused.add("person0@example.test")
    _beginning(site)
    return site.due - 1


def two_beats(site: Site, times: int) -> int:
    """Two beats and two workers."""
    _beginning(site, workers=2, beats=2)
    return site.due


def database_restarted(site: Site, times: int) -> int:
    """The database server is killed in the middle of it, and comes back after a while."""
    _beginning(site)
    site.wait_for(site.due // 3, seconds=PATIENCE)
    # Each of the two worker processes may be between the mail server's yes and its record.
    site.killed += 2
    assert site.cluster is not None
    site.cluster.kill()
    time.sleep(2 * times)
    site.cluster.start()
    return site.due


def database_locked(site: Site, times: int) -> int:
    """Somebody holds the whole of an SQLite database for longer than anybody waits for it."""
    _beginning(site)
    site.wait_for(site.due // 3, seconds=PATIENCE)
    site.killed += 2
    with contextlib.closing(sqlite3.connect(site.database_file, timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(LOCK_PATIENCE + 2 * times)
        other.execute("ROLLBACK")
    return site.due


def summer_time(site: Site, times: int) -> int:
    """Both changes pass, each in the middle of a delivery, and the clock is set forward and back over them as well.

    Half the people have something due on the day the clocks go back and half on the day they go forward; their work
    begins at 02:30, which comes twice on the first of these days and not at all on the second.
    """
    half = site.due // 2
    site.set_clock(dt.datetime(2026, 10, 24, 20, 0, tzinfo=dt.UTC))
    site.inside("seed_night", str(half), "2026-10-25")
    _beginning(site)
    _night(site, dt.datetime(2026, 10, 25, tzinfo=dt.UTC), before=0, target=half)
    site.inside("finish")
    site.set_clock(dt.datetime(2027, 3, 27, 20, 0, tzinfo=dt.UTC))
    time.sleep(12)
    site.inside("seed_night", str(site.due - half), "2027-03-28")
    _night(site, dt.datetime(2027, 3, 28, tzinfo=dt.UTC), before=half, target=site.due)
    return site.due


def _night(site: Site, midnight: dt.datetime, *, before: int, target: int) -> None:
    """From before the change (01:00 UTC) to after it: on, on by an hour, back by an hour, each in mid-delivery."""
    site.set_clock(midnight + dt.timedelta(minutes=-5))
    time.sleep(8)
    # 02:30 is at 00:30 in autumn; the gap of spring ends at 01:00.
    site.set_clock(midnight + dt.timedelta(minutes=59 if before else 29, seconds=50))
    part = max((target - before) // 4, 1)
    for number, minutes in enumerate((125, 65, 185), start=1):
        site.wait_for(before + number * part, seconds=PATIENCE)
        site.set_clock(midnight + dt.timedelta(minutes=minutes))
    site.wait_for(target, seconds=PATIENCE)


@dataclass(frozen=True)
class Fault:
    """One line of the table: what happens, on which databases, and whether the site has a clock of its own."""

    run: Callable[[Site, int], int]
    only: str = ""
    clock: bool = False


FAULTS: dict[str, Fault] = {
    "worker killed": Fault(killed),
    "redis emptied": Fault(emptied),
    "worker killed and redis emptied": Fault(killed_and_emptied),
    "redis restarted": Fault(redis_restarted),
    "mail server away and busy": Fault(refusing),
    "one address refused": Fault(one_refused),
    "two beats": Fault(two_beats),
    "database restarted": Fault(database_restarted, only="postgresql"),
    "database locked": Fault(database_locked, only="sqlite"),
    "clock over both summer-time changes": Fault(summer_time, clock=True),
}


def run(
    fault: str, *, due: int, times: int = 3, delay: float = 0.01, settle: float = 40
) -> tuple[Outcome, dict, str]:
    """One fault on a site of its own: the outcome, the rows by state, and the ends of the logs.

    `settle` is how long is waited after the last mail, for anything that would come twice.
    """
    row = FAULTS[fault]
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(Cluster()) if row.only == "postgresql" else None
        site = stack.enter_context(Site(due, delay=delay, cluster=cluster, clock=row.clock))
        began = time.monotonic()
        expected = row.run(site, times)
        site.wait_for(expected, seconds=PATIENCE)
        seconds = time.monotonic() - began
        time.sleep(settle)
        return outcome(site, fault, expected, seconds), site.report(), site.logs()


def outcome(site: Site, fault: str, expected: int, seconds: float) -> Outcome:
    """Count. At most one repeat is explained by each process that was interrupted; any other is a double."""
    repeats, explained = site.sink.repeats(), site.killed
    sent = len(site.sink.reminded())
    # More reminders than there was reason for are said twice, whatever their numbers.
    doubled = site.sink.doubled() + max(repeats - explained, 0) + max(sent - expected, 0)
    return Outcome(fault, expected, min(sent, expected), min(repeats, explained), doubled, seconds)
