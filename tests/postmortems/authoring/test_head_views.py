"""New, facts, title and discarding: seven answers of each form."""

import datetime as dt

import pytest
from django.urls import reverse

from postmortems.models import Postmortem, Service
from tests.postmortems.authoring.conftest import HTMX


def address(people, name):
    return reverse(f"authoring:{name}", args=[people.pm.pk])


def facts(people, **more):
    return {
        "version": people.pm.version,
        "severity": "sev2",
        "kind": "outage",
        "services": "API, Uploads, API",
        "zone": "Europe/Amsterdam",
        "trigger": "A configuration change",
        "started_at_day": "2026-11-19",
        "started_at_time": "14:00",
        "detected_at_day": "2026-11-19",
        "detected_at_time": "14:27:30",
        "acknowledged_at_none": "on",
        **more,
    }


def fresh(people):
    return Postmortem.objects.get(pk=people.pm.pk)


def test_facts_are_kept_as_instants_with_the_rest_not_recorded(people, sign_in):
    assert sign_in(people.mate).post(address(people, "facts"), facts(people)).status_code == 302
    pm = fresh(people)
    assert pm.started_at == dt.datetime(2026, 11, 19, 13, 0, tzinfo=dt.UTC)
    assert pm.detected_at == dt.datetime(2026, 11, 19, 13, 27, 30, tzinfo=dt.UTC)
    assert pm.facts_not_applicable == ["acknowledged_at"] and pm.resolved_at is None
    assert sorted(pm.services.values_list("name", flat=True)) == ["API", "Uploads"]
    assert pm.version == 2 and pm.text_version > 1
    assert pm.history.latest().history_user == people.mate
    assert Service.objects.count() == 2


def test_a_time_typed_beside_not_applicable_is_asked_about_and_an_older_one_gives_way(people, sign_in):
    mate, url = sign_in(people.mate), address(people, "facts")
    typed = {"acknowledged_at_day": "2026-11-19", "acknowledged_at_time": "14:30"}
    answer = mate.post(url, facts(people, **typed))
    assert answer.status_code == 422 and "Take this time away" in answer.content.decode()
    assert mate.post(url, facts(people, **typed, acknowledged_at_none="")).status_code == 302
    assert mate.post(url, facts(people, **typed, version=2)).status_code == 302
    assert fresh(people).facts_not_applicable == ["acknowledged_at"]
    assert fresh(people).acknowledged_at is None


def test_the_panel_says_durations_and_why_there_is_none(people, sign_in):
    mate = sign_in(people.mate)
    mate.post(
        address(people, "facts"), facts(people, mitigated_at_day="2026-11-19", mitigated_at_time="13:00")
    )
    part = mate.post(
        address(people, "facts"),
        facts(people, version=2, severity="sev1", mitigated_at_day="2026-11-19", mitigated_at_time="13:00"),
        **HTMX,
    )
    page = " ".join(part.content.decode().split())
    assert "<html" not in page
    assert "<dt>Time to detect</dt><dd>27 min</dd>" in page
    assert '<dt>Time to acknowledge</dt><dd class="muted">not applicable</dd>' in page
    assert '<dt>Time to mitigate</dt><dd class="muted">impossible: ends before it starts</dd>' in page
    assert '<dt>Time to resolve</dt><dd class="muted">not recorded</dd>' in page


def test_facts_for_outsider_reader_and_wrong_verb(people, sign_in):
    for name in ("facts", "title"):
        assert sign_in(people.outsider).post(address(people, name), facts(people)).status_code == 404
        assert sign_in(people.reader).post(address(people, name), facts(people)).status_code == 403
        assert sign_in(people.mate).put(address(people, name)).status_code == 405
    assert fresh(people).version == 1


def test_facts_of_a_closed_one_stay(closed, sign_in):
    for name in ("facts", "title"):
        assert sign_in(closed.mate).post(address(closed, name), facts(closed, title="x")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"zone": "Nowhere/Land"}, "is not a zone this site knows. Name an area and city"),
        ({"detected_at_time": "26"}, "Write the time as 14:02 or 14:02:11, or 14h for the hour."),
        (
            {"started_at_day": "2024-10-27", "started_at_time": "02:30"},
            "so 02:30 came twice. Set the zone above to UTC and write it in UTC, or take the last minute before",
        ),
        ({"started_at_day": ""}, "Add the day to this time"),
        ({"detected_at_time": ""}, "Add the time"),
        ({"started_at_day": "2026-03-29", "started_at_time": "02:30"}, "did not exist"),
        ({"severity": "sev9"}, "Select a valid choice"),
        ({"resolved_at_day": "2091-11-12", "resolved_at_time": "10:00"}, "This lies in the future"),
    ],
)
def test_facts_that_cannot_be_read_are_said_and_kept(people, sign_in, wrong, said):
    answer = sign_in(people.mate).post(address(people, "facts"), facts(people, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "A configuration change" in page
    assert fresh(people).version == 1


def test_facts_of_the_guide_stay_in_the_guide(people, sign_in):
    client, onward = sign_in(people.mate), f"/postmortems/{people.pm.pk}/guide/timeline/"
    asked = {"headers": {"hx-request": "true"}}
    wrong = client.post(address(people, "facts"), facts(people, next=onward, started_at_day=""), **asked)
    part = wrong.content.decode()
    assert wrong.status_code == 422 and "<html" not in part
    assert f'value="{onward}"' in part and "Save and go on" in part and "hx-post" in part
    right = client.post(address(people, "facts"), facts(people, next=onward), **asked)
    assert right["HX-Redirect"] == onward


def test_a_second_person_saving_older_facts_is_told(people, sign_in):
    sign_in(people.owner).post(address(people, "facts"), facts(people))
    late = sign_in(people.mate).post(address(people, "facts"), facts(people, trigger="Another trigger"))
    page = late.content.decode()
    assert late.status_code == 409
    assert "A configuration change" in page and "Another trigger" in page and 'value="2"' in page
    assert fresh(people).trigger == "A configuration change"


def test_the_title_is_changed_under_the_same_version(people, sign_in):
    mate = sign_in(people.mate)
    assert mate.post(address(people, "title"), {"title": "New name", "version": 1}).status_code == 302
    assert fresh(people).title == "New name"
    assert mate.post(address(people, "title"), {"title": "Late name", "version": 1}).status_code == 409
    assert mate.post(address(people, "title"), {"title": "", "version": 2}, **HTMX).status_code == 422
    assert fresh(people).title == "New name"


def begin(people, version, **more):
    return {
        "template": version.pk,
        "title": "Uploads stopped",
        "team": people.team.pk,
        "severity": "",
        "visibility": "team",
        "zone": "Europe/Amsterdam",
        **more,
    }


def test_a_new_one_begins_with_the_template_s_sections(people, sign_in, template_version):
    version = template_version("outage")
    answer = sign_in(people.mate).post(reverse("authoring:new"), begin(people, version))
    pm = Postmortem.objects.latest("pk")
    assert answer.url == reverse("workspace:guide", args=[pm.pk])
    assert (pm.owner, pm.title, pm.zone) == (people.mate, "Uploads stopped", "Europe/Amsterdam")
    assert pm.sections.count() == len(version.sections)


def test_new_refuses_what_is_not_mine_and_keeps_the_words(people, sign_in, template_version, make_team):
    version, other = template_version("outage"), make_team("Other")
    url = reverse("authoring:new")
    foreign = sign_in(people.mate).post(url, begin(people, version, team=other.pk))
    assert foreign.status_code == 422 and "Uploads stopped" in foreign.content.decode()
    empty = sign_in(people.mate).post(url, begin(people, version, template="", title=""), **HTMX)
    assert empty.status_code == 422 and "Choose a template" in empty.content.decode()
    assert "<html" not in empty.content.decode()
    assert sign_in(people.mate).put(url).status_code == 405
    assert Postmortem.objects.count() == 1


def test_new_without_a_team_says_what_to_do(people, sign_in):
    page = sign_in(people.outsider).get(reverse("authoring:new"))
    assert page.status_code == 200 and "You are not in a team yet" in page.content.decode()


def test_new_offers_every_template_with_its_description(people, sign_in, template_version):
    version = template_version("outage")
    page = sign_in(people.mate).get(reverse("authoring:new")).content.decode()
    assert version.template.description in page and page.count('name="template"') >= 6


def test_a_draft_is_discarded_by_its_owner_and_taken_back(people, sign_in):
    owner = sign_in(people.owner)
    assert sign_in(people.outsider).post(address(people, "discard")).status_code == 404
    assert sign_in(people.mate).post(address(people, "discard")).status_code == 403
    assert owner.get(address(people, "discard")).status_code == 200
    assert owner.put(address(people, "discard")).status_code == 405
    assert owner.post(address(people, "discard")).status_code == 302
    assert owner.get(address(people, "facts")).status_code == 404
    assert people.pm.title in owner.get(reverse("authoring:discarded")).content.decode()
    assert people.pm.title not in sign_in(people.mate).get(reverse("authoring:discarded")).content.decode()
    assert sign_in(people.mate).post(address(people, "take_back")).status_code == 404
    assert owner.post(address(people, "take_back")).status_code == 302
    assert fresh(people).discarded_at is None


def test_only_a_draft_is_discarded(people, sign_in):
    Postmortem.objects.filter(pk=people.pm.pk).update(status="in_review")
    answer = sign_in(people.owner).post(address(people, "discard"), **HTMX)
    assert answer.status_code == 409 and "Only a draft" in answer.content.decode()


def test_after_thirty_days_a_discarded_draft_is_not_taken_back(people, sign_in):
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    Postmortem.objects.filter(pk=people.pm.pk).update(discarded_at=long_ago)
    sign_in(people.owner).post(address(people, "take_back"))
    assert fresh(people).discarded_at == long_ago
