"""`make faults`: one line for each fault; exit 1 when anything was lost or doubled."""

from __future__ import annotations

import argparse
import sys

from . import table


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
        "--settle", type=float, default=40, help="seconds to wait for doubles after the last mail"
    )
    parser.add_argument("--logs", action="store_true", help="print the ends of the logs")
    wanted = parser.parse_args()
    due, times = (1000, 10) if wanted.full else (wanted.due, 3)
    good = True
    for fault in wanted.only or table.FAULTS:
        outcome, rows, logs = table.run(fault, due=due, times=times, settle=wanted.settle)
        good = good and outcome.good
        sys.stdout.write(f"{outcome}\n")
        if wanted.logs or not outcome.good:
            sys.stdout.write(f"{rows}\n{logs}\n")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
