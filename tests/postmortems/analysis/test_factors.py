"""Contributing factors: conditions, each with the actions that answer it."""

import datetime as dt

import pytest

from core.audit import AuditEntry
from postmortems.analysis import actions
from postmortems.authoring.actions import add_events
from postmortems.models import Action, Factor
from tests.conftest import NOW

FORM = {
    "type_key": "DE.no-signal",
    "title": "No alert watches free space",
    "condition": "Free space was on a dashboard only",
    "effect": "nobody was told before the volume was full",
    "made_likely": "three hours of refused uploads",
    "role": "delayed_detection",
    "confidence": "evidenced",
    "normal_work": "yes",
    "since_when": "March 2025",
    "disclosure": "internal",
}


@pytest.fixture
def postmortem(make_postmortem):
    return make_postmortem()


@pytest.fixture
def form():
    from postmortems.domain.factors import CATEGORIES

    return FORM | {"type_key": CATEGORIES[3].factors[0].key}


def _new(postmortem):
    return f"/postmortems/{postmortem.pk}/factors/new/"


def test_a_factor_is_added_with_its_evidence(postmortem, form, sign_in):
    [event] = add_events(
        postmortem=postmortem, actor=postmortem.owner, rows=[{"at": NOW, "text": "Volume full"}], now=NOW
    )
    answer = sign_in(postmortem.owner).post(_new(postmortem), form | {"evidence": [event.pk]})
    assert answer.status_code == 302
    factor = postmortem.factors.get()
    assert factor.category == form["type_key"][:2]
    assert list(factor.evidence.all()) == [event]
    assert factor.history.get().history_user == postmortem.owner
    assert AuditEntry.objects.filter(verb="add_factor").exists()
    page = sign_in(postmortem.owner).get(f"/postmortems/{postmortem.pk}/").content.decode()
    assert "which led to" in page
    assert "nobody was told" in page


def test_a_condition_of_the_list_needs_no_words_of_ones_own(postmortem, form, sign_in):
    sign_in(postmortem.owner).post(_new(postmortem), form | {"title": ""})
    assert postmortem.factors.get().title


def test_bad_input_keeps_what_was_typed(postmortem, form, sign_in):
    typed = form | {"type_key": "", "title": "", "role": "enabler"}
    answer = sign_in(postmortem.owner).post(_new(postmortem), typed)
    assert answer.status_code == 422
    assert "Choose a condition from the list" in answer.content.decode()
    assert form["condition"] in answer.content.decode()
    assert Factor.objects.count() == 0


def test_outsiders_and_readers(postmortem, form, make_user, sign_in):
    assert sign_in(make_user()).post(_new(postmortem), form).status_code == 404
    type(postmortem).objects.filter(pk=postmortem.pk).update(visibility="organisation")
    assert sign_in(make_user()).post(_new(postmortem), form).status_code == 403


def test_a_closed_postmortem_is_not_written_in(make_postmortem, form, sign_in):
    closed = make_postmortem(status="closed")
    assert sign_in(closed.owner).post(_new(closed), form).status_code == 403


def test_the_form_comes_as_a_part_too(postmortem, sign_in):
    answer = sign_in(postmortem.owner).get(_new(postmortem), headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()


def test_wrong_verb(postmortem, sign_in):
    assert sign_in(postmortem.owner).put(_new(postmortem)).status_code == 405


def test_two_people_changing_one_factor_both_see_both(postmortem, form, sign_in):
    factor = actions.add_factor(postmortem=postmortem, actor=postmortem.owner, values=form, now=NOW)
    url = f"/postmortems/{postmortem.pk}/factors/{factor.pk}/"
    client = sign_in(postmortem.owner)
    assert client.post(url, form | {"version": 1, "condition": "The first text"}).status_code == 302
    late = client.post(url, form | {"version": 1, "condition": "The second text"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "The first text" in text
    assert "The second text" in text
    factor.refresh_from_db()
    assert factor.condition == "The first text"
    again = client.post(url, form | {"version": factor.version, "condition": "The second text"})
    assert again.status_code == 302
    assert [row.condition for row in factor.history.all()][:2] == ["The second text", "The first text"]


def test_a_factor_is_taken_out_after_a_question(postmortem, form, sign_in):
    factor = actions.add_factor(postmortem=postmortem, actor=postmortem.owner, values=form, now=NOW)
    client = sign_in(postmortem.owner)
    url = f"/postmortems/{postmortem.pk}/factors/{factor.pk}/remove/"
    assert "Take out this factor?" in client.get(url).content.decode()
    client.post(url)
    assert postmortem.factors.count() == 0
    assert Factor.history.filter(id=factor.pk, history_type="-").exists()


def test_a_risk_is_accepted_with_a_day_to_look_again(postmortem, form, sign_in):
    factor = actions.add_factor(postmortem=postmortem, actor=postmortem.owner, values=form, now=NOW)
    client = sign_in(postmortem.owner)
    url = f"/postmortems/{postmortem.pk}/factors/{factor.pk}/risk/"
    past = client.post(url, {"role": "head of storage", "reason": "rare", "review_on": "2020-01-01"})
    assert past.status_code == 422
    assert "still to come" in past.content.decode()
    client.post(url, {"role": "head of storage", "reason": "rare", "review_on": "2099-01-01"})
    assert factor.accepted_risk.review_on == dt.date(2099, 1, 1)
    client.post(url, {"end": "1"})
    assert not Factor.objects.filter(accepted_risk__isnull=False).exists()


def test_a_restricted_factor_is_absent_for_other_readers(postmortem, form, make_user, sign_in):
    type(postmortem).objects.filter(pk=postmortem.pk).update(visibility="organisation")
    factor = actions.add_factor(
        postmortem=postmortem, actor=postmortem.owner, values=form | {"disclosure": "restricted"}, now=NOW
    )
    stranger = sign_in(make_user())
    assert factor.title not in stranger.get(f"/postmortems/{postmortem.pk}/").content.decode()
    assert factor.title not in stranger.get(f"/search/?q={factor.title.split()[-1]}").content.decode()
    assert factor.title in sign_in(postmortem.owner).get(f"/postmortems/{postmortem.pk}/").content.decode()


def test_an_accepted_risk_is_said_beside_an_action_that_answers_too(postmortem, form, sign_in):
    factor = actions.add_factor(postmortem=postmortem, actor=postmortem.owner, values=form, now=NOW)
    client = sign_in(postmortem.owner)
    action = Action.objects.create(postmortem=postmortem, title="Refuse", team=postmortem.team)
    action.factors.add(factor)
    url = f"/postmortems/{postmortem.pk}/factors/{factor.pk}/risk/"
    accepted = {"role": "Head of operations", "reason": "Rewrite planned", "review_on": "2099-01-01"}
    page = client.post(url, accepted, follow=True).content.decode()
    assert "The risk is accepted until the day you named." in page
    assert "Answered by" in page
    assert "Risk accepted by Head of operations; looked at again on 1 Jan 2099." in page
    page = client.post(url, {"end": "1"}, follow=True).content.decode()
    assert "The risk is no longer accepted." in page and "Risk accepted by" not in page
