"""One mail to each subscriber on publication, and on a correction that the publisher calls material.

Planned in the transaction that publishes, fanned out in batches by the outbox: each batch is one transaction with the
plan of the next, so an interruption repeats nothing and loses nobody. The words are frozen public text, read just
before sending; of a summary that was withdrawn, or whose text was removed meanwhile, nothing goes out.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from core.notify import actions as notify
from core.notify.models import Delivery
from core.notify.registry import Message, Renderer, renders
from core.outbox.actions import plan
from core.outbox.models import OutboxItem
from core.outbox.registry import every, handles
from core.richtext import render
from core.templatetags.say import when
from postmortems.models import PublicRevision, PublicSummary, Subscriber
from postmortems.publication import actions
from postmortems.publication.rendering import address
from postmortems.publication.subscribing import ASKED, LINK_HOLDS, TOLD, link_token, wants
from postmortems.publication.tell import TELL, tell_key

BATCH = 500


@handles(TELL)
def tell(item: OutboxItem) -> None:
    """Plan the mails of one batch of subscribers, and the next batch."""
    revision = PublicRevision.objects.select_related("summary").filter(pk=item.object_id).first()
    if revision is not None and is_told(revision):
        _tell_some(revision, after=item.payload.get("after", 0))


def is_told(revision: PublicRevision) -> bool:
    """Whether a mail about it may still go out."""
    summary = revision.summary
    return (
        summary.reader == PublicSummary.Reader.PUBLIC
        and summary.withdrawn_at is None
        and revision.removed_at is None
    )


@transaction.atomic
def _tell_some(revision: PublicRevision, *, after: int) -> None:
    rows = list(
        Subscriber.objects.filter(pk__gt=after, confirmed_at__isnull=False, left_at__isnull=True).order_by(
            "pk"
        )[:BATCH]
    )
    if not rows:
        return
    services = list(revision.content.get("services", []))
    keys = {f"told:{revision.pk}:{row.pk}": row for row in rows if wants(row, services)}
    known = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    notify.plan_deliveries(
        [
            notify.draft(kind=TOLD, key=key, channel=notify.MAIL, address=row.address, object_id=revision.pk)
            for key, row in keys.items()
            if key not in known
        ]
    )
    last = rows[-1].pk
    plan(kind=TELL, key=tell_key(revision.pk, last), object_id=revision.pk, payload={"after": last})


@every("publication.forget_unconfirmed", seconds=3600)
def forget(item: OutboxItem) -> None:
    """Forget addresses that nobody confirmed."""
    actions.forget_unconfirmed()


def _told(deliveries: Sequence[Delivery]) -> Mapping[int, Callable[[], Message]]:
    """Those that still want it, each with its words; three queries for a batch."""
    revisions = {
        row.pk: row
        for row in PublicRevision.objects.filter(pk__in={one.object_id for one in deliveries}).select_related(
            "summary__live_revision"
        )
    }
    wanted = {_person_of(one) for one in deliveries}
    active = Subscriber.objects.filter(confirmed_at__isnull=False, left_at__isnull=True)
    people = active.in_bulk(wanted)
    ready: dict[int, Callable[[], Message]] = {}
    for delivery in deliveries:
        revision, person = revisions.get(delivery.object_id or 0), people.get(_person_of(delivery))
        if revision is None or person is None or person.address != delivery.address or not is_told(revision):
            continue
        if wants(person, list(revision.content.get("services", []))):
            ready[delivery.pk] = partial(_about, revision, person)
    return ready


def _person_of(delivery: Delivery) -> int:
    """Whose mail it is, by the key it was planned under; hashes of addresses change with the site's secret."""
    return int(delivery.key.rpartition(":")[2])


def plain(text: str) -> str:
    """Markdown as the words that are seen, nothing that a mail program would fetch."""
    return " ".join(html.unescape(strip_tags(render(text))).split())


def _about(revision: PublicRevision, person: Subscriber) -> Message:
    """The words of the text as it stands now; what is corrected comes from the revision that is told of."""
    content = revision.summary.live_revision.content
    first = revision.number == 1
    context = {
        "title": content["title"],
        "lede": plain(content["lede"]),
        "services": ", ".join(content.get("services", [])),
        "began": when(_instant(content["began_at"])) if content.get("began_at") else "",
        "note": "" if first else revision.note,
        "first": first,
        "url": settings.PUBLIC_URL + address(content),
        "leave": leave_url(person),
    }
    subject = f"{'Incident summary' if first else 'Corrected'}: {content['title']}"
    return _message("told", " ".join(subject.split()), context, person)


def _instant(text: str):
    return dt.datetime.fromisoformat(text)


def leave_url(person: Subscriber) -> str:
    """The address that ends a subscription: a page for people, one click for mail programs (RFC 8058)."""
    return f"{settings.PUBLIC_URL}/subscriptions/leave/{person.key}/"


def _message(name: str, subject: str, context: dict, person: Subscriber) -> Message:
    return Message(
        subject=subject,
        text=render_to_string(f"emails/subscriber_{name}.txt", context | {"subject": subject}),
        html=render_to_string(f"emails/subscriber_{name}.html", context | {"subject": subject}),
        stream="publications",
        headers={
            "List-Unsubscribe": f"<{leave_url(person)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # Mail that leaves the house carries no number of ours.
            "X-Debrief-Delivery": "",
        },
    )


def _asked(deliveries: Sequence[Delivery]) -> Mapping[int, Callable[[], Message]]:
    """The mail that asks for confirmation, as long as it is wanted."""
    people = Subscriber.objects.filter(left_at__isnull=True).in_bulk({one.object_id for one in deliveries})
    return {
        one.pk: partial(_question, people[one.object_id])
        for one in deliveries
        if one.object_id in people and people[one.object_id].address == one.address
    }


def _question(person: Subscriber) -> Message:
    context = {
        "url": f"{settings.PUBLIC_URL}/subscriptions/confirm/{link_token(person)}/",
        "services": ", ".join(person.wanted),
        "days": LINK_HOLDS.days,
        "leave": leave_url(person),
    }
    return _message("asked", "Confirm that you want incident summaries by mail", context, person)


def _nobody(notices: Sequence) -> dict:
    """Subscribers have no inbox here."""
    return {}


renders(TOLD, Renderer(_told, _nobody))
renders(ASKED, Renderer(_asked, _nobody))
"""Registered when the room's effects are loaded."""
