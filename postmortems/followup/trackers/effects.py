"""Talking to trackers, outside the request: creating once, reading again and again, and saying what failed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core import audit
from core.outbox.models import OutboxItem
from core.outbox.registry import Later, every, handles
from postmortems.followup.queries import may_move
from postmortems.models import Action, TrackerCall, TrackerConnection, TrackerLink

from . import wording
from .actions import CREATE, READ, plan_read
from .base import Away, Issue, Refused, Unsure
from .products import tracker_of
from .setting_up import CHECK
from .telling import tell_owner

Status, State = TrackerLink.Status, TrackerLink.State
PATIENCE = dt.timedelta(days=1)
"""How long a tracker may be away before creating there is given up."""
ROUND = dt.timedelta(minutes=15)
QUIET_ROUND = dt.timedelta(hours=6)
"""How often an issue is read whose action is finished here; it may be opened again there."""
LONG_QUIET = dt.timedelta(days=30)
AT_ONCE = 200
REMEMBERED = dt.timedelta(days=30)


@handles(CREATE)
def create(item: OutboxItem) -> None:
    """Create the issue, once: what was cut off on the way is not tried again by itself, it may be there."""
    found = TrackerLink.objects.select_related("action__postmortem", "action__team", "connection", "made_by")
    link = found.filter(pk=item.object_id, round=item.payload["round"]).first()
    if link is None or link.status not in (Status.WAITING, Status.SENDING):
        return
    if link.status == Status.SENDING:
        _end(link, Status.UNSURE, "Cut off while it was sent.")
    elif reason := _not_now(link):
        _end(link, Status.FAILED, reason)
    elif TrackerLink.objects.filter(pk=link.pk, status=Status.WAITING).update(status=Status.SENDING):
        _send(link)


def _not_now(link: TrackerLink) -> str:
    """Why it may not be sent any more; asked seconds before it would be."""
    action, actor = link.action, link.made_by
    if link.connection.is_paused or link.connection.removed_at:
        return "The tracker is paused or was removed."
    if actor is None or not Action.objects.visible_to(actor).filter(pk=action.pk).exists():
        return "Whoever asked for it may not read the action any more."
    if not may_move(action, actor) or not wording.may_be_told(action):
        return "It may not be told there any more."
    words = wording.words_of(action, link.connection)
    changed = wording.digest_of(words, link.connection) != link.wording
    if changed and wording.asks_first(action, link.connection):
        return "The words changed since somebody looked at them."
    return ""


def _send(link: TrackerLink) -> None:
    try:
        issue = tracker_of(link.connection).create(wording.words_of(link.action, link.connection))
    except Away as away:
        if timezone.now() - link.created_at > PATIENCE:
            _end(link, Status.FAILED, str(away))
        else:
            _end(link, Status.WAITING, str(away))
            raise Later(away.seconds, str(away)) from away
    except Unsure as unsure:
        _end(link, Status.UNSURE, str(unsure))
    except Refused as refused:
        _end(link, Status.FAILED, str(refused))
    else:
        _created(link, issue)


@transaction.atomic
def _created(link: TrackerLink, issue: Issue) -> None:
    link.status, link.remote_id = Status.LINKED, issue.remote_id
    TrackerLink.objects.filter(pk=link.pk).update(status=link.status, remote_id=link.remote_id)
    audit.record(actor=link.made_by, verb="tracker_created", obj=link.action, fields={"issue": issue.key})
    _keep(link, issue)
    plan_read(link, timezone.now())


def _end(link: TrackerLink, status: str, reason: str) -> None:
    TrackerLink.objects.filter(pk=link.pk).update(status=status, last_error=reason[:300])


@handles(READ)
def read(item: OutboxItem) -> None:
    """How the issue stands now; a failure is written down and shown on the action's page."""
    found = TrackerLink.objects.select_related("action__owner", "connection")
    link = found.filter(pk=item.object_id, status=Status.LINKED, connection__removed_at__isnull=True).first()
    if link is None or link.connection.is_paused:
        return
    now = timezone.now()
    try:
        issue = tracker_of(link.connection).read(link.remote_id)
    except (Away, Refused, Unsure) as error:
        wait = dt.timedelta(seconds=error.seconds) if isinstance(error, Away) else ROUND
        again = now + max(wait, ROUND)
        TrackerLink.objects.filter(pk=link.pk).update(last_error=str(error)[:300], next_read_at=again)
        TrackerConnection.objects.filter(pk=link.connection_id).update(last_error=str(error)[:300])
    else:
        _keep(link, issue)


@transaction.atomic
def _keep(link: TrackerLink, issue: Issue) -> None:
    """Write down what was read, and tell the owner what does not agree; nothing of the action changes by it."""
    now = timezone.now()
    changed = issue.state != link.state
    link.state, link.said, link.read_at, link.last_error = issue.state, issue.said[:80], now, ""
    if issue.url.startswith(("https://", "http://")):
        link.url, link.remote_key = issue.url[:1000], issue.key[:80]
    if changed:
        link.state_since = now
        audit.record(actor=None, verb="tracker_state", obj=link.action, fields={"state": issue.state})
    link.next_read_at = _next(link, issue.state, now)
    names = ("state", "said", "read_at", "last_error", "url", "remote_key", "state_since", "next_read_at")
    # Only what was read: somebody may have settled or taken the link away meanwhile.
    TrackerLink.objects.filter(pk=link.pk).update(**{name: getattr(link, name) for name in names})
    TrackerConnection.objects.filter(pk=link.connection_id).update(answered_at=now, last_error="")
    if changed:
        tell_owner(link)


def _next(link: TrackerLink, state: str, now: dt.datetime) -> dt.datetime | None:
    """When it is read again: often while the action is open, seldom afterwards, never once both are long done."""
    if link.action.is_open or link.action.status == Action.Status.IDEA:
        return now + ROUND
    since = link.state_since or now
    return None if state != State.OPEN and now - since > LONG_QUIET else now + QUIET_ROUND


@handles(CHECK, attempts=1)
def check(item: OutboxItem) -> None:
    """Whether the project can be reached, for the administrator who just connected it."""
    connection = TrackerConnection.objects.filter(
        pk=item.object_id, removed_at__isnull=True, is_paused=False
    ).first()
    if connection is None:
        return
    row = TrackerConnection.objects.filter(pk=connection.pk)
    try:
        tracker_of(connection).check()
    except (Away, Refused, Unsure) as error:
        row.update(last_error=str(error)[:300])
    else:
        row.update(last_error="", answered_at=timezone.now())


@every("followup.trackers", seconds=60)
def sweep(item: OutboxItem) -> None:
    """Plan the reading of what is due, and forget webhooks heard a month ago."""
    now = timezone.now()
    due = TrackerLink.objects.filter(
        status=Status.LINKED, next_read_at__lte=now, connection__is_paused=False
    ).order_by("next_read_at")
    for link in due[:AT_ONCE]:
        # Moved on before it is read, so that a tracker that never answers is not planned again each minute.
        TrackerLink.objects.filter(pk=link.pk).update(next_read_at=now + ROUND)
        plan_read(link, now)
    TrackerCall.objects.filter(heard_at__lt=now - REMEMBERED).delete()
