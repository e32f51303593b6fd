"""The summary of late actions that a channel carries, at nine in the morning where its readers are."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo

from django.conf import settings
from django.utils import timezone

from core.notify.announcing import carrying, into
from core.notify.models import Channel, Delivery
from core.notify.registry import Message, announces
from core.outbox.models import OutboxItem
from core.outbox.registry import every
from core.templatetags.say import count_of
from postmortems.models import Action, actions_sayable_in

LATE = "followup.late"
SHOWN = 25
"""A message lists so many; the rest is a number and a link."""
MORNING = dt.time(9)
NOON = dt.time(12)


def _zone(channel: Channel) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(channel.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def is_time(channel: Channel, now: dt.datetime) -> dt.date | None:
    """The day whose summary is due in the channel; None outside its mornings, so that a site that was down is not late."""
    there = now.astimezone(_zone(channel))
    days = (0,) if channel.rhythm == Channel.Rhythm.WEEKLY else range(5)
    return there.date() if there.weekday() in days and MORNING <= there.time() < NOON else None


@every("followup.late_summaries", seconds=300)
def summarise(item: OutboxItem) -> None:
    """Plan each channel's summary when its morning has come, once for each day."""
    now = timezone.now()
    for channel in carrying(LATE):
        if day := is_time(channel, now):
            into([channel], kind=LATE, key=f"{LATE}:{day.isoformat()}", object_id=None, now=now)


def _late(delivery: Delivery, channel: Channel) -> Message | None:
    """What is late and may be named there, the longest first within each team; nothing when nothing is."""
    today = timezone.now().astimezone(_zone(channel)).date()
    found = actions_sayable_in(channel).late_on(today).select_related("team", "owner", "postmortem")
    about = [team.pk for team in channel.about.all()]
    if about:
        found = found.filter(team__in=about)
    number = found.count()
    if not number:
        return None
    rows = found.order_by("team__name", "team_id", "due_on", "pk")[:SHOWN]
    lines = []
    for team, actions in itertools.groupby(rows, key=lambda action: action.team):
        lines += [f"{team}:", *(_line(action, today) for action in actions), ""]
    if number > SHOWN:
        lines.append(f"And {number - SHOWN} more.")
    lines.append(f"All of them: {settings.PUBLIC_URL}/actions/")
    return Message(f"{count_of(number, 'action')} late", "\n".join(lines))


def _line(action: Action, today: dt.date) -> str:
    late = count_of((today - action.due_on).days, "day") if action.due_on else ""
    owner = str(action.owner) if action.owner else "nobody yet"
    return f"- {action.title} ({owner}, {late} late) {settings.PUBLIC_URL}/actions/{action.pk}/"


announces(LATE, "Late actions, as a summary", _late)
