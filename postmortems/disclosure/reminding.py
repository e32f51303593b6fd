"""Who is told of which clocks now: rows with a key that lets each rung exist once, however often this runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from core.accounts.models import User
from core.notify import actions as notify
from postmortems.disclosure.queries import facts_of
from postmortems.disclosure.rights import may_read
from postmortems.domain import clocks
from postmortems.models import ClockNotice, ClockReminder, DisclosureTimes, Postmortem

KIND = "disclosure.clocks"
CHUNK = 200

Told = tuple[str, str, str, dt.datetime]
"""Law, report, rung, and the deadline as it stands."""


def remind(now: dt.datetime) -> int:
    """Tell of every rung that was reached; how many messages were planned. Bounded: some postmortems at a time."""
    return sum(_tell(postmortem, rungs) for postmortem, rungs in _reached(now))


def _reached(now: dt.datetime) -> Iterator[tuple[Postmortem, list[Told]]]:
    last = 0
    recorded = DisclosureTimes.objects.filter(postmortem__discarded_at__isnull=True)
    while ids := list(
        recorded.filter(postmortem__gt=last)
        .order_by("postmortem")
        .values_list("postmortem", flat=True)[:CHUNK]
    ):
        known = facts_of(ids)
        told = {pk: _rungs(known[pk], now) for pk in ids}
        found = Postmortem.objects.select_related("owner", "facilitator").in_bulk(
            [pk for pk in ids if told[pk]]
        )
        yield from ((found[pk], told[pk]) for pk in found)
        last = ids[-1]


def _rungs(facts: clocks.Facts, now: dt.datetime) -> list[Told]:
    found = []
    for clock in clocks.clocks(facts, now):
        rung = clocks.rung_reached(clock, now)
        if rung is not None and clock.began_at is not None:
            found.append((clock.regime.key, clock.duty.key, rung.name, clock.due_at or clock.began_at))
    return found


def recipients(postmortem: Postmortem) -> list[User]:
    """The owner, the facilitator, and those who answer for security or law, as far as they may read it."""
    people = {user.pk: user for user in (postmortem.owner, postmortem.facilitator) if user and user.is_active}
    holders = User.objects.filter(Q(signs_security=True) | Q(signs_legal=True), is_active=True)
    people |= {user.pk: user for user in holders if user.pk in people or may_read(postmortem, user)}
    return list(people.values())


@transaction.atomic
def _tell(postmortem: Postmortem, rungs: list[Told]) -> int:
    """Tell everybody of what is new, in one transaction: either all of them are told or the next sweep tells them."""
    if set(rungs) <= _told(postmortem):
        return 0
    # Two sweeps at once would each find the rungs new; the second waits here and then finds them told.
    Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)
    fresh = [rung for rung in rungs if rung not in _told(postmortem)]
    people = recipients(postmortem) if fresh else []
    for user in people:
        notice = ClockNotice.objects.create(postmortem=postmortem, recipient=user)
        ClockReminder.objects.bulk_create(
            ClockReminder(
                notice=notice,
                recipient=user,
                postmortem=postmortem,
                regime=regime,
                duty=duty,
                rung=rung,
                due_at=due,
            )
            for regime, duty, rung, due in fresh
        )
        notify.deliver(kind=KIND, key=f"clocks:{notice.pk}", recipient=user, object_id=notice.pk)
    return len(people)


def _told(postmortem: Postmortem) -> set[Told]:
    rows = ClockReminder.objects.filter(postmortem=postmortem)
    return set(rows.values_list("regime", "duty", "rung", "due_at"))
