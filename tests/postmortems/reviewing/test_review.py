"""Asking for a review, answering it, and what stops either."""

import pytest

from core.accounts.models import Membership
from core.transitions import MoveRefused, StaleState
from postmortems.analysis.actions import add_factor
from postmortems.authoring.actions import add_events, wrote
from postmortems.models import LanguageDecision, Postmortem, ReviewRequest
from postmortems.reviewing import actions
from postmortems.reviewing.findings import blocking
from tests.conftest import NOW

LONG = "Uploads were refused for three hours because the volume that holds them had no space left."


@pytest.fixture
def draft(make_postmortem):
    """A draft with everything a review waits for."""
    postmortem = make_postmortem(visibility="organisation", severity="sev2", started_at=NOW)
    postmortem.sections.update(body=LONG)
    add_events(
        postmortem=postmortem, actor=postmortem.owner, rows=[{"at": NOW, "text": "Uploads refused"}], now=NOW
    )
    # Of these roles the plan gate asks nothing (test_plan_gate.py is about the others).
    factors = {"The volume had no limit": "trigger", "No alert watches free space": "delayed_detection"}
    for title, role in factors.items():
        values = {"title": title, "role": role}
        add_factor(postmortem=postmortem, actor=postmortem.owner, values=values, now=NOW)
    return postmortem


@pytest.fixture
def reviewer(make_user):
    return make_user("Reviewer")


@pytest.fixture
def in_review(draft, reviewer):
    [request] = actions.ask_review(
        postmortem=draft, actor=draft.owner, reviewers=[reviewer], still_missing=(), now=NOW
    )
    return request


def _url(postmortem, verb=""):
    return f"/postmortems/{postmortem.pk}/review/{verb}"


def test_a_complete_draft_is_sent_to_a_reviewer(draft, reviewer, sign_in):
    client = sign_in(draft.owner)
    assert "Ready for review" in client.get(_url(draft)).content.decode()
    answer = client.post(_url(draft, "ask/"), {"reviewers": [reviewer.pk]})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert draft.title in sign_in(reviewer).get("/").content.decode()


def test_what_is_missing_is_said_and_stops_the_asking(draft, reviewer, sign_in):
    draft.factors.first().delete()
    answer = sign_in(draft.owner).post(_url(draft, "ask/"), {"reviewers": [reviewer.pk]})
    assert answer.status_code == 422
    assert "a second contributing factor" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_only_people_who_may_read_it_are_offered_and_its_team_stands_first(
    draft, reviewer, make_user, sign_in
):
    mate, stranger = make_user("Zoe Mate"), make_user("Abel Stranger")
    Membership.objects.create(user=mate, team=draft.team)
    Postmortem.objects.filter(pk=draft.pk).update(visibility="organisation")
    client = sign_in(draft.owner)
    page = client.get(_url(draft)).content.decode()
    assert page.index("Zoe Mate") < page.index("Abel Stranger")
    assert f'value="{draft.owner.pk}"' not in page

    Postmortem.objects.filter(pk=draft.pk).update(visibility="team")
    page = client.get(_url(draft)).content.decode()
    assert "Zoe Mate" in page and "Abel Stranger" not in page
    answer = client.post(_url(draft, "ask/"), {"reviewers": [stranger.pk]})
    assert answer.status_code == 422
    assert "may not read it yet" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_not_applicable_is_an_answer(draft, reviewer):
    section = draft.sections.filter(required=True).first()
    section.body, section.not_applicable_because = "", "nothing was changed before"
    section.save()
    from postmortems.reviewing.page import review_page

    page = review_page(Postmortem.objects.with_rights(draft.owner).get(pk=draft.pk), draft.owner)
    assert page["ready"]


@pytest.mark.parametrize("who", ["owner", "author", "blind"])
def test_some_people_can_not_be_asked(draft, make_user, who):
    person = {"owner": lambda: draft.owner, "author": lambda: make_user(), "blind": lambda: make_user()}[
        who
    ]()
    if who == "author":
        wrote(postmortem=draft, actor=person, now=NOW)
    if who == "blind":
        Postmortem.objects.filter(pk=draft.pk).update(visibility="named")
    with pytest.raises(MoveRefused):
        actions.ask_review(postmortem=draft, actor=draft.owner, reviewers=[person], still_missing=(), now=NOW)


def test_approval_by_another(in_review, draft, reviewer, sign_in):
    draft.refresh_from_db()
    answer = sign_in(reviewer).post(_url(draft, "approve/"), {"text_version": draft.text_version})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.approved_text_version) == ("approved", draft.text_version)


def test_approving_needs_a_request_of_ones_own(in_review, draft, make_user, sign_in):
    draft.refresh_from_db()
    for person in (draft.owner, make_user()):
        answer = sign_in(person).post(_url(draft, "approve/"), {"text_version": draft.text_version})
        assert answer.status_code == 403


def test_an_approval_is_of_the_text_that_was_read(in_review, draft, reviewer, sign_in):
    draft.refresh_from_db()
    seen = draft.text_version
    wrote(postmortem=draft, actor=draft.owner, now=NOW)
    answer = sign_in(reviewer).post(_url(draft, "approve/"), {"text_version": seen})
    assert answer.status_code == 422
    assert "text changed while you were reading" in answer.content.decode()


def test_approving_twice_is_approving_once(in_review, draft, reviewer, sign_in):
    client, data = sign_in(reviewer), {"text_version": Postmortem.objects.get().text_version}
    assert [client.post(_url(draft, "approve/"), data).status_code for _ in range(2)] == [302, 302]


def test_a_reviewer_who_wrote_in_it_meanwhile_does_not_approve(in_review, draft, reviewer):
    wrote(postmortem=draft, actor=reviewer, now=NOW)
    with pytest.raises(MoveRefused, match="wrote part"):
        actions.approve(
            postmortem=draft, request=in_review, actor=reviewer, text_version=draft.text_version, now=NOW
        )


def test_wording_that_blames_stops_the_approval_until_it_is_overridden(in_review, draft, reviewer, sign_in):
    draft.sections.filter(key="summary").update(body="The outage was caused by human error.")
    draft.refresh_from_db()
    client = sign_in(reviewer)
    answer = client.post(_url(draft, "approve/"), {"text_version": draft.text_version})
    assert answer.status_code == 422
    assert "points at a person" in answer.content.decode()
    for one in blocking(draft):
        stood = client.post(
            _url(draft, "let-stand/"),
            {
                "rule": one.finding.rule,
                "excerpt": one.excerpt,
                "reason": "Quoted from the vendor's own notice",
            },
        )
        assert stood.status_code == 302
    assert LanguageDecision.objects.filter(decision="overridden").exists()
    assert (
        "Nothing else. What people let stand, and why, is listed below."
        in client.get(_url(draft)).content.decode()
    )
    assert client.post(_url(draft, "approve/"), {"text_version": draft.text_version}).status_code == 302


def test_changes_are_asked_for_with_a_reason(in_review, draft, reviewer, sign_in):
    draft.refresh_from_db()
    client = sign_in(reviewer)
    empty = client.post(_url(draft, "changes/"), {"reason": " ", "text_version": draft.text_version})
    assert empty.status_code == 422
    done = client.post(
        _url(draft, "changes/"), {"reason": "Say how many.", "text_version": draft.text_version}
    )
    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "Say how many." in sign_in(draft.owner).get(_url(draft)).content.decode()


def test_two_answers_at_once_are_one(in_review, draft, reviewer):
    draft.refresh_from_db()
    version = draft.text_version
    actions.approve(postmortem=draft, request=in_review, actor=reviewer, text_version=version, now=NOW)
    with pytest.raises(StaleState):
        actions.ask_changes(
            postmortem=draft, request=in_review, actor=reviewer, text_version=version, reason="No", now=NOW
        )


def test_reopening_takes_a_reason(make_postmortem, sign_in):
    postmortem = make_postmortem(status="closed")
    client = sign_in(postmortem.owner)
    assert client.post(_url(postmortem, "reopen/"), {"reason": ""}).status_code == 422
    assert client.post(_url(postmortem, "reopen/"), {"reason": "A new fact came up"}).status_code == 302
    postmortem.refresh_from_db()
    assert postmortem.status == "draft"


def test_closing_waits_for_open_actions(make_postmortem, sign_in):
    from postmortems.followup.actions import add_action

    postmortem = make_postmortem()
    add_action(postmortem=postmortem, actor=postmortem.owner, values={"title": "Limit the volume"}, now=NOW)
    Postmortem.objects.filter(pk=postmortem.pk).update(
        status="approved", approved_at=NOW, approved_text_version=postmortem.text_version
    )
    answer = sign_in(postmortem.owner).post(_url(postmortem, "close/"))
    assert answer.status_code == 422
    assert "still open" in answer.content.decode()
    postmortem.action_items.update(status="declined", declined_because="not worth it")
    assert sign_in(postmortem.owner).post(_url(postmortem, "close/")).status_code == 302


def test_comments_are_threads_that_can_be_resolved(draft, reviewer, sign_in):
    client = sign_in(reviewer)
    url = f"/postmortems/{draft.pk}/comments/"
    assert client.post(url, {"body": " "}).status_code == 422
    section = draft.sections.first()
    client.post(url, {"body": "What did the **screen** show?", "place": f"section-{section.pk}"})
    thread = draft.comments.get()
    assert thread.section == section
    client.post(url, {"body": "A green light.", "parent": thread.pk})
    page = client.get(_url(draft)).content.decode()
    assert "<strong>screen</strong>" in page
    assert "A green light." in page
    client.post(f"{url}{thread.pk}/resolve/")
    thread.refresh_from_db()
    assert thread.resolved_by == reviewer


def test_comments_on_restricted_parts_stay_among_those_who_read_them(draft, reviewer, sign_in):
    section = draft.sections.first()
    section.disclosure = "restricted"
    section.save()
    actions.comment(postmortem=draft, actor=draft.owner, body="The key is quokka", target=section, now=NOW)
    assert "quokka" in sign_in(draft.owner).get(_url(draft)).content.decode()
    assert "quokka" not in sign_in(reviewer).get(_url(draft)).content.decode()


def test_wrong_verbs_are_refused(draft, sign_in):
    client = sign_in(draft.owner)
    for verb in ("ask/", "approve/", "changes/", "reopen/", "close/", "let-stand/"):
        assert client.get(_url(draft, verb)).status_code == 405
    assert ReviewRequest.objects.count() == 0
