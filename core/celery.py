"""The Celery application. Its tasks are quick ways to rows; the rows are in the database (core/outbox)."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

app = Celery("debrief")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # Tasks are few and each does a batch of rows: one at a time keeps them spread over the workers.
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    # A request must not wait for a Redis that is away: the row is written, the sweep will find it.
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 1, "visibility_timeout": 600},
    task_publish_retry=False,
    # The only schedule there is. What comes round again is a row (core/outbox/registry.py: every), so that several
    # beats, and a beat that was away, do no harm; a sweep nobody took in time is not worth keeping.
    beat_schedule={
        "core.outbox.sweep": {"task": "core.outbox.sweep", "schedule": 5.0, "options": {"expires": 10}},
    },
    timezone="UTC",
)
app.autodiscover_tasks(["core.outbox", "core.notify", "core.ops", "postmortems"])


@setup_logging.connect
def keep_django_logging(**kwargs) -> None:
    """Celery would replace the root logger; Django has set it up already."""
