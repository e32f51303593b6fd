"""This room's work outside a request: telling people of the clocks."""

from __future__ import annotations

from django.utils import timezone

from core.outbox.models import OutboxItem
from core.outbox.registry import every
from postmortems.disclosure import messages, reminding

__all__ = ["messages", "remind"]


@every("disclosure.clocks", seconds=60)
def remind(item: OutboxItem) -> None:
    """Tell of every rung reached since the last time; what was told is not told again."""
    reminding.remind(timezone.now())
