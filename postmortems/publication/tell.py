"""Planning that subscribers are told: one row, in the transaction that publishes."""

from __future__ import annotations

from core.outbox.actions import plan
from postmortems.models import PublicRevision, PublicSummary

TELL = "publication.tell"


def tell_key(revision: int, after: int) -> str:
    """The name of one batch of one revision's mails, so that it is planned once."""
    return f"{TELL}:{revision}:{after}"


def plan_telling(revision: PublicRevision, *, reader: str) -> None:
    """Tell subscribers of a first publication and of a material correction; of small edits nobody is told."""
    if reader == PublicSummary.Reader.PUBLIC and (revision.number == 1 or revision.is_material):
        plan(kind=TELL, key=tell_key(revision.pk, 0), object_id=revision.pk)
