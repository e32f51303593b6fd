"""The site's Celery application on a clock that the test moves: `timezone.now` plus the seconds written in a file.

All of the site asks django.utils.timezone.now for the time of day; what it measures (leases, patience) it measures by the
monotonic clock, which nobody moves. So this stands for a machine whose clock is set while the site is running.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

CLOCK = "DEBRIEF_FAULT_CLOCK"
_real = timezone.now


def _moved() -> dt.datetime:
    return _real() + dt.timedelta(seconds=float(Path(os.environ[CLOCK]).read_text() or 0))


if CLOCK in os.environ:
    # Before the models are imported: their defaults take the function itself.
    timezone.now = _moved

from core.celery import app  # noqa: E402

__all__ = ["app"]
