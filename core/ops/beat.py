"""The Celery application of beat alone: the same broker and schedule, without Django's models, which it never needs."""

from celery import Celery

from core.celery import app as site
from core.ops.clock import Clock

app = Celery("debrief-beat", fixups=())
app.conf.update(
    broker_url=site.conf.broker_url,
    broker_transport_options=site.conf.broker_transport_options,
    broker_connection_retry_on_startup=True,
    beat_schedule=site.conf.beat_schedule,
    beat_scheduler=Clock,
    timezone=site.conf.timezone,
)
