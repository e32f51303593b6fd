"""What people do about an action's issue in a tracker. Nothing here talks to a tracker; that is planned."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from core import audit
from core.accounts.models import User
from core.outbox import actions as outbox
from core.transitions import MoveRefused
from postmortems.followup.actions import move
from postmortems.models import Action, TrackerConnection, TrackerLink

from . import queries, wording

CREATE, READ = "followup.tracker_create", "followup.tracker_read"
Status = TrackerLink.Status
TWICE = "This action has its issue already. Look at how it stands now."


def plan_read(link: TrackerLink, now: dt.datetime) -> None:
    """Have the issue read soon; a reading that waits already is enough."""
    key = f"{READ}:{link.pk}"
    if not outbox.plan_again(key=key, due_at=now):
        outbox.plan(kind=READ, key=key, object_id=link.pk, due_at=now)


def _plan_create(link: TrackerLink) -> None:
    key = f"{CREATE}:{link.pk}:{link.round}"
    outbox.plan(kind=CREATE, key=key, object_id=link.pk, payload={"round": link.round})


@transaction.atomic
def create_there(
    *, action: Action, connection: TrackerConnection, actor: User, seen: str, now: dt.datetime
) -> TrackerLink:
    """Have an issue made. `seen` is the digest of the words the person looked at; "" where nobody has to look.

    Raises MoveRefused.
    """
    if not wording.may_be_told(action):
        raise MoveRefused(
            "This action is restricted, and a tracker is read by others. Link an issue that is there."
        )
    if not queries.offered(action.team_id).filter(pk=connection.pk).exists():
        raise MoveRefused("This tracker is not offered to the action's team any more.")
    digest = wording.digest_of(wording.words_of(action, connection), connection)
    if wording.asks_first(action, connection) and seen != digest:
        raise MoveRefused("The words changed since you looked at them. Look again at what will be sent.")
    link = _new(action=action, connection=connection, actor=actor, now=now, wording=digest)
    audit.record(actor=actor, verb="tracker_create", obj=action, fields={"tracker": connection.pk})
    _plan_create(link)
    return link


def _new(
    *, action: Action, connection: TrackerConnection, actor: User, now: dt.datetime, **fields
) -> TrackerLink:
    try:
        with transaction.atomic():
            return TrackerLink.objects.create(
                action=action, connection=connection, made_by=actor, created_at=now, **fields
            )
    except IntegrityError as error:
        taken = TrackerLink.objects.filter(action=action).exists()
        raise MoveRefused(TWICE if taken else "Another action has this issue.") from error


@transaction.atomic
def link_issue(*, action: Action, actor: User, url: str, now: dt.datetime) -> TrackerLink:
    """Say which issue is the action's, by its address. Raises MoveRefused."""
    found = queries.connection_for(url, action.team_id)
    if found is None:
        raise MoveRefused(
            "This is not the address of an issue in a tracker that is connected for the action's team."
        )
    connection, remote_id = found
    key = remote_id if "-" in remote_id else f"#{remote_id}"
    link = _new(
        action=action,
        connection=connection,
        actor=actor,
        now=now,
        status=Status.LINKED,
        remote_id=remote_id,
        remote_key=key,
        url=url,
        next_read_at=now,
    )
    audit.record(
        actor=actor, verb="tracker_link", obj=action, fields={"tracker": connection.pk, "issue": key}
    )
    plan_read(link, now)
    return link


@transaction.atomic
def unlink(*, link: TrackerLink, actor: User) -> None:
    """The issue is not the action's any more; it stays where it is."""
    if link.status == Status.SENDING:
        raise MoveRefused("It is being created just now. Wait a moment.")
    audit.record(actor=actor, verb="tracker_unlink", obj=link.action, fields={"issue": link.remote_key})
    link.delete()


@transaction.atomic
def try_again(*, link: TrackerLink, actor: User, now: dt.datetime) -> None:
    """Have it created once more, after it failed or nobody knows whether it was."""
    again = TrackerLink.objects.filter(pk=link.pk, status__in=[Status.FAILED, Status.UNSURE]).update(
        status=Status.WAITING, round=link.round + 1, last_error="", created_at=now
    )
    if again:
        link.refresh_from_db()
        audit.record(actor=actor, verb="tracker_create_again", obj=link.action)
        _plan_create(link)


@transaction.atomic
def look_now(*, link: TrackerLink, now: dt.datetime) -> None:
    """Read it now instead of at the next round."""
    if link.status == Status.LINKED:
        plan_read(link, now)


@transaction.atomic
def take_over(*, link: TrackerLink, actor: User, now: dt.datetime) -> Action:
    """Mark the action as done because the issue is, with the issue as evidence. Raises MoveRefused."""
    if link.state != TrackerLink.State.DONE:
        raise MoveRefused("The issue is not done any more. Look at how it stands now.")
    said = f" ({link.said})" if link.said else ""
    evidence = f"Done in {link.connection.name}{said}: {link.url or link.remote_key}"
    return move(action=link.action, actor=actor, verb="finish", text=evidence, now=now)


@transaction.atomic
def leave_as_it_is(*, link: TrackerLink, actor: User) -> None:
    """Both may say what they say; asked again when one of them changes."""
    TrackerLink.objects.filter(pk=link.pk).update(settled=queries.pair(link, link.action.status))
    audit.record(actor=actor, verb="tracker_leave", obj=link.action)
