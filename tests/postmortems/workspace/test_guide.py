"""Guided writing without a browser: steps, their forms, the way back, and the remembered choice."""

import pytest
from django.urls import reverse

from postmortems.authoring import actions
from postmortems.models import Factor, Section, WritingChoice
from tests.conftest import NOW


@pytest.fixture
def draft(make_postmortem):
    return make_postmortem(visibility="team")


def url(pm, step=""):
    return (
        reverse("workspace:guide_step", args=[pm.pk, step])
        if step
        else reverse("workspace:guide", args=[pm.pk])
    )


def test_it_goes_on_where_a_review_waits_for_something(draft, sign_in):
    client = sign_in(draft.owner)
    assert client.get(url(draft)).url == url(draft, "facts")
    actions.change_head(
        postmortem=draft,
        actor=draft.owner,
        now=NOW,
        version=1,
        values={"severity": "sev2", "started_at": NOW},
    )
    assert client.get(url(draft)).url == url(draft, "summary")


@pytest.mark.parametrize(
    "template", ["outage", "exposure", "several", "ai_behaviour", "data_loss", "near_miss"]
)
def test_every_step_has_its_form_and_what_is_missing_leads_to_a_step(make_postmortem, sign_in, template):
    pm = make_postmortem(template=template)
    client = sign_in(pm.owner)
    page = client.get(url(pm, "review")).content.decode()
    steps = {section.key for section in pm.sections.all()} | {"facts", "people", "review"}
    missing = [part.split('"')[0] for part in page.split('missing-list">')[1].split('<a href="')[1:]]
    assert {path for path in missing if "/guide/" in path} <= {url(pm, step) for step in steps}
    for step in steps:
        page = client.get(url(pm, step)).content.decode()
        assert page.count("<h1") == 1, step
        assert 'aria-current="step"' in page
        assert "for what a review waits for" in page
    assert client.get(url(pm, "nothing")).status_code == 404


def test_forms_of_other_rooms_lead_back_to_the_step(draft, sign_in):
    client, step = sign_in(draft.owner), url(draft, "factors")
    page = client.get(step).content.decode()
    assert f'name="next" value="{step}"' in page
    data = {"title": "No limit", "role": "enabler", "confidence": "reported", "normal_work": "unknown"}
    data |= {"disclosure": "internal", "next": step}
    answer = client.post(reverse("analysis:new", args=[draft.pk]), data)
    assert answer.url == step
    assert Factor.objects.get(postmortem=draft).title == "No limit"
    row = {
        "date": "2026-11-20",
        "time": "10:00",
        "text": "It stopped",
        "zone": "UTC",
        "disclosure": "internal",
    }
    answer = client.post(
        reverse("authoring:event_new", args=[draft.pk]), row | {"next": url(draft, "timeline")}
    )
    assert answer.url == f"{url(draft, 'timeline')}#timeline"
    elsewhere = data | {"next": "https://elsewhere.example/"}
    assert client.post(reverse("analysis:new", args=[draft.pk]), elsewhere).url.startswith("/postmortems/")


def test_a_section_saved_in_a_step_goes_on_to_the_next(draft, sign_in):
    section = Section.objects.get(postmortem=draft, key="summary")
    data = {
        "version": section.version,
        "body": "Uploads stopped.",
        "disclosure": "internal",
        "next": url(draft, "impact"),
    }
    answer = sign_in(draft.owner).post(reverse("authoring:section", args=[draft.pk, "summary"]), data)
    assert answer.url == url(draft, "impact")


def test_what_a_step_could_not_save_goes_on_by_the_same_keys(make_postmortem, sign_in):
    pm = make_postmortem(template="data_loss")
    client, onward = sign_in(pm.owner), url(pm, "timeline")
    section = reverse("authoring:section", args=[pm.pk, "data_affected"])
    data = {"body": "", "version": 1, "disclosure": "nonsense"}
    page = client.post(section, data | {"next": onward})
    assert page.status_code == 422
    for part in ("data-guide", "guiding.", "Save and go on", f'href="{onward}">Not now'):
        assert part in page.content.decode()
    assert "data-guide" not in client.post(section, data).content.decode()


def test_the_choice_is_remembered_for_the_person(draft, sign_in, template_version):
    client, switch = sign_in(draft.owner), reverse("workspace:writing", args=[draft.pk])
    begin = {
        "title": "Another",
        "template": template_version("short").pk,
        "team": draft.team_id,
        "visibility": "team",
        "zone": "UTC",
    }
    assert "/guide/" in client.post(reverse("authoring:new"), begin).url
    answer = client.post(switch, {"mode": "whole", "at": "impact"})
    assert answer.url == f"/postmortems/{draft.pk}/#section-impact"
    assert "/guide/" not in client.post(reverse("authoring:new"), begin).url
    assert client.post(switch, {"mode": "guided", "at": "impact"}).url == url(draft, "impact")
    assert WritingChoice.objects.get(user=draft.owner).guided


def test_readers_outsiders_and_closed_ones(draft, sign_in, make_user, make_postmortem):
    reader, outsider = make_user("Reader"), make_user("Outsider")
    draft.named_readers.create(user=reader)
    switch = reverse("workspace:writing", args=[draft.pk])
    for person, status in ((reader, 403), (outsider, 404)):
        client = sign_in(person)
        assert client.get(url(draft)).status_code == status
        assert client.get(url(draft, "summary")).status_code == status
        assert client.post(switch, {"mode": "guided"}).status_code == status
    assert sign_in(draft.owner).get(switch).status_code == 405
    closed = make_postmortem(owner=draft.owner, status="closed")
    assert sign_in(draft.owner).get(url(closed)).status_code == 403


def test_a_step_costs_a_bounded_number_of_queries(draft, sign_in, django_assert_max_num_queries):
    client = sign_in(draft.owner)
    client.get(url(draft, "summary"))
    with django_assert_max_num_queries(18):
        client.get(url(draft, "summary"))


def test_a_step_that_a_review_waits_for_is_not_done_and_the_open_question_is_named(make_postmortem, sign_in):
    pm = make_postmortem(template="near_miss")
    pm.sections.filter(key="barriers").update(body="The limit held.")
    given = actions.Answers(groups=["held"], values={"what_held": "A limit"}, disclosures={}, version=0)
    actions.change_kind_facts(postmortem=pm, actor=pm.owner, now=NOW, answers=given)
    page = sign_in(pm.owner).get(url(pm, "barriers")).content.decode()
    rail = page.split('aria-current="step"')[1].split("</a>")[0]
    assert "(a review waits for this)" in rail
    assert "(begun)" in rail
    assert "(done)" not in rail
    assert "an answer to “What sort of thing was that?”" in page
    # What may stay open says so, what a review waits for does not.
    optional = '<span class="optional">optional</span>'
    assert f"Has it come as close before? {optional}" in page
    assert "What sort of thing was that?</legend>" in page
