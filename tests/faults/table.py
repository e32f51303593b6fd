"""The faults, and what is counted after each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from .site import Site

PATIENCE = 300


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


FAULTS: dict[str, Callable[[Site, int], int]] = {
    "worker killed": killed,
    "redis emptied": emptied,
    "redis restarted": redis_restarted,
    "mail server away and busy": refusing,
    "one address refused": one_refused,
    "two beats": two_beats,
}


def run(
    fault: str, *, due: int, times: int = 3, delay: float = 0.01, settle: float = 40
) -> tuple[Outcome, dict, str]:
    """One fault on a site of its own: the outcome, the rows by state, and the ends of the logs.

    `settle` is how long is waited after the last mail, for anything that would come twice.
    """
    with Site(due, delay=delay) as site:
        began = time.monotonic()
        expected = FAULTS[fault](site, times)
        site.wait_for(expected, seconds=PATIENCE)
        seconds = time.monotonic() - began
        time.sleep(settle)
        return outcome(site, fault, expected, seconds), site.report(), site.logs()


def outcome(site: Site, fault: str, expected: int, seconds: float) -> Outcome:
    """Count. At most one repeat is explained by each process that was interrupted; any other is a double."""
    repeats, explained = site.sink.repeats(), site.killed
    doubled = site.sink.doubled() + max(repeats - explained, 0)
    return Outcome(fault, expected, len(site.sink.reminded()), min(repeats, explained), doubled, seconds)
