"""This room's work outside a request: what was set for a time, and how promises stand."""

from __future__ import annotations

from django.utils import timezone

from core.outbox.models import OutboxItem
from core.outbox.registry import every
from postmortems.publication import actions, asking, telling

__all__ = ["asking", "follow_promises", "publish_what_is_due", "telling"]


@every("publication.scheduled", seconds=15)
def publish_what_is_due(item: OutboxItem) -> None:
    """Publish summaries whose time has come; a text that changed meanwhile stays where it is."""
    actions.publish_scheduled(now=timezone.now())


@every("publication.promises", seconds=15 * 60)
def follow_promises(item: OutboxItem) -> None:
    """Propose what follows from the actions, and say *late* when a month is over."""
    actions.propose_updates(now=timezone.now())
