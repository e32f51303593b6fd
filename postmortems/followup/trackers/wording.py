"""What of an action is said in a tracker, where others read it."""

from __future__ import annotations

import hashlib

from django.conf import settings

from postmortems.models import Action, Disclosure, TrackerConnection, Visibility

from .base import Words


def is_for_all(action: Action) -> bool:
    """Whether everybody in the organisation may read the action anyway."""
    return action.postmortem.visibility == Visibility.ORGANISATION


def may_be_told(action: Action) -> bool:
    """What is restricted is told to no tracker; an issue that is there already can be linked by its address."""
    return action.disclosure != Disclosure.RESTRICTED


def asks_first(action: Action, connection: TrackerConnection) -> bool:
    """Whether somebody looks at the words before they go: when those who read them there could not read them here."""
    return connection.readers == TrackerConnection.Readers.ANYBODY or not is_for_all(action)


def words_of(action: Action, connection: TrackerConnection) -> Words:
    """The new issue.

    Where anybody reads: the title alone. Where people of the organisation read: the title and a link, which holds a
    number and asks for a sign-in. Of an action everybody here may read, also its details, measure and date.
    """
    if connection.readers == TrackerConnection.Readers.ANYBODY:
        return Words(action.title, "")
    link = f"Followed up in Debrief: {settings.PUBLIC_URL}/actions/{action.pk}/"
    if not is_for_all(action):
        return Words(action.title, link)
    measure = f"How its effect will be seen: {action.measure}" if action.measure else ""
    due = f"Due {action.due_on:%d %B %Y}".replace("Due 0", "Due ") if action.due_on else ""
    return Words(action.title, "\n\n".join(filter(None, [action.details.strip(), measure, due, link])))


def digest_of(words: Words, connection: TrackerConnection) -> str:
    """Names exactly these words in exactly this place, so that what is sent is what was looked at."""
    told = "\0".join([str(connection.pk), connection.base_url, connection.project, words.title, words.body])
    return hashlib.sha256(told.encode()).hexdigest()
