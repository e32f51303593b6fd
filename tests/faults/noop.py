"""A Celery application whose one task does nothing: the rate that deliveries are compared with."""

import os

from celery import Celery

from core.env import celery_broker

app = Celery("noop", broker=celery_broker(os.environ["REDIS_URL"]))
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=64, task_default_queue="noop")


@app.task(name="noop")
def noop(number: int) -> None:
    """Nothing."""
