"""My work: what waits for one person, and nothing of anybody else's that they may not know of."""

import datetime as dt

import pytest
from django.utils import timezone

from postmortems.models import Action, Postmortem, ReviewRequest


@pytest.fixture
def make_action():
    def make(postmortem, title, **fields):
        return Action.objects.create(postmortem=postmortem, team=postmortem.team, title=title, **fields)

    return make


def _in(days: int) -> dt.date:
    return timezone.now().date() + dt.timedelta(days=days)


def test_an_anonymous_person_is_asked_to_sign_in(client, db):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_new_person_is_told_what_to_do(make_user, sign_in):
    page = sign_in(make_user()).get("/").content.decode()
    assert "Nothing waits for you" in page
    assert "No drafts" in page


def test_my_drafts_and_reviews_are_there_and_finished_ones_are_not(make_user, make_postmortem, sign_in):
    me = make_user("Ada")
    for status in ("draft", "in_review", "approved", "closed"):
        make_postmortem(owner=me, status=status, title=f"Mine, {status}")
    asked = make_postmortem(status="in_review", visibility="organisation", title="Please read this")
    ReviewRequest.objects.create(postmortem=asked, reviewer=me, asked_by=asked.owner)
    answered = make_postmortem(status="in_review", visibility="organisation", title="Read long ago")
    ReviewRequest.objects.create(postmortem=answered, reviewer=me, answer="approved")
    back = make_postmortem(status="draft", visibility="organisation", title="Back to draft")
    ReviewRequest.objects.create(postmortem=back, reviewer=me)
    page = sign_in(me).get("/").content.decode()
    assert "Mine, draft" in page and "Mine, in_review" in page and "Please read this" in page
    for absent in ("Mine, approved", "Mine, closed", "Read long ago", "Back to draft"):
        assert absent not in page


def test_a_discarded_draft_is_gone(make_user, make_postmortem, sign_in):
    me = make_user()
    draft = make_postmortem(owner=me, title="Thrown away")
    Postmortem.objects.filter(pk=draft.pk).update(discarded_at=timezone.now())
    assert "Thrown away" not in sign_in(me).get("/").content.decode()


def test_my_actions_come_late_first_and_undated_last(make_user, make_postmortem, make_action, sign_in):
    me = make_user()
    postmortem = make_postmortem(owner=me)
    make_action(postmortem, "Some day", owner=me)
    make_action(postmortem, "Next week", owner=me, due_on=_in(7))
    make_action(postmortem, "Last week", owner=me, due_on=_in(-7))
    make_action(postmortem, "Only an idea", owner=me, status="idea", due_on=_in(-9))
    make_action(postmortem, "Done already", owner=me, status="done", done_at=timezone.now(), due_on=_in(-9))
    page = sign_in(me).get("/").content.decode()
    assert page.index("Last week") < page.index("Next week") < page.index("Some day")
    assert "late, due" in page
    assert "Only an idea" not in page and "Done already" not in page


def test_my_actions_are_dressed_like_the_list_of_actions(make_user, make_postmortem, make_action, sign_in):
    me = make_user()
    postmortem = make_postmortem(owner=me)
    for title, due_on in (("Late", _in(-7)), ("Soon", _in(6)), ("Far", _in(90)), ("Some day", None)):
        make_action(postmortem, title, owner=me, due_on=due_on)
    page = sign_in(me).get("/").content.decode()
    for dressed in ('tag late">late, due', 'tag wait">due', 'tag ">due', 'tag plain">no date'):
        assert page.count(f'<span class="{dressed}') == 1


def test_a_manager_sees_what_is_late_in_their_teams_only(
    make_user, make_team, make_postmortem, make_action, sign_in
):
    manager, worker = make_user("Manager"), make_user("Worker")
    team, other = make_team("Storage", members=[worker], managers=[manager]), make_team("Other")
    postmortem = make_postmortem(owner=worker, team=team)
    make_action(postmortem, "Late in storage", owner=worker, due_on=_in(-1))
    make_action(postmortem, "Due tomorrow in storage", owner=worker, due_on=_in(2))
    make_action(postmortem, "Nobody's, and late", due_on=_in(-1))
    elsewhere = make_postmortem(team=other, visibility="organisation")
    make_action(elsewhere, "Late elsewhere", due_on=_in(-1))
    page = sign_in(manager).get("/").content.decode()
    assert "Late in storage" in page and "Nobody&#x27;s, and late" in page and "not assigned" in page
    assert "Due tomorrow in storage" not in page and "Late elsewhere" not in page
    assert "Late in your teams" not in sign_in(worker).get("/").content.decode()


def test_nothing_private_of_others_shows_even_to_who_was_given_a_part(
    make_user, make_team, make_postmortem, make_action, sign_in
):
    """An action and a review on a postmortem that the person can't read (any more) are absent, like the postmortem."""
    me = make_user("Me")
    make_team("Mine", managers=[me])
    hidden = make_postmortem(visibility="named", status="in_review", title="Zanzibar fell over")
    make_action(hidden, "Zanzibar limit", owner=me, due_on=_in(-3))
    ReviewRequest.objects.create(postmortem=hidden, reviewer=me)
    page = sign_in(me).get("/").content.decode()
    assert "Zanzibar" not in page
    assert hidden.reference not in page


def test_a_restricted_action_is_absent_for_a_manager_who_does_not_read_restricted_parts(
    make_user, make_team, make_postmortem, make_action, sign_in
):
    manager = make_user("Manager")
    postmortem = make_postmortem(team=make_team("Storage", managers=[manager]))
    make_action(postmortem, "Zanzibar limit", due_on=_in(-3), disclosure="restricted")
    assert "Zanzibar" not in sign_in(manager).get("/").content.decode()


def test_the_number_of_queries_does_not_grow(
    make_user, make_team, make_postmortem, make_action, sign_in, django_assert_num_queries
):
    me = make_user()
    team = make_team(managers=[me])
    for n in range(6):
        postmortem = make_postmortem(owner=me, team=team, title=f"Draft {n}")
        make_action(postmortem, f"Mine {n}", owner=me, due_on=_in(n))
        make_action(postmortem, f"Late {n}", due_on=_in(-1))
        asked = make_postmortem(team=team, status="in_review")
        ReviewRequest.objects.create(postmortem=asked, reviewer=me)
    client = sign_in(me)
    with django_assert_num_queries(HOME):
        client.get("/")


HOME = 8
"""Session, user, teams, postmortems they are named for, drafts, reviews, my actions, what is late in my teams."""


@pytest.mark.parametrize("verb", ["post", "put", "delete", "patch"])
def test_a_wrong_verb_is_refused(make_user, sign_in, verb):
    assert getattr(sign_in(make_user()), verb)("/").status_code == 405
