"""The quick ways to the rows. Emptying the queue loses speed, not work: beat sends the sweep again in seconds."""

from __future__ import annotations

from core.celery import app
from core.stack import roomy

from . import effects, nudge, upkeep

__all__ = ["drain", "run", "sweep", "upkeep"]


@app.task(name="core.outbox.sweep", expires=20)
@roomy
def sweep() -> None:
    """Free what dead workers held, call other workers when there is much to do, and do some of it."""
    due = effects.sweep()
    nudge.call_workers(min(due // effects.BATCH, 4))
    effects.drain()


@app.task(name="core.outbox.drain", expires=20)
@roomy
def drain() -> None:
    """Do what is due."""
    effects.drain()


@app.task(name="core.outbox.run", expires=60)
@roomy
def run(ids: list[int]) -> None:
    """Do these rows, if they are due and nobody has them."""
    effects.drain(ids=ids)
