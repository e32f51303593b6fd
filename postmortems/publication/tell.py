"""Planning that subscribers and signers are told: one row, in the transaction that publishes or asks."""

from __future__ import annotations

from core.accounts.models import User
from core.outbox.actions import plan
from postmortems.models import PublicRevision, PublicSummary

TELL = "publication.tell"
SIGNERS = "publication.signers"


def tell_key(revision: int, after: int) -> str:
    """The name of one batch of one revision's mails, so that it is planned once."""
    return f"{TELL}:{revision}:{after}"


def plan_telling(revision: PublicRevision, *, reader: str) -> None:
    """Tell subscribers of a first publication and of a material correction; of small edits nobody is told."""
    if reader == PublicSummary.Reader.PUBLIC and (revision.number == 1 or revision.is_material):
        plan(kind=TELL, key=tell_key(revision.pk, 0), object_id=revision.pk)


def plan_asking(text: PublicSummary, *, actor: User) -> None:
    """Tell those who could sign the text that was just fixed; once for each exact text."""
    key = f"{SIGNERS}:{text.pk}:{text.text_digest}"
    plan(kind=SIGNERS, key=key, object_id=text.pk, payload={"by": actor.pk})
