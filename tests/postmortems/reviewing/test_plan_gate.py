"""Approval waits for a plan that answers what enabled or amplified the incident, and says where to mend it."""

import datetime as dt

import pytest

from core.transitions import MoveRefused
from postmortems.analysis.actions import accept_risk, add_factor
from postmortems.followup.actions import add_action
from postmortems.models import ReviewRequest
from postmortems.reviewing import actions
from tests.conftest import NOW


@pytest.fixture
def reviewer(make_user):
    return make_user("Rae")


@pytest.fixture
def house(make_postmortem, reviewer):
    """A postmortem in review whose two factors are not answered yet."""
    postmortem = make_postmortem(visibility="organisation")
    owner = postmortem.owner
    first = add_factor(postmortem=postmortem, actor=owner, values={"title": "No limit"}, now=NOW)
    second = add_factor(
        postmortem=postmortem, actor=owner, values={"title": "A retry storm", "role": "amplifier"}, now=NOW
    )
    ask(postmortem, reviewer)
    return postmortem, first, second


def ask(postmortem, reviewer):
    actions.ask_review(
        postmortem=postmortem, actor=postmortem.owner, reviewers=[reviewer], still_missing=(), now=NOW
    )


def answer(postmortem, factor, **values):
    values = {"title": "Reject an empty filter", "strength": "stronger", "strength_confirmed": True} | values
    return add_action(postmortem=postmortem, actor=postmortem.owner, values=values, factors=[factor], now=NOW)


def approve(postmortem, reviewer):
    postmortem.refresh_from_db()
    request = ReviewRequest.objects.filter(postmortem=postmortem, reviewer=reviewer).latest("pk")
    actions.approve(
        postmortem=postmortem,
        request=request,
        actor=reviewer,
        text_version=postmortem.text_version,
        now=NOW,
    )


def test_a_plan_with_gaps_is_refused_with_links_to_the_factors(house, reviewer, sign_in):
    postmortem, first, second = house
    client = sign_in(reviewer)
    page = client.get(f"/postmortems/{postmortem.pk}/review/").content.decode()
    assert "What the plan leaves open" in page
    reply = client.post(
        f"/postmortems/{postmortem.pk}/review/approve/", {"text_version": postmortem.text_version}
    )
    assert reply.status_code == 422
    text = reply.content.decode().split('class="error-summary"')[1].split("</div>")[0]
    for factor, words in ((first, "made it possible"), (second, "made it larger")):
        assert f'href="/postmortems/{postmortem.pk}/#factor-{factor.pk}"' in text
        assert f"“{factor.title}” {words}, and no action answers it." in text
    postmortem.refresh_from_db()
    assert postmortem.status == "in_review"


def test_an_action_for_one_and_a_risk_for_the_other_pass(house, reviewer):
    postmortem, first, second = house
    answer(postmortem, first)
    accept_risk(
        factor=second,
        actor=postmortem.owner,
        role="Head of Storage",
        reason="Replaced next year",
        review_on=dt.date(2027, 3, 1),
        now=NOW,
    )
    approve(postmortem, reviewer)
    postmortem.refresh_from_db()
    assert postmortem.status == "approved"


def test_ideas_and_guesses_do_not_pass(house, reviewer):
    postmortem, first, second = house
    answer(postmortem, first, status="idea")
    answer(postmortem, second, strength_confirmed=False)
    with pytest.raises(MoveRefused) as refused:
        approve(postmortem, reviewer)
    assert ["idea only" in refused.value.reasons[0], "confirms how strong" in refused.value.reasons[1]] == [
        True
    ] * 2


def test_a_restricted_factor_is_not_named_to_who_may_not_read_it(make_postmortem, reviewer):
    postmortem = make_postmortem(visibility="organisation")
    values = {"title": "Quokka", "disclosure": "restricted"}
    add_factor(postmortem=postmortem, actor=postmortem.owner, values=values, now=NOW)
    factor = add_factor(postmortem=postmortem, actor=postmortem.owner, values={"title": "Second"}, now=NOW)
    answer(postmortem, factor)
    ask(postmortem, reviewer)
    with pytest.raises(MoveRefused) as refused:
        approve(postmortem, reviewer)
    assert refused.value.reasons == ("A restricted factor is not answered yet; the owner can say more.",)


def test_a_suggested_strength_is_confirmed_where_the_gap_is_told(house, sign_in, reviewer):
    postmortem, first, _ = house
    action = answer(postmortem, first, strength_confirmed=False)
    page = f"/postmortems/{postmortem.pk}/review/"
    assert "Confirm that it is stronger" not in sign_in(reviewer).get(page).content.decode()
    client = sign_in(postmortem.owner)
    assert "Confirm that it is stronger" in client.get(page).content.decode()
    reply = client.post(f"/actions/{action.pk}/strength/?next={page}%23plan", {"strength": "stronger"})
    assert reply.url == f"{page}#plan"
    text = client.get(page).content.decode()
    assert "“No limit” made it possible" not in text and "“A retry storm” made it larger" in text


def test_a_restricted_action_is_not_named_to_who_may_not_read_it(house, reviewer):
    postmortem, first, second = house
    answer(postmortem, second)
    answer(postmortem, first, title="Quokka", disclosure="restricted", strength_confirmed=False)
    with pytest.raises(MoveRefused) as refused:
        approve(postmortem, reviewer)
    assert "“A restricted action” may answer it" in refused.value.reasons[0]
    assert "Quokka" not in " ".join(refused.value.reasons)
