"""Who hears that a set time passed and nothing was published: who set it, or else all who could sign the text.

Planned in the transaction of the refusal, once for each text and time. Asked again just before sending: nobody hears of
what was published, changed or set anew meanwhile, or of what they may not read.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import get_template

from core.accounts.models import User
from core.notify.actions import deliver
from core.notify.models import Delivery, Notice
from core.notify.registry import Line, Message, one_by_one, renders
from core.templatetags.say import when
from postmortems.models import Postmortem, PublicSummary
from postmortems.publication import queries

MISSED = "publication.missed"


def tell_missed(summary: PublicSummary) -> None:
    """Plan the news for who set the time; for every signer of such a text when that person is not there any more."""
    setter = summary.scheduled_by
    people = [setter] if setter and _may_hear(summary, setter) else _signers(summary)
    for person in people:
        key = f"{MISSED}:{summary.pk}:{summary.missed_at:%Y%m%dT%H%M%S}:{person.pk}"
        deliver(kind=MISSED, key=key, recipient=person, object_id=summary.pk)


def _signers(summary: PublicSummary) -> list[User]:
    found = queries.holders(queries.needed_capacities(summary))
    return [person for person in found if _may_hear(summary, person)]


def _may_hear(summary: PublicSummary, person: User) -> bool:
    """Whether the page of the summary opens for this person."""
    if not (person.is_active and person.capacities):
        return False
    return Postmortem.objects.kept().seen_by(person, summary.postmortem_id) is not None


def _found(pk: int | None, user: User | None) -> PublicSummary | None:
    missed = PublicSummary.objects.filter(pk=pk, missed_at__isnull=False).select_related("postmortem").first()
    return missed if missed is not None and user is not None and _may_hear(missed, user) else None


def _what(summary: PublicSummary) -> str:
    return (
        f"The public summary of “{summary.postmortem.title}” was not published at {when(summary.missed_at)}"
    )


def _mail(delivery: Delivery) -> Message | None:
    summary = _found(delivery.object_id, delivery.recipient)
    if summary is None:
        return None
    what = _what(summary)
    link = f"{settings.PUBLIC_URL}{queries.path_of(summary)}"
    context = {"what": what, "subject": what, "link": link}
    return Message(
        subject=what,
        text=get_template("emails/missed.txt").render(context),
        html=get_template("emails/missed.html").render(context),
        thread=f"summary-{summary.pk}",
        stream="signatures",
    )


def _line(notice: Notice) -> Line | None:
    summary = _found(notice.object_id, notice.recipient)
    return Line(_what(summary), queries.path_of(summary)) if summary else None


renders(MISSED, one_by_one(_mail, _line))
