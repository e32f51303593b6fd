"""A postmortem worth publishing, and the people who do it."""

import datetime as dt

import pytest

from postmortems.authoring.actions import add_events, add_people, fill_sections
from postmortems.models import Involved, OrganisationList, PublicSummary
from postmortems.publication import actions, middleware
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _own_mirror(settings, tmp_path, monkeypatch):
    """Each test has a mirror of its own that looks at the database on every request."""
    monkeypatch.setattr(middleware, "_mirrors", {})
    monkeypatch.setattr("postmortems.publication.mirror.EVERY", 0)


@pytest.fixture
def publisher(make_user):
    return make_user("Comms", is_publisher=True)


@pytest.fixture
def incident(make_postmortem):
    """A draft with a person, a host, an address and a customer in its text."""
    postmortem = make_postmortem(
        visibility="organisation", started_at=NOW - dt.timedelta(hours=3), mitigated_at=NOW
    )
    writer = postmortem.owner
    OrganisationList.objects.create(kind="customer", value="Globex Corporation")
    OrganisationList.objects.create(kind="word", value="kestrel-db-07")
    add_people(
        postmortem=postmortem,
        actor=writer,
        people=[Involved(name="Marguerite Okonkwo", handles=["mokonkwo"], role="Responder 1")],
    )
    bodies = {
        "summary": (
            "Summary",
            "Uploads stopped for three hours. Marguerite Okonkwo found kestrel-db-07 full.",
        ),
        "impact": (
            "Impact",
            "1,200 uploads were refused. Globex Corporation wrote to marguerite@internal.example.com.",
        ),
    }
    fill_sections(postmortem=postmortem, actor=writer, bodies=bodies, now=NOW)
    add_events(
        postmortem=postmortem,
        actor=writer,
        rows=[
            {
                "at": NOW - dt.timedelta(hours=3),
                "text": "The disk of kestrel-db-07 filled up",
                "kind": "impact",
            },
            {"at": NOW, "text": "mokonkwo freed space and uploads came back", "kind": "recovery"},
        ],
        now=NOW,
    )
    return postmortem


@pytest.fixture
def make_summary(incident, publisher):
    """make_summary(), make_summary("awaiting_signatures"), make_summary("published")."""

    def make(status: str = "preparing") -> PublicSummary:
        summary = actions.begin_summary(postmortem=incident, actor=incident.owner, now=NOW)
        if status != "preparing":
            digest = actions.ask_signatures(summary=summary, actor=incident.owner, now=NOW)
        if status in ("signed", "published"):
            actions.sign(summary=summary, actor=publisher, capacity="publisher", digest=digest, now=NOW)
        if status == "published":
            actions.publish(summary=summary, actor=publisher, now=NOW)
        summary.refresh_from_db()
        return summary

    return make
