"""A channel with messages behind it, and an action whose issue elsewhere does not agree, as pages are looked at."""

from __future__ import annotations

from types import SimpleNamespace

from core.notify.models import Channel, Delivery
from postmortems.models import TrackerConnection, TrackerLink
from tests.conftest import NOW


def outside(action, owner, team) -> SimpleNamespace:
    """Both set up, nothing sent."""
    channel = Channel.objects.create(
        name="Storage room",
        service="Slack",
        address="slack://none",
        shown_address="slack://n…/…",
        audience="team",
        team=team,
        kinds=["followup.late"],
    )
    channel.about.set([team])
    for state, error in (("sent", ""), ("given_up", "The service answered 404.")):
        Delivery.objects.create(
            kind="followup.late",
            channel="channel",
            target=channel,
            key=f"look:{state}",
            message_id=f"<{state}@localhost>",
            state=state,
            sent_at=NOW if state == "sent" else None,
            last_error=error,
        )
    tracker = TrackerConnection.objects.create(
        name="Storage on GitLab",
        product="gitlab",
        base_url="https://gitlab.example.test",
        project="storage/uploads",
        token="none",
        last_error="It did not accept the token, or the token may not do this.",
    )
    TrackerLink.objects.create(
        action=action,
        connection=tracker,
        status="linked",
        remote_id="7",
        remote_key="#7",
        url="https://gitlab.example.test/storage/uploads/-/issues/7",
        state="done",
        said="closed",
        read_at=NOW,
        last_error="It answered 500.",
        made_by=owner,
    )
    return SimpleNamespace(channel=channel, tracker=tracker)
