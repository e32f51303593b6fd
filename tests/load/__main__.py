"""`make load`: every benchmark, each figure beside a baseline of the same run.

LOAD_POSTMORTEMS (2000), LOAD_ROUNDS (3) and LOAD_SECONDS (4) change how much is measured; a name as argument runs one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from core import env
from tests import services
from tests.load import coach, growth, pages, reminders


def _pages() -> None:
    """Pages and saves, on a PostgreSQL with its own defaults: a benchmark pays for durable commits."""
    var = Path(tempfile.mkdtemp(prefix="debrief-load-"))
    number = env.integer("LOAD_POSTMORTEMS", 2000, low=10, high=1_000_000)
    try:
        with services.postgres({}) as database, services.redis() as redis:
            pages.run(database, redis, var, number)
    finally:
        shutil.rmtree(var, ignore_errors=True)


def _coach() -> None:
    for line in coach.lines():
        print(line, flush=True)


def _growth() -> None:
    for line in growth.lines():
        print(line, flush=True)


def _reminders() -> None:
    """The sweep over a million actions and the rate of deliveries, on a PostgreSQL with its own defaults."""
    var = Path(tempfile.mkdtemp(prefix="debrief-load-"))
    try:
        with services.postgres({}) as database:
            for line in reminders.sweep_lines(database, var):
                print(line, flush=True)
            for line in reminders.delivery_lines(database):
                print(line, flush=True)
    finally:
        shutil.rmtree(var, ignore_errors=True)


BENCHMARKS = {"pages": _pages, "coach": _coach, "growth": _growth, "reminders": _reminders}


def main(wanted: list[str]) -> int:
    """Run what is wanted, everything by default; 2 when a server it needs is not on this machine."""
    try:
        for name in wanted or BENCHMARKS:
            BENCHMARKS[name]()
    except services.MissingError as missing:
        print(
            f"{missing} is needed for the benchmarks; on Debian: apt-get install postgresql redis-server",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
