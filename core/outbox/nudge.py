"""Telling workers, through Redis, that there is work. It may fail; it must never slow or break the caller."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from celery import Celery

from core.celery import app

log = logging.getLogger(__name__)

REST = 5.0
"""Seconds without another try after Redis did not answer, so that a request waits for it at most now and then."""
_away_until = 0.0

# Celery's own connection tries for six seconds before it says that nobody answers. Workers want that patience, a
# request does not: what sends from here tries once.
_sender = Celery("debrief-sender", broker=app.conf.broker_url, set_as_current=False)
_sender.conf.update(
    broker_transport_options={
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "connect_retries_timeout": 1,
    },
    task_publish_retry=False,
)


def run(ids: Sequence[int]) -> None:
    """Ask a worker to do these rows now."""
    _send("core.outbox.run", [list(ids)], expires=60)


def call_workers(number: int) -> None:
    """Ask that many workers to do what is due."""
    for _ in range(number):
        _send("core.outbox.drain", [], expires=20)


def _send(name: str, args: list, *, expires: int) -> None:
    global _away_until
    if time.monotonic() < _away_until or app.conf.broker_url.startswith("memory:"):
        return
    try:
        _sender.send_task(name, args, expires=expires, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - the row is written; the sweep will find it
        if _away_until == 0.0:
            log.warning("Redis is away (%s); work goes out by the sweep.", type(error).__name__)
        _away_until = time.monotonic() + REST
    else:
        _away_until = 0.0
