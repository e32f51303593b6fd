"""A tracker on this machine, connected, and an action that may live in it."""

import datetime as dt

import pytest

from postmortems.followup.actions import add_action
from postmortems.models import TrackerConnection
from tests.conftest import NOW
from tests.listening import listening

from . import standins


@pytest.fixture
def listener(settings):
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with listening() as made:
        yield made


@pytest.fixture
def connect(listener, db):
    """connect(standins.GitHub) gives (the stand-in, a connection to it)."""

    def make(kind=standins.GitHub, **fields):
        stand_in = kind(base=listener.url)
        listener.answer = stand_in
        connection = TrackerConnection.objects.create(
            name=f"Payments on {kind.__name__}",
            product=kind.product,
            base_url=listener.url,
            project=kind.project,
            account="ops@example.test" if kind is standins.Jira else "",
            **{"token": standins.TOKEN, "hook_secret": "secret-of-the-hook", **fields},
        )
        connection.refresh_from_db()
        return stand_in, connection

    return make


@pytest.fixture
def owner(make_user):
    return make_user("owner")


@pytest.fixture
def action(owner, make_postmortem):
    """An action everybody in the organisation may read."""
    postmortem = make_postmortem(owner=owner, visibility="organisation", title="Uploads of Initech stopped")
    values = {
        "title": "Limit the size of an upload",
        "details": "In the *proxy*.",
        "owner": owner,
        "due_on": dt.date(2026, 12, 1),
        "measure": "No upload is over 1 GB",
    }
    return add_action(postmortem=postmortem, actor=owner, values=values, now=NOW)
