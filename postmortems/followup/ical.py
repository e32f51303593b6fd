"""A calendar as programs read it (RFC 5545, with RFC 7986 for its name and how often to look again).

Due dates are days, not instants: an all-day event stands on the same day in every zone. They are events and not
to-dos, because Google and Outlook leave to-dos out of calendars one subscribes to. The bytes follow from the rows
alone, so that a program that asks again is told that nothing changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vText

from core.templatetags.say import day
from postmortems.domain.lifecycle import ACTION
from postmortems.models import Action, CalendarFeed, Disclosure, Visibility

LOOK_AGAIN = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)


def name_of(feed: CalendarFeed) -> str:
    """What the calendar is called where it is shown."""
    return f"Actions of {feed.team.name}" if feed.team else "My actions"


def calendar(feed: CalendarFeed, due: Iterable[Action], to_check: Iterable[Action]) -> bytes:
    """The calendar's bytes."""
    made = Calendar()
    made.add("prodid", "-//Debrief//Actions//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        made.add(name, vText(name_of(feed)))
    made.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for action in due:
        made.add_component(_due(action, feed))
    for action in to_check:
        made.add_component(_check(action, feed))
    return made.to_ical()


def _event(action: Action, kind: str, on: dt.date, summary: str, about: str) -> Event:
    event = Event()
    address = f"{settings.PUBLIC_URL}/actions/{action.pk}/"
    event.add("uid", f"{kind}-{action.pk}@{urlsplit(settings.PUBLIC_URL).hostname}")
    # The moment of the last change, not of this reading: equal rows make equal bytes.
    for name in ("dtstamp", "last-modified"):
        event.add(name, action.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("created", action.created_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", action.version)
    event.add("dtstart", on)
    event.add("dtend", on + ONE_DAY if on < dt.date.max else on)
    event.add("summary", summary)
    event.add("description", f"{about}\n{address}")
    event.add("url", address)
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _is_kept_close(action: Action) -> bool:
    """What only a few may read is not spelled out in a calendar that others may look at."""
    return action.disclosure == Disclosure.RESTRICTED or action.postmortem.visibility == Visibility.NAMED


def _titled(action: Action, feed: CalendarFeed, otherwise: str) -> str:
    if _is_kept_close(action):
        return otherwise
    owner = f" ({action.owner})" if feed.team and action.owner else ""
    return f"{action.title}{owner}"


def _facts(action: Action) -> str:
    promised = " Promised in public." if action.promised else ""
    state = ACTION.labels[action.status]
    origin = "" if _is_kept_close(action) else f" From {action.postmortem.reference}."
    return f"{state}, {action.priority.upper()}.{promised}{origin}"


def _due(action: Action, feed: CalendarFeed) -> Event:
    due_on = action.due_on or dt.date.min
    zone = f", a day in {action.owner.time_zone}" if action.owner else ""
    about = f"Due {day(due_on)}{zone}. {_facts(action)}"
    return _event(action, "action", due_on, _titled(action, feed, "An action is due"), about)


def _check(action: Action, feed: CalendarFeed) -> Event:
    check_on = action.check_on or dt.date.min
    title = _titled(action, feed, "an action that is done")
    about = f"Done; its effect is looked at on {day(check_on)}. {_facts(action)}"
    return _event(action, "check", check_on, f"Did it work? {title}", about)
