"""Who hears that a text waits for a signature: those who hold the capacity, may read it and wrote none of it.

Planned in the transaction that fixes the text, once for each exact text. Asked again just before sending: nobody hears
of what was signed, changed or withdrawn meanwhile, or of what they may not read.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import get_template

from core.accounts.models import User
from core.notify.actions import deliver
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, one_by_one, renders
from core.outbox.models import OutboxItem
from core.outbox.registry import handles
from postmortems.models import PublicSummary
from postmortems.publication import queries
from postmortems.publication.queries import called, may_sign, needed_of, path_of
from postmortems.publication.tell import SIGNERS


@handles(SIGNERS)
def ask_signers(item: OutboxItem) -> None:
    """Plan the news for each person who could sign the text as it stands, but for who asked."""
    text = _text(item.object_id)
    if text is None or item.key != f"{SIGNERS}:{text.pk}:{text.text_digest}":
        return
    for person in queries.holders(needed_of(text)).exclude(pk=item.payload.get("by")):
        if may_sign(text, person):
            key = f"{SIGNERS}:{text.pk}:{text.text_digest[:16]}:{person.pk}"
            deliver(kind=SIGNERS, key=key, recipient=person, object_id=text.pk)


def _text(pk: int | None) -> PublicSummary | None:
    return PublicSummary.objects.select_related("postmortem").filter(pk=pk).first()


def _found(pk: int | None, user: User | None) -> PublicSummary | None:
    text = _text(pk)
    return text if text is not None and user is not None and may_sign(text, user) else None


def what_of(text: PublicSummary) -> str:
    """ "The public summary of “Uploads stopped” waits for your signature"."""
    return f"The {called(text).lower()} of “{text.postmortem.title}” waits for your signature"


def _mail(delivery: Delivery) -> Message | None:
    text = _found(delivery.object_id, delivery.recipient)
    if text is None:
        return None
    what = what_of(text)
    context = {"what": what, "subject": what, "link": f"{settings.PUBLIC_URL}{path_of(text)}"}
    return Message(
        subject=what,
        text=get_template("emails/signature.txt").render(context),
        html=get_template("emails/signature.html").render(context),
        thread=f"summary-{text.pk}",
        stream="signatures",
    )


def _line(notice: Notice) -> Line | None:
    text = _found(notice.object_id, notice.recipient)
    return Line(what_of(text), path_of(text)) if text else None


renders(SIGNERS, one_by_one(_mail, _line))
