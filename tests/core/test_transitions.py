"""The one door for a change of state: the second of two is told."""

import pytest

from core.accounts.models import Invitation
from core.transitions import MoveRefused, StaleState, claim
from postmortems.models import Postmortem
from tests.conftest import NOW


def test_the_first_walks_through_and_the_second_is_told(make_postmortem):
    first = make_postmortem()
    second = Postmortem.objects.get(pk=first.pk)
    claim(first, expected=["draft"], new="in_review", review_asked_at=NOW)
    assert (first.status, first.review_asked_at) == ("in_review", NOW)
    with pytest.raises(StaleState):
        claim(second, expected=["draft"], new="in_review", review_asked_at=None)
    assert second.status == "draft", "the object of who was refused is as it was"
    second.refresh_from_db()
    assert (second.status, second.review_asked_at) == ("in_review", NOW)


def test_nothing_is_written_when_the_state_is_another(make_postmortem):
    postmortem = make_postmortem(status="approved")
    with pytest.raises(StaleState):
        claim(postmortem, expected=frozenset({"draft", "in_review"}), new="closed", title="Changed")
    postmortem.refresh_from_db()
    assert (postmortem.status, postmortem.title) == (
        "approved",
        "Uploads stopped after a configuration change",
    )


def test_what_was_deleted_is_not_claimed(make_postmortem):
    postmortem = make_postmortem()
    Postmortem.objects.filter(pk=postmortem.pk).delete()
    with pytest.raises(StaleState):
        claim(postmortem, expected=["draft"], new="in_review")


def test_another_column_may_be_the_state(make_user):
    invitation = Invitation.objects.create(
        email="a@example.test", token_digest="x", role="member", expires_at=NOW
    )
    claim(invitation, expected=["member"], new="manager", field="role")
    assert Invitation.objects.get().role == "manager"


def test_a_refusal_holds_its_sentences():
    refused = MoveRefused("One.", "Two.")
    assert refused.reasons == ("One.", "Two.")
    assert str(refused) == "One. Two."
    assert issubclass(StaleState, MoveRefused)
