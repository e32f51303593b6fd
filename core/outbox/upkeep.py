"""What the ground itself does again and again."""

from core import audit

from . import effects
from .models import OutboxItem
from .registry import every


@every("outbox.tidy", seconds=3600)
def tidy(item: OutboxItem) -> None:
    """Delete rows that have been done for a month."""
    effects.tidy()


@every("audit.seal", seconds=60)
def seal(item: OutboxItem) -> None:
    """Seal new audit entries into the chain."""
    audit.seal()
