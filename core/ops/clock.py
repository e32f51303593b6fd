"""Beat's scheduler and the heartbeats: how /readyz knows that a worker and a clock are at work."""

from __future__ import annotations

import datetime as dt
import time

from celery.beat import Scheduler
from celery.schedules import crontab
from celery.signals import heartbeat_sent

from core.ops import health


class Spoken:
    """Says "alive" at most every few seconds, however often it is called."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.last = float("-inf")

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self.last >= health.EVERY:
            self.last = now
            health.alive(self.name)


worker_alive = Spoken("worker")


@heartbeat_sent.connect
def on_heartbeat(**kwargs) -> None:
    """Celery's own heartbeat, every two seconds, from the loop that takes work; a stuck worker sends none."""
    worker_alive()


class Clock(Scheduler):
    """A clock that remembers nothing: what is due is in the database, so each start begins by sweeping.

    Celery's own keeps last runs in a file, which makes one machine special and can be damaged by a kill.
    """

    max_interval = health.EVERY

    def setup_schedule(self) -> None:
        """Take the schedule as the application has it; whatever runs by interval runs at once."""
        super().setup_schedule()
        self.schedule = self.data
        self.alive = Spoken("beat")
        long_ago = self.app.now() - dt.timedelta(days=2)
        for entry in self.data.values():
            if not isinstance(entry.schedule, crontab):
                entry.last_run_at = long_ago

    def tick(self, *args, **kwargs) -> float:
        """One look at the schedule; seconds until the next."""
        self.alive()
        return min(super().tick(*args, **kwargs), health.EVERY)
