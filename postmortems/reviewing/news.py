"""What channels are told of reviews, checked for their readers just before it is said."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from core.notify.announcing import announce
from core.notify.models import Channel, Delivery
from core.notify.registry import Message, announces
from core.templatetags.say import count_of
from postmortems.models import Postmortem, ReviewRequest, sayable_in

WANTED, APPROVED = "reviewing.wanted", "reviewing.approved"


def tell_wanted(postmortem: Postmortem, round_: int, now: dt.datetime) -> None:
    """People were asked to review it."""
    key = f"{WANTED}:{postmortem.pk}:{round_}"
    announce(kind=WANTED, key=key, object_id=postmortem.pk, team_id=postmortem.team_id, now=now)


def tell_approved(postmortem: Postmortem, text_version: int, now: dt.datetime) -> None:
    """It was agreed to, as it stands."""
    key = f"{APPROVED}:{postmortem.pk}:{text_version}"
    announce(kind=APPROVED, key=key, object_id=postmortem.pk, team_id=postmortem.team_id, now=now)


def _found(delivery: Delivery, channel: Channel, *states: str) -> Postmortem | None:
    found = sayable_in(channel).filter(pk=delivery.object_id, status__in=states)
    return found.select_related("team").first()


def _address(postmortem: Postmortem) -> str:
    return f"{settings.PUBLIC_URL}/postmortems/{postmortem.pk}/"


def _wanted(delivery: Delivery, channel: Channel) -> Message | None:
    postmortem = _found(delivery, channel, Postmortem.Status.IN_REVIEW)
    if postmortem is None:
        return None
    waiting = ReviewRequest.objects.filter(postmortem=postmortem, answer=ReviewRequest.Answer.WAITING).count()
    if not waiting:
        return None
    text = f"{postmortem.reference} of {postmortem.team} waits for {count_of(waiting, 'review')}.\n{_address(postmortem)}"
    return Message(f"A review is wanted: {postmortem.title}", text)


def _approved(delivery: Delivery, channel: Channel) -> Message | None:
    postmortem = _found(delivery, channel, Postmortem.Status.APPROVED, Postmortem.Status.CLOSED)
    if postmortem is None:
        return None
    text = f"{postmortem.reference} of {postmortem.team} was reviewed and agreed to.\n{_address(postmortem)}"
    return Message(f"Ready to read: {postmortem.title}", text)


announces(WANTED, "A review is wanted", _wanted)
announces(APPROVED, "A postmortem is approved", _approved)
