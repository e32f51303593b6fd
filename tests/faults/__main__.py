"""`make faults`: one line for each fault; exit 1 when anything was lost or doubled.

On SQLite and on PostgreSQL, one after the other; with DATABASE_URL set, on that server alone.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator

from tests import services

from . import table

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextlib.contextmanager
def _on(database: str) -> Iterator[None]:
    """The sites of the faults use that kind of database: the server that was named, else one started for them."""
    if database == "sqlite" or os.environ.get("DATABASE_URL"):
        yield
        return
    # With the server's own settings: what it said yes to is there after it was killed.
    with services.postgres({}) as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"]


def _databases(wanted: list[str] | None) -> list[str]:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return ["postgresql"]
    if wanted:
        return wanted
    return ["sqlite", "postgresql"] if services.postgres_folder() else ["sqlite"]


def _run(wanted: argparse.Namespace, database: str) -> bool:
    due, times = (1000, 10) if wanted.full else (wanted.due, 3)
    good = True
    sys.stdout.write(f"# {NAMES[database]}\n")
    for fault in wanted.only or table.FAULTS:
        if table.FAULTS[fault].only not in ("", database):
            continue
        outcome, rows, logs = table.run(fault, due=due, times=times, settle=wanted.settle)
        good = good and outcome.good
        sys.stdout.write(f"{outcome}\n")
        if wanted.logs or not outcome.good:
            sys.stdout.write(f"{rows}\n{logs}\n")
        sys.stdout.flush()
    return good


def main() -> int:
    """Run the faults asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--due", type=int, default=200, help="reminders due (200; 1000 with --full)")
    parser.add_argument(
        "--full", action="store_true", help="1,000 reminders, ten kills, a minute without mail server"
    )
    parser.add_argument(
        "--only", choices=sorted(table.FAULTS), action="append", help="this fault only; may be repeated"
    )
    parser.add_argument(
        "--on", choices=sorted(NAMES), action="append", help="this database only; without it, both"
    )
    parser.add_argument(
        "--settle", type=float, default=40, help="seconds to wait for doubles after the last mail"
    )
    parser.add_argument("--logs", action="store_true", help="print the ends of the logs")
    wanted = parser.parse_args()
    good = True
    for database in _databases(wanted.on):
        with _on(database):
            good = _run(wanted, database) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
