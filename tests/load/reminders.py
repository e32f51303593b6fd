"""Follow-up at size: the sweep over a million open actions, and the rate of deliveries beside tasks that do nothing.

LOAD_ACTIONS (1000000) is how many are open, a hundredth of them due now; LOAD_MAILS (3000) how many mails are timed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from core import env

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 10.0
"""Seconds the sweep may take."""


def sweep_lines(database: str, var: Path) -> Iterator[str]:
    """Time and memory of one sweep, with no policy beside what comes with the site, and with many."""
    number = env.integer("LOAD_ACTIONS", 1_000_000, low=1000, high=10_000_000)
    own = dict(os.environ) | {
        "DATABASE_URL": database,
        "VAR_DIR": str(var),
        "DEBRIEF_TESTING": "1",
        "DJANGO_SETTINGS_MODULE": "core.settings",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=own, check=True)
    _inside(own, "seed", str(number))
    for policies, about in ((0, "as it comes"), (60, "60 policies of teams")):
        found = _inside(own, "sweep", str(policies))
        yield (
            f"sweep of {number:,} open actions, {about}: {found['seconds']:.1f} s, {found['computing']:.1f} s of it computing, "
            f"{found['planned']:,} reminders, {found['grown']:.0f} MB more than before it "
            f"(of {LIMIT:.0f} s: {found['seconds'] / LIMIT:.2f})"
        )


def _inside(own: dict[str, str], *args: str) -> dict:
    words = [sys.executable, "-m", "tests.load.reminders_inside", *args]
    done = subprocess.run(words, cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout or "{}")


def delivery_lines(database: str) -> Iterator[str]:
    """Mails a second to a mail server that only counts, beside tasks that do nothing, on that database."""
    mails = env.integer("LOAD_MAILS", 3000, low=100, high=100_000)
    words = [sys.executable, "-m", "tests.faults.speed", "--due", str(mails)]
    own = dict(os.environ) | {"DATABASE_URL": database, "DEBRIEF_TESTING": "1"}
    done = subprocess.run(words, cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE, text=True)
    yield from done.stdout.splitlines()
