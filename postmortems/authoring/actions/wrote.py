"""The common end of every change of a postmortem's text."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from core.accounts.models import User
from core.prepared import prepared
from core.rows import update_row
from core.templatetags.say import when
from postmortems.domain.lifecycle import POSTMORTEM
from postmortems.models import Author, Postmortem


# A savepoint of its own would cost two statements at every save and protect nothing: its caller fails with it.
@transaction.atomic(savepoint=False)
def wrote(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> None:
    """Note that `actor` changed something a reviewer reads, in the transaction of that change.

    The text's number rises, the actor becomes an author, and an approved postmortem goes back to draft: an
    approval holds only for the text it was given on.
    """
    approved, rising = {"status": Postmortem.Status.APPROVED}, ("text_version",)
    risen = {"updated_at": now}
    if not update_row(Postmortem, postmortem.pk, risen, rising=rising, unless=approved):
        lapsed = {"status": POSTMORTEM.target("reopen"), "approved_at": None, "approved_text_version": None}
        if update_row(Postmortem, postmortem.pk, risen | lapsed, rising=rising, where=approved):
            audit.record(actor=actor, verb="reopen", obj=postmortem, fields={"reason": "text changed"})
            for name, value in lapsed.items():
                setattr(postmortem, name, value)
    # The row's number is the database's; the one in memory is for the page that answers, which shows no other.
    postmortem.text_version += 1
    postmortem.updated_at = now
    if not _written(postmortem.pk, actor.pk):
        Author.objects.get_or_create(postmortem=postmortem, user=actor, defaults={"first_wrote_at": now})


def restored_from(revision, zone: str) -> str:
    """Why a revision was brought back, naming it by its time as the page of history lists it."""
    return f"restored from {when(revision.history_date, zone)}"


@prepared
def _written(postmortem: int, user: int) -> QuerySet[Author, int]:
    """Whether the person is an author already, as after their first save they always are."""
    return Author.objects.filter(postmortem=postmortem, user=user).values_list("pk", flat=True)
