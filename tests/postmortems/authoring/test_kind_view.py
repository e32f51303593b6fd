"""The facts of a kind: on their own page, beside a section, and by themselves while somebody types."""

import pytest
from django.urls import reverse

from core.transitions import MoveRefused
from postmortems.authoring import actions, queries
from postmortems.models import KindFacts, Section
from tests.conftest import NOW

from .conftest import HTMX

NO_INTERVAL = "holds only for the time that the logs cover"


@pytest.fixture
def exposure(people, make_postmortem):
    """The people, around a security exposure."""
    people.pm = make_postmortem(
        owner=people.owner, team=people.team, template="exposure", visibility="team", zone="Europe/Amsterdam"
    )
    people.pm.named_readers.create(user=people.reader)
    people.url = reverse("authoring:kind", args=[people.pm.pk])
    return people


def sent(version=0, **answers):
    return {"facts-version": version, **{f"facts-{name}": value for name, value in answers.items()}}


def write(pm, actor, group, version, **values):
    pm.refresh_from_db()
    answers = actions.Answers(groups=[group], values=values, disclosures={}, version=version)
    return actions.change_kind_facts(postmortem=pm, actor=actor, now=NOW, answers=answers)


WINDOW = {
    "window_start_day": "2026-11-02",
    "window_start_time": "09:00",
    "window_start_basis": "deploy",
    "window_end_day": "2026-11-10",
    "window_end_time": "17:30",
    "window_end_basis": "log",
}


def test_answers_are_kept_typed_and_the_query_gives_them(exposure, sign_in):
    answer = sign_in(exposure.owner).post(
        exposure.url, sent(data_classes=["secrets"], people_count="1200", **WINDOW)
    )
    assert answer.status_code == 302
    facts = queries.kind_facts(exposure.pm)
    assert facts.values["people_count"] == 1200
    assert facts.instant("window_start").isoformat() == "2026-11-02T08:00:00+00:00"
    assert (facts.version, KindFacts.history.count()) == (1, 1)
    page = sign_in(exposure.owner).get(f"/postmortems/{exposure.pm.pk}/").content.decode()
    assert "Passwords, keys or tokens" in page
    assert "2 Nov 2026, 09:00 CET" in page


def test_no_evidence_of_access_is_refused_by_form_and_action(exposure, sign_in):
    answer = sign_in(exposure.owner).post(
        exposure.url, sent(access_found="none", exposed_systems="the store")
    )
    assert answer.status_code == 422
    assert NO_INTERVAL in answer.content.decode()
    assert "the store" in answer.content.decode()
    with pytest.raises(MoveRefused, match=NO_INTERVAL):
        write(exposure.pm, exposure.owner, "access", 0, access_found="none")
    assert not KindFacts.objects.exclude(values={}).exists()


def test_restricted_answers_are_for_those_who_read_restricted_parts(exposure, sign_in):
    write(exposure.pm, exposure.owner, "exposed", 0, exposed_systems="Zanzibar store")
    write(exposure.pm, exposure.owner, "window", 1, window_start_note="Rollout 4711")
    mate = sign_in(exposure.mate)
    for path in (f"/postmortems/{exposure.pm.pk}/", exposure.url, f"/postmortems/{exposure.pm.pk}/history/"):
        page = mate.get(path).content.decode()
        assert "Zanzibar" not in page, path
    assert "Rollout 4711" in mate.get(exposure.url).content.decode()
    assert "Zanzibar" not in mate.get("/search/?q=Zanzibar").content.decode().replace('value="Zanzibar"', "")
    assert (
        "Zanzibar store" in sign_in(exposure.reader).get(f"/postmortems/{exposure.pm.pk}/").content.decode()
    )
    # What somebody can't read they don't overwrite either.
    mate.post(exposure.url, sent(version=2, window_start_note="Rollout 4712"))
    assert queries.kind_facts(exposure.pm).values["exposed_systems"] == "Zanzibar store"


def test_two_people_answer_different_questions_and_both_are_kept(exposure, sign_in):
    write(exposure.pm, exposure.owner, "exposed", 0, exposed_systems="the store", countries="NL")
    write(exposure.pm, exposure.owner, "exposed", 1, exposed_systems="the store", countries="NL, DE")
    answer = sign_in(exposure.owner).post(
        exposure.url, sent(version=1, exposed_systems="the backup store", countries="NL")
    )
    assert answer.status_code == 302
    assert queries.kind_facts(exposure.pm).values == {
        "exposed_systems": "the backup store",
        "countries": "NL, DE",
    }


def test_two_people_answer_one_question_and_a_person_decides(exposure, sign_in):
    write(exposure.pm, exposure.owner, "exposed", 0, countries="NL")
    write(exposure.pm, exposure.owner, "exposed", 1, countries="NL, DE")
    answer = sign_in(exposure.owner).post(exposure.url, sent(version=1, countries="BE"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "In which countries are the people?" in page
    assert 'value="BE"' in page
    assert queries.kind_facts(exposure.pm).values["countries"] == "NL, DE"
    assert sign_in(exposure.owner).post(exposure.url, sent(version=2, countries="BE")).status_code == 302


def test_rights_and_verbs(exposure, people, sign_in, make_postmortem):
    assert sign_in(exposure.outsider).post(exposure.url).status_code == 404
    assert sign_in(exposure.reader).post(exposure.url, sent()).status_code == 403
    assert sign_in(exposure.owner).put(exposure.url).status_code == 405
    answer = sign_in(exposure.owner).post(exposure.url, sent(records_count="many"), **HTMX)
    assert answer.status_code == 422
    assert b"<html" not in answer.content
    plain = make_postmortem(owner=exposure.owner)
    assert sign_in(exposure.owner).get(reverse("authoring:kind", args=[plain.pk])).status_code == 404


def section_url(people, key):
    return reverse("authoring:section", args=[people.pm.pk, key])


def test_a_section_and_its_answers_are_saved_together_or_not_at_all(exposure, sign_in):
    client, url = sign_in(exposure.owner), section_url(exposure, "access")
    text = {
        "version": 1,
        "body": "Anybody could reach it.",
        "not_applicable_because": "",
        "disclosure": "restricted",
    }
    text |= {"initial-disclosure": "restricted", "initial-not_applicable_because": ""}
    answer = client.post(url, text | sent(access_found="none"))
    assert answer.status_code == 422
    assert "Anybody could reach it." in answer.content.decode()
    section = Section.objects.get(postmortem=exposure.pm, key="access")
    assert section.body == ""
    logs = {
        "logs_from_day": "2026-11-01",
        "logs_from_time": "00:00",
        "logs_to_day": "2026-11-20",
        "logs_to_time": "00:00",
    }
    answer = client.post(url, text | sent(access_found="none", could_reach=["public"], **logs))
    assert answer.status_code == 302
    section.refresh_from_db()
    assert section.body == "Anybody could reach it."
    assert queries.kind_facts(exposure.pm).values["access_found"] == "none"


def test_answers_save_themselves_once_they_fit_and_grow_into_one_revision(exposure, sign_in):
    client, url = sign_in(exposure.owner), section_url(exposure, "exposure_window")
    text = {"version": 1, "body": "", "autosave": "1", "not_applicable_because": "", "disclosure": "internal"}
    told = client.post(url, text | sent(window_start_day="2026-11-02", window_start_time="09:00")).json()
    assert "Say what this time rests on" in told["facts_problem"]
    told = client.post(url, text | sent(**WINDOW)).json()
    assert told["facts_version"] == 1
    told = client.post(url, text | sent(version=1, **WINDOW, window_start_note="Rollout 4711")).json()
    assert told["facts_version"] == 2
    assert KindFacts.history.count() == 1


def test_answers_stand_for_a_text_and_a_claim_in_a_text_needs_the_interval(exposure, sign_in):
    from postmortems.reviewing.page import review_page

    def required():
        pm = type(exposure.pm).objects.with_rights(exposure.owner).get(pk=exposure.pm.pk)
        return {one.text for one in review_page(pm, exposure.owner)["missing"] if one.required}

    assert "2 answers on “Who could reach it, and who did”" in required()
    write(exposure.pm, exposure.owner, "access", 0, access_found="unknown", could_reach=["public"])
    assert not any("Access, possible" in text or "Who could" in text for text in required())
    section = Section.objects.get(postmortem=exposure.pm, key="detection")
    section.postmortem = exposure.pm
    body = "A researcher wrote to us. There is no evidence of misuse."
    actions.save_section(
        section=section, actor=exposure.owner, now=NOW, text=actions.Text(body, section.version)
    )
    assert any("no evidence of misuse" in text for text in required())


def test_what_a_restricted_part_lacks_stops_the_asking_and_stays_unnamed(exposure, sign_in, make_user):
    from postmortems.reviewing.page import still_missing

    pm = type(exposure.pm).objects.with_rights(exposure.mate).get(pk=exposure.pm.pk)
    found = [one.text for one in still_missing(pm, exposure.mate) if one.required]
    assert any("restricted part" in text for text in found)
    assert not any("What was exposed" in text for text in found)


def test_a_section_read_again_in_its_place_still_shows_its_answers(exposure, sign_in):
    write(exposure.pm, exposure.owner, "window", 0, window_start_note="Rollout 4711")
    url = section_url(exposure, "exposure_window")
    page = sign_in(exposure.mate).get(f"{url}?shown=1", **HTMX).content.decode()
    assert "Rollout 4711" in page
    assert "<html" not in page
    text = {"version": 1, "body": "In words.", "not_applicable_because": "", "disclosure": "internal"}
    page = sign_in(exposure.mate).post(url, text | sent(1, window_start_note="Rollout 4712"), **HTMX)
    assert "Rollout 4712" in page.content.decode()
    assert "In words." in page.content.decode()
