"""What /metrics tells, in Prometheus' text: counts only, read from the database when asked.

Other packages add their own with `counted`; a gauge has one label, whose values are states, never names or titles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.notify.models import Delivery
from core.ops.health import OK, report
from core.outbox.models import OutboxItem

Counts = Callable[[], Iterable[tuple[str, float]]]


@dataclass(frozen=True)
class Gauge:
    """A number by state."""

    name: str
    help: str
    label: str
    read: Counts


_gauges: list[Gauge] = []


def counted(name: str, help: str, label: str) -> Callable[[Counts], Counts]:
    """Add a gauge: a function that answers with pairs of a state and its number."""

    def register(read: Counts) -> Counts:
        _gauges.append(Gauge(name, help, label, read))
        return read

    return register


def by_field(queryset, field: str) -> list[tuple[str, float]]:
    """How many rows there are for each value of a field."""
    return list(queryset.values_list(field).annotate(number=Count("pk")).order_by(field))


@counted("debrief_outbox_items", "Rows of work outside the request, by state.", "state")
def outbox_items() -> Iterable[tuple[str, float]]:
    """Planned, claimed, done, given up."""
    return by_field(OutboxItem.objects, "state")


@counted("debrief_outbox_waiting", "Rows that should have been taken by now.", "why")
def outbox_waiting() -> Iterable[tuple[str, float]]:
    """Due and untaken; taken by a worker that went away."""
    now = timezone.now()
    yield "due", OutboxItem.objects.filter(state="planned", due_at__lte=now).count()
    yield "lapsed", OutboxItem.objects.filter(state="claimed", claimed_until__lte=now).count()


@counted("debrief_deliveries", "Messages by state.", "state")
def deliveries() -> Iterable[tuple[str, float]]:
    """Planned, sent, failed and so on."""
    return by_field(Delivery.objects, "state")


@counted("debrief_part_up", "1 when the part is well, as in /readyz.", "part")
def parts() -> Iterable[tuple[str, float]]:
    """The parts of /readyz as numbers."""
    return [(name, float(state["state"] == OK)) for name, state in report().items()]


class FromDatabase(Collector):
    """Reads every gauge when asked; one that can't be read is left out rather than told as nought."""

    def collect(self) -> Iterator[Metric]:
        for gauge in _gauges:
            family = GaugeMetricFamily(gauge.name, gauge.help, labels=[gauge.label])
            try:
                for value, number in gauge.read():
                    family.add_metric([value], number)
            except DatabaseError:
                continue
            yield family


def text() -> bytes:
    """The whole answer."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(FromDatabase())
    return generate_latest(registry)
