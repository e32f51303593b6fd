"""What subscribing by mail is made of: the hash that stays, the links, the limits.

No page of it sets a cookie or asks for one. The form has no authority that another site could borrow, so there is
nothing that a CSRF token would protect; it carries a signed time instead, so that it has to be fetched before it is
sent. The link in the mail shows a page and changes nothing: programs that open links in mails confirm nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from core.notify.models import Delivery
from postmortems.models import PublicRevision, PublicSummary, Subscriber

ASKED = "publication.asked"
"""The kind of the mail that asks for confirmation."""
TOLD = "publication.told"
"""The kind of the mail about a publication or a material correction."""
LINK_HOLDS = dt.timedelta(days=3)
FORM_HOLDS = dt.timedelta(hours=12)
WAITS = (dt.timedelta(minutes=10), dt.timedelta(hours=1), dt.timedelta(days=1))
AT_MOST_AN_HOUR = 600
FROM_ONE_PLACE = 10
_FORM, _LINK = "postmortems.subscription.form", "postmortems.subscription.link"


class TooMany(Exception):  # noqa: N818 - an answer, not a fault
    """More was asked for than is sent; the person may come back later."""


def digest_of(address: str) -> str:
    """What is kept of an address: a keyed hash, the same for every spelling of upper and lower case."""
    return salted_hmac("postmortems.subscriber", address.strip().casefold(), algorithm="sha256").hexdigest()


def form_token() -> str:
    """Says that the form was fetched from here, and when."""
    return signing.TimestampSigner(salt=_FORM).sign("asked")


def form_is_fresh(token: str) -> bool:
    """Whether the form was fetched from here in the last hours."""
    try:
        signing.TimestampSigner(salt=_FORM).unsign(token, max_age=FORM_HOLDS)
    except signing.BadSignature:
        return False
    return True


def link_token(subscriber: Subscriber) -> str:
    """What stands in the link of the mail that asks; it ends by itself, and with the next mail."""
    return signing.dumps([subscriber.key, subscriber.asks], salt=_LINK, compress=False)


def behind_link(token: str) -> Subscriber | None:
    """Who is meant by a link that still holds."""
    try:
        key, asks = signing.loads(token, salt=_LINK, max_age=LINK_HOLDS)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(key=key, asks=asks, left_at__isnull=True).first()


def limit(place: str) -> None:
    """Count a request from one network address; raises TooMany after some in an hour. Without Redis it counts less.

    Only a keyed hash of the network address is kept, for that hour.
    """
    name = f"subscribing:{salted_hmac('postmortems.place', place, algorithm='sha256').hexdigest()[:32]}"
    cache.add(name, 0, timeout=3600)
    try:
        number = cache.incr(name)
    except ValueError:  # it ran out between the two
        number = 1
    if number > FROM_ONE_PLACE:
        raise TooMany


def services_told() -> list[str]:
    """The public names of services that published summaries speak of."""
    rows = PublicSummary.objects.filter(
        reader="public", live_revision__isnull=False, withdrawn_at__isnull=True
    ).values_list("live_revision__content", flat=True)
    return sorted({name for content in rows for name in content.get("services", [])})


def wants(subscriber: Subscriber, services: list[str]) -> bool:
    """Whether somebody asked to be told of any of these services."""
    return not subscriber.services or bool(set(subscriber.services) & set(services))


def counts() -> dict[str, int]:
    """How many subscribe, wait for a confirmation, or left; never who."""
    every = Subscriber.objects
    return {
        "told": every.filter(confirmed_at__isnull=False, left_at__isnull=True).count(),
        "waiting": every.filter(confirmed_at__isnull=True, left_at__isnull=True).count(),
        "left": every.filter(left_at__isnull=False).count(),
    }


@dataclass(frozen=True)
class Telling:
    """How the mails about one publication went, in numbers."""

    title: str
    slug: str
    number: int
    published_at: dt.datetime
    sent: int
    waiting: int
    left_out: int
    given_up: int


def tellings(limit: int = 20) -> list[Telling]:
    """The last publications and material corrections with what became of their mails; two queries."""
    told = Q(number=1) | Q(is_material=True)
    rows = PublicRevision.objects.filter(told, summary__reader="public").select_related("summary")
    revisions = list(rows.order_by("-published_at", "-pk")[:limit])
    states: dict[int, Counter[str]] = defaultdict(Counter)
    found = Delivery.objects.filter(kind=TOLD, object_id__in=[row.pk for row in revisions]).order_by()
    for pk, state, number in found.values_list("object_id", "state").annotate(number=Count("pk")):
        states[pk][state] += number
    return [
        Telling(
            row.content["title"],
            row.content["slug"],
            row.number,
            row.published_at,
            states[row.pk]["sent"],
            sum(states[row.pk][state] for state in ("planned", "sending", "failed")),
            states[row.pk]["dropped"],
            states[row.pk]["given_up"],
        )
        for row in revisions
    ]
