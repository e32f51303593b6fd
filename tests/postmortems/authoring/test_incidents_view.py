"""Several incidents in one postmortem, each with its own durations."""

import datetime as dt

import pytest
from django.urls import reverse

from postmortems.authoring import actions
from postmortems.models import Incident
from tests.conftest import NOW

from .conftest import HTMX


@pytest.fixture
def week(people, make_postmortem):
    """The people, around a postmortem of several incidents."""
    people.pm = make_postmortem(
        owner=people.owner, team=people.team, template="several", zone="Europe/Amsterdam"
    )
    people.pm.named_readers.create(user=people.reader)
    people.url = reverse("authoring:incidents", args=[people.pm.pk])
    return people


def sent(**more):
    return {
        "title": "Jobs waited",
        "severity": "sev3",
        "disclosure": "internal",
        "started_at_day": "2026-11-02",
        "started_at_time": "09:00",
        "detected_at_time": "09:10",
        "mitigated_at_time": "10:30",
        **more,
    }


def test_each_has_its_own_durations_and_a_day_is_said_once(week, sign_in):
    client = sign_in(week.owner)
    assert client.post(week.url, sent()).status_code == 302
    later = sent(title="Jobs were lost", started_at_day="2026-11-04", mitigated_at_time="09:20")
    assert client.post(week.url, later).status_code == 302
    page = client.get(f"/postmortems/{week.pm.pk}/").content.decode()
    assert "1 h 30 min" in page
    assert "20 min" in page
    assert "2 incidents" in page
    text = client.get(f"/postmortems/{week.pm.pk}/export/markdown/").content.decode()
    assert "| Jobs waited | SEV 3 | 2 Nov 2026, 09:00 CET | 10 min | 1 h 30 min | 1 h 30 min |" in text


def test_what_ends_before_it_begins_is_asked_again(week, sign_in):
    answer = sign_in(week.owner).post(week.url, sent(detected_at_time="08:00"))
    assert answer.status_code == 422
    assert "this lies before it began" in answer.content.decode()
    assert "Jobs waited" in answer.content.decode()
    assert not Incident.objects.exists()
    assert sign_in(week.owner).post(week.url, sent(started_at_day=""), **HTMX).status_code == 422


def test_what_can_t_be_read_says_what_would_do(week, sign_in):
    client = sign_in(week.owner)
    page = client.post(week.url, sent(detected_at_time="26")).content.decode()
    assert "Write the time as 14:02 or 14:02:11, or 14h for the hour." in page
    twice = sent(
        started_at_day="2024-10-27", started_at_time="02:30", detected_at_time="", mitigated_at_time=""
    )
    page = client.post(week.url, twice).content.decode()
    assert "so 02:30 came twice. Take the last minute before that hour or the first after it." in page


def one(week, **values):
    return actions.add_incident(
        postmortem=week.pm,
        actor=week.owner,
        now=NOW,
        values={"title": "Jobs waited", "started_at": NOW - dt.timedelta(hours=2), **values},
    )


def test_one_is_corrected_taken_out_and_brought_back(week, sign_in):
    client, incident = sign_in(week.owner), one(week)
    url = reverse("authoring:incident", args=[week.pm.pk, incident.pk])
    assert client.post(url, sent(title="Jobs waited long", version=1)).status_code == 302
    assert client.post(url, sent(title="Mine", version=1)).status_code == 409
    assert client.post(url, {"remove": "1"}).status_code == 302
    assert not Incident.objects.exists()
    history = reverse("authoring:incident_history", args=[week.pm.pk, incident.pk])
    assert "was taken out" in client.get(history).content.decode()
    revision = Incident.history.filter(history_type="~").latest("history_id").history_id
    client.post(reverse("authoring:incident_restore", args=[week.pm.pk, incident.pk, revision]))
    assert Incident.objects.get(pk=incident.pk).title == "Jobs waited long"


def test_rights(week, sign_in):
    hidden = one(week, title="Zanzibar", disclosure="restricted")
    url = reverse("authoring:incident", args=[week.pm.pk, hidden.pk])
    assert sign_in(week.outsider).post(week.url, sent()).status_code == 404
    assert sign_in(week.reader).post(week.url, sent()).status_code == 403
    assert sign_in(week.mate).get(url).status_code == 404
    assert "Zanzibar" not in sign_in(week.mate).get(f"/postmortems/{week.pm.pk}/").content.decode()
    assert "Zanzibar" in sign_in(week.reader).get(f"/postmortems/{week.pm.pk}/").content.decode()
    assert sign_in(week.owner).put(week.url).status_code == 405
