"""Where the demo's organisation talks and tracks its work: a channel and a tracker, both paused, so that nothing is sent."""

from __future__ import annotations

import datetime as dt

from core.notify.channel_actions import pause as pause_channel
from core.notify.channel_actions import save_channel
from core.secretbox import Secret
from postmortems.demo.record import Cast
from postmortems.demo.story import told
from postmortems.followup.actions import pause_connection, save_connection
from postmortems.models import Action, TrackerLink

KINDS = ["followup.late", "publication.published", "reviewing.wanted"]
# Nobody's: what is under .test is never looked up, and both are paused.
ADDRESS = "https://chat.demo.test/hooks/not-a-token"
TRACKER = "https://tracker.demo.test"


def connect(cast: Cast, now: dt.datetime) -> None:
    """A channel for Storage, a tracker, and one action whose issue was closed there while it is open here."""
    with told(now - dt.timedelta(days=30)):
        _set_up(cast, now)


def _set_up(cast: Cast, now: dt.datetime) -> None:
    admin, storage = cast.people["admin"], cast.teams["storage"]
    channel = save_channel(
        channel=None,
        actor=admin,
        values={
            "name": "Storage room",
            "address": Secret.of(ADDRESS),
            "service": "Webhook (JSON)",
            "shown_address": "jsons://chat.demo.test/…",
            "audience": "team",
            "team": storage,
            "about": [storage],
            "kinds": KINDS,
            "rhythm": "weekly",
            "time_zone": "Europe/Amsterdam",
        },
    )
    pause_channel(channel=channel, actor=admin, paused=True)
    connection = save_connection(
        connection=None,
        product="gitlab",
        actor=admin,
        now=now,
        values={
            "name": "Storage on GitLab",
            "base_url": TRACKER,
            "project": "storage/backups",
            "account": "",
            "issue_type": "",
            "token": "not-a-token",
            "readers": "organisation",
            "teams": [storage],
        },
    )
    pause_connection(connection=connection, actor=admin, paused=True)
    begun = Action.objects.filter(team=storage, status="in_progress").order_by("pk").first()
    if begun is not None:
        _linked(begun, connection.pk, cast, now)


def _linked(action: Action, connection: int, cast: Cast, now: dt.datetime) -> None:
    """As if a worker had read it; the tracker itself is nowhere."""
    read_at = now - dt.timedelta(hours=1)
    TrackerLink.objects.create(
        action=action,
        connection_id=connection,
        status=TrackerLink.Status.LINKED,
        remote_id="41",
        remote_key="#41",
        url=f"{TRACKER}/storage/backups/-/issues/41",
        state=TrackerLink.State.DONE,
        said="closed",
        state_since=read_at,
        read_at=read_at,
        made_by=cast.people["engineer"],
    )
