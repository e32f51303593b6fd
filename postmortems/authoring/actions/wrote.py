"""The common end of every change of a postmortem's text."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from core import audit
from core.accounts.models import User
from postmortems.domain.lifecycle import POSTMORTEM
from postmortems.models import Author, Postmortem


@transaction.atomic
def wrote(*, postmortem: Postmortem, actor: User, now: dt.datetime) -> None:
    """Note that `actor` changed something a reviewer reads, in the transaction of that change.

    The text's number rises, the actor becomes an author, and an approved postmortem goes back to draft: an
    approval holds only for the text it was given on.
    """
    Postmortem.objects.filter(pk=postmortem.pk).update(text_version=F("text_version") + 1, updated_at=now)
    Author.objects.get_or_create(postmortem=postmortem, user=actor, defaults={"first_wrote_at": now})
    lapsed = Postmortem.objects.filter(pk=postmortem.pk, status=Postmortem.Status.APPROVED).update(
        status=POSTMORTEM.target("reopen"), approved_at=None, approved_text_version=None
    )
    if lapsed:
        audit.record(actor=actor, verb="reopen", obj=postmortem, fields={"reason": "text changed"})
    postmortem.refresh_from_db(
        fields=["text_version", "updated_at", "status", "approved_at", "approved_text_version"]
    )
