"""How a delivery ends that was not taken: tried again after a wait, or given up."""

from __future__ import annotations

from core.outbox.claims import Claim
from core.outbox.effects import describe, log_error
from core.outbox.models import OutboxItem

from .models import Delivery

ATTEMPTS, LASTING_ATTEMPTS = 12, 4


class NotTaken(Exception):  # noqa: N818 - an answer
    """The other side answered and did not take this one; `lasting` when it says so for good.

    Its words are kept and shown: they hold no text of a message and no part of a secret.
    """

    def __init__(self, reason: str, *, lasting: bool) -> None:
        super().__init__(reason)
        self.lasting = lasting


def note_failure(delivery: Delivery, item: OutboxItem, claim: Claim, error: Exception) -> None:
    """Write down what was answered, and plan the next try."""
    reason = str(error) if isinstance(error, NotTaken) else describe(error)
    if not isinstance(error, NotTaken):
        log_error(f"delivery #{delivery.pk}", error)
    lasting = isinstance(error, NotTaken) and error.lasting
    if not claim.begin(item):
        return
    last = claim.failed(item, reason, attempts=LASTING_ATTEMPTS if lasting else ATTEMPTS)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.GIVEN_UP if last else Delivery.State.FAILED, last_error=reason[:500]
    )
