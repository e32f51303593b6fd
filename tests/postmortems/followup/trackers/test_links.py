"""An action's issue: asked for, created once, read back, disagreeing, and never told to those who may not read it."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from core.audit import AuditEntry
from core.notify.models import Delivery
from core.outbox import effects as outbox
from core.outbox.models import OutboxItem
from core.transitions import MoveRefused
from postmortems.followup.actions import move
from postmortems.followup.trackers import actions, effects, queries, wording
from postmortems.models import Action, Postmortem, TrackerConnection, TrackerLink

from . import standins
from .test_products import EVERY, SAID, said, signed

HTML = {"HTTP_ACCEPT": "text/html"}


@pytest.fixture
def keeper(owner, sign_in):
    return sign_in(owner)


def settle():
    """Everything that is due, as a worker would do it; what comes round by itself is left out."""
    outbox.drain()


def link_to(action, connection, owner, state="open", **fields):
    values = {"status": "linked", "remote_id": "1", "remote_key": "#1", "state": state, "made_by": owner}
    return TrackerLink.objects.create(action=action, connection=connection, **values | fields)


# Creating


@EVERY
def test_one_click_creates_it_there_and_reads_its_state_back(connect, action, keeper, kind):
    stand_in, connection = connect(kind)
    assert f"Create in {connection.name}" in keeper.get(f"/actions/{action.pk}/").content.decode()
    answer = keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    assert answer["Location"] == f"/actions/{action.pk}/"
    settle()
    [issue] = stand_in.issues.values()
    assert issue.title == action.title
    for words in (
        "In the *proxy*.",
        "No upload is over 1 GB",
        "Due 1 December 2026",
        f"/actions/{action.pk}/",
    ):
        assert words in issue.body
    assert "Initech" not in issue.title + issue.body
    link = TrackerLink.objects.get()
    assert (link.status, link.state, link.last_error) == ("linked", "open", "")
    page = keeper.get(f"/actions/{action.pk}/").content.decode()
    assert link.url in page
    verbs = set(AuditEntry.objects.filter(object_type="action").values_list("verb", flat=True))
    assert {"tracker_create", "tracker_created", "tracker_state"} <= verbs


def test_two_clicks_create_one_issue(connect, action, keeper):
    stand_in, connection = connect()
    keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    second = keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    assert second.status_code == 422
    assert "has its issue already" in second.content.decode()
    settle()
    settle()
    assert len(stand_in.issues) == 1


def test_what_was_cut_off_on_the_way_is_not_sent_twice_by_itself(connect, action, keeper, owner):
    stand_in, connection = connect()
    stand_in.instead = (0, {}, {})
    keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    settle()
    link = TrackerLink.objects.get()
    assert link.status == "unsure"
    assert "or not" in keeper.get(f"/actions/{action.pk}/").content.decode()
    stand_in.instead = None
    OutboxItem.objects.update(due_at=timezone.now())
    settle()
    assert stand_in.issues == {}
    keeper.post(f"/actions/{action.pk}/tracker/again/")
    settle()
    assert len(stand_in.issues) == 1
    assert TrackerLink.objects.get().status == "linked"


def test_a_tracker_that_failed_while_it_was_asked_is_not_called_a_cut_connection(connect, action, keeper):
    stand_in, connection = connect()
    stand_in.instead = (500, {}, {})
    keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    settle()
    page = keeper.get(f"/actions/{action.pk}/").content.decode()
    assert "no clear answer came back" in page and "cut off" not in page


def test_a_worker_killed_while_it_sent_leaves_the_question_to_a_person(connect, action, owner):
    stand_in, connection = connect()
    actions.create_there(action=action, connection=connection, actor=owner, seen="", now=timezone.now())
    TrackerLink.objects.update(status="sending")
    settle()
    assert TrackerLink.objects.get().status == "unsure"
    assert stand_in.issues == {}


def test_a_tracker_that_is_away_is_tried_again_and_given_up_after_a_day(connect, action, owner, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    stand_in, connection = connect()
    stand_in.instead = (503, {}, {})
    actions.create_there(action=action, connection=connection, actor=owner, seen="", now=timezone.now())
    settle()
    assert TrackerLink.objects.get().status == "waiting"
    stand_in.instead = None
    time_machine.shift(200)
    settle()
    assert TrackerLink.objects.get().status == "linked"
    TrackerLink.objects.update(status="failed", remote_id="")
    stand_in.instead = (503, {}, {})
    actions.try_again(link=TrackerLink.objects.get(), actor=owner, now=timezone.now())
    time_machine.shift(dt.timedelta(hours=25))
    settle()
    assert TrackerLink.objects.get().status == "failed"


def test_a_refusal_is_shown_on_the_action(connect, action, keeper):
    stand_in, connection = connect()
    stand_in.instead = (422, {}, {"message": "Validation Failed: Limit the size"})
    keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    settle()
    page = keeper.get(f"/actions/{action.pk}/").content.decode()
    assert "It answered 422." in page
    assert "Create it again" in page


@pytest.mark.parametrize("change", ["left", "hidden", "paused", "restricted"])
def test_rights_are_asked_again_seconds_before_it_is_sent(connect, action, owner, change, make_user):
    stand_in, connection = connect()
    actions.create_there(action=action, connection=connection, actor=owner, seen="", now=timezone.now())
    if change == "left":
        owner.is_active = False
        owner.save()
    elif change == "hidden":
        other = make_user("other")
        Postmortem.objects.update(visibility="named", owner=other)
        Action.objects.update(owner=other)
    elif change == "paused":
        TrackerConnection.objects.update(is_paused=True)
    else:
        Action.objects.update(disclosure="restricted")
    settle()
    assert stand_in.issues == {}
    assert TrackerLink.objects.get().status == "failed"


# What is said there


def test_of_a_private_action_only_title_and_link_are_sent_after_a_look(connect, action, keeper):
    stand_in, connection = connect()
    Postmortem.objects.update(visibility="team")
    address = f"/actions/{action.pk}/tracker/create/"
    assert "Create in Payments on GitHub…" in keeper.get(f"/actions/{action.pk}/").content.decode()
    assert keeper.post(address, {"tracker": connection.pk}).status_code == 422
    page = keeper.get(f"{address}?tracker={connection.pk}").content.decode()
    assert "who may not read this action here" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    keeper.post(address, {"tracker": connection.pk, "seen": seen})
    settle()
    [issue] = stand_in.issues.values()
    assert issue.title == "Limit the size of an upload"
    assert issue.body == f"Followed up in Debrief: http://localhost:8000/actions/{action.pk}/"


def test_where_anybody_reads_only_the_title_is_sent_after_a_look(connect, action, owner):
    _, connection = connect(readers="anybody")
    assert wording.asks_first(action, connection)
    assert wording.words_of(action, connection).body == ""


def test_words_that_changed_after_the_look_are_not_sent(connect, action, owner):
    stand_in, connection = connect(readers="anybody")
    seen = wording.digest_of(wording.words_of(action, connection), connection)
    Action.objects.update(title="Limit what Initech uploads")
    action.refresh_from_db()
    with pytest.raises(MoveRefused):
        actions.create_there(action=action, connection=connection, actor=owner, seen=seen, now=timezone.now())
    seen = wording.digest_of(wording.words_of(action, connection), connection)
    actions.create_there(action=action, connection=connection, actor=owner, seen=seen, now=timezone.now())
    Action.objects.update(title="Limit what Initech uploads by the hour")
    settle()
    assert stand_in.issues == {}
    assert "changed" in TrackerLink.objects.get().last_error


def test_a_restricted_action_is_told_to_no_tracker(connect, action, keeper, owner):
    _, connection = connect()
    Action.objects.update(disclosure="restricted")
    page = keeper.get(f"/actions/{action.pk}/").content.decode()
    assert "Create in" not in page
    assert "Link an issue" in page
    answer = keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    assert answer.status_code == 422
    assert TrackerLink.objects.count() == 0


def test_a_tracker_of_another_team_is_not_offered(connect, action, keeper, make_team):
    _, connection = connect()
    connection.teams.set([make_team("Elsewhere")])
    assert "In a tracker" not in keeper.get(f"/actions/{action.pk}/").content.decode()
    answer = keeper.post(f"/actions/{action.pk}/tracker/create/", {"tracker": connection.pk})
    assert answer.status_code == 404


# Linking


def test_an_issue_that_is_there_is_linked_by_its_address(connect, action, keeper, owner):
    stand_in, _ = connect(standins.GitLab)
    number = stand_in.add("There already", "", "closed")
    wrong = keeper.post(f"/actions/{action.pk}/tracker/link/", {"url": "https://elsewhere.example/1"})
    assert wrong.status_code == 422
    assert "https://elsewhere.example/1" in wrong.content.decode()
    url = f"{stand_in.base}/example/payments/-/issues/{number}"
    assert keeper.post(f"/actions/{action.pk}/tracker/link/", {"url": url}).status_code == 302
    settle()
    link = TrackerLink.objects.get()
    assert (link.remote_key, link.state, link.said) == ("#1", "done", "closed")


def test_an_issue_belongs_to_one_action(connect, action, keeper, owner):
    stand_in, connection = connect(standins.GitLab)
    stand_in.add("There already", "", "opened")
    other = Action.objects.create(postmortem=action.postmortem, team=action.team, title="Other")
    link_to(other, connection, owner)
    url = f"{stand_in.base}/example/payments/-/issues/1"
    answer = keeper.post(f"/actions/{action.pk}/tracker/link/", {"url": url})
    assert "Another action has this issue." in answer.content.decode()


def test_a_link_is_taken_away_and_the_issue_stays(connect, action, keeper, owner):
    stand_in, connection = connect()
    stand_in.add("There", "", "open")
    link_to(action, connection, owner)
    keeper.post(f"/actions/{action.pk}/tracker/unlink/")
    assert TrackerLink.objects.count() == 0
    assert len(stand_in.issues) == 1
    assert keeper.post(f"/actions/{action.pk}/tracker/unlink/").status_code == 404


# Reading back, and what does not agree


def test_done_there_is_offered_here_and_never_taken_over_by_itself(connect, action, keeper, owner):
    stand_in, connection = connect()
    stand_in.add("There", "", "open")
    link = link_to(action, connection, owner, next_read_at=timezone.now())
    stand_in.issues[1].state, stand_in.issues[1].reason = "closed", "completed"
    effects.sweep(None)
    settle()
    action.refresh_from_db()
    assert action.status == "accepted"
    page = keeper.get(f"/actions/{action.pk}/").content.decode()
    assert "Done in Payments on GitHub #1, open here." in page
    keeper.post(f"/actions/{action.pk}/tracker/done/")
    action.refresh_from_db()
    link.refresh_from_db()
    assert (action.status, action.done_by) == ("done", owner)
    assert action.evidence == f"Done in Payments on GitHub (closed as completed): {link.url}"
    assert "open here" not in keeper.get(f"/actions/{action.pk}/").content.decode()


def test_the_owner_hears_of_it_once_in_the_inbox_with_the_rights_of_then(
    connect, action, keeper, owner, make_user
):
    stand_in, connection = connect()
    stand_in.add("There", "", "closed")
    link = link_to(action, connection, owner)
    for _ in range(2):
        actions.plan_read(link, timezone.now())
        settle()
    page = keeper.get("/inbox/").content.decode()
    assert page.count("Done in Payments on GitHub #1, open here.") == 1
    assert Delivery.objects.get(kind="followup.tracker").channel == "inbox"
    other = make_user("other")
    Postmortem.objects.update(visibility="named", owner=other)
    assert "open here" not in keeper.get("/inbox/").content.decode()


@pytest.mark.parametrize(
    ("state", "status", "verb"),
    [
        ("done", "accepted", "finish"),
        ("done", "in_progress", "finish"),
        ("done", "idea", ""),
        ("dropped", "in_progress", "decline"),
        ("dropped", "done", "reopen"),
        ("open", "done", "reopen"),
        ("open", "verified", "reopen"),
        ("gone", "accepted", ""),
        ("done", "done", None),
        ("done", "declined", None),
        ("dropped", "declined", None),
        ("open", "in_progress", None),
        ("", "done", None),
    ],
)
def test_what_does_not_agree_is_told(state, status, verb):
    connection = TrackerConnection(name="Here")
    link = TrackerLink(connection=connection, status="linked", state=state, remote_key="#1")
    found = queries.conflict(link, status)
    assert (found.verb if found else None) == verb
    if found:
        link.settled = queries.pair(link, status)
        assert queries.conflict(link, status) is None


def test_left_as_it_is_until_one_of_them_changes(connect, action, keeper, owner):
    stand_in, connection = connect()
    stand_in.add("There", "", "closed")
    link_to(action, connection, owner, state="done")
    keeper.post(f"/actions/{action.pk}/tracker/leave/")
    assert "open here" not in keeper.get(f"/actions/{action.pk}/").content.decode()
    move(action=action, actor=owner, verb="start", now=timezone.now())
    assert "open here" in keeper.get(f"/actions/{action.pk}/").content.decode()


def test_a_tracker_that_does_not_answer_is_shown_and_asked_again(
    connect, action, keeper, owner, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    stand_in, connection = connect()
    stand_in.add("There", "", "open")
    link_to(action, connection, owner, next_read_at=timezone.now())
    stand_in.instead = (500, {}, {})
    effects.sweep(None)
    settle()
    assert "It answered 500." in keeper.get(f"/actions/{action.pk}/").content.decode()
    stand_in.instead = None
    time_machine.shift(dt.timedelta(minutes=16))
    effects.sweep(None)
    settle()
    link = TrackerLink.objects.get()
    assert (link.last_error, link.state) == ("", "open")
    assert link.next_read_at == timezone.now() + effects.ROUND


def test_what_is_long_done_on_both_sides_is_not_read_any_more(connect, action, owner):
    _, connection = connect()
    link = link_to(action, connection, owner, state="done")
    action.status = "done"
    link.action, link.state_since = action, timezone.now() - dt.timedelta(days=40)
    assert effects._next(link, "done", timezone.now()) is None
    assert effects._next(link, "open", timezone.now()) is not None


# Webhooks


def hook(keeper, connection, headers, body):
    return keeper.generic(
        "POST", f"/hooks/trackers/{connection.hook}/", body, content_type="application/json", headers=headers
    )


@EVERY
def test_a_signed_webhook_has_the_issue_read_at_once(connect, action, keeper, owner, kind):
    stand_in, connection = connect(kind)
    while len(stand_in.issues) < 7:
        stand_in.add("There", "", kind.done[0])
    number = "7" if kind.product in ("github", "gitlab") else f"{kind.project}-7"
    link_to(action, connection, owner, remote_id=number, remote_key=number)
    headers, body = signed(kind.product, said(kind.product))
    keeper.logout()
    assert hook(keeper, connection, headers, body).status_code == 204
    settle()
    link = TrackerLink.objects.get()
    assert link.state == "done"
    connection.refresh_from_db()
    assert connection.hook_heard_at is not None


def test_a_webhook_sent_once_more_does_nothing(connect, action, keeper, owner):
    stand_in, connection = connect()
    link_to(action, connection, owner, remote_id="7")
    headers, body = signed("github", SAID["github"])
    for _ in range(3):
        assert hook(keeper, connection, headers, body).status_code == 204
        settle()
    assert OutboxItem.objects.filter(kind=actions.READ).count() == 1
    assert TrackerLink.objects.get().state == "gone"
    assert sum(1 for _ in AuditEntry.objects.filter(verb="tracker_state")) == 1


def test_a_webhook_that_is_not_genuine_is_refused(connect, action, keeper, owner):
    _, connection = connect()
    link_to(action, connection, owner, remote_id="7")
    headers, body = signed("github", SAID["github"], "another secret")
    assert hook(keeper, connection, headers, body).status_code == 401
    assert hook(keeper, connection, {}, b"not json").status_code == 401
    assert keeper.get(f"/hooks/trackers/{connection.hook}/").status_code == 405
    assert keeper.post("/hooks/trackers/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert not OutboxItem.objects.filter(kind=actions.READ).exists()
    big, filled = signed("github", {"x": "y" * 1_100_000})
    assert hook(keeper, connection, big, filled).status_code == 413


# Who may


VERBS = ("create", "link", "unlink", "again", "look", "done", "leave")


def test_others_find_nothing_and_readers_change_nothing(connect, action, owner, make_user, sign_in):
    _, connection = connect()
    link_to(action, connection, owner, state="done", url="https://github.com/example/payments/issues/1")
    reader = sign_in(make_user("reader"))
    page = reader.get(f"/actions/{action.pk}/").content.decode()
    assert "issues/1" in page
    assert "Take the link away" not in page
    for verb in VERBS:
        assert reader.post(f"/actions/{action.pk}/tracker/{verb}/").status_code == 403
    Postmortem.objects.update(visibility="named")
    for verb in VERBS:
        assert reader.post(f"/actions/{action.pk}/tracker/{verb}/").status_code == 404


# Setting up

FORM = {
    "name": "Payments",
    "base_url": "https://api.github.com",
    "project": "example/payments",
    "token": "github_pat_hidden",
    "readers": "organisation",
}


@pytest.fixture
def admin(make_user, sign_in):
    return sign_in(make_user("admin", is_administrator=True))


def test_an_administrator_connects_a_project_and_never_sees_its_token_again(admin):
    answer = admin.post("/trackers/new/github/", FORM)
    connection = TrackerConnection.objects.get()
    assert answer["Location"] == f"/trackers/{connection.pk}/"
    assert connection.token.reveal() == FORM["token"]
    admin.post(f"/trackers/{connection.pk}/", FORM | {"token": "", "name": "Renamed"})
    connection.refresh_from_db()
    assert (connection.name, connection.token.reveal()) == ("Renamed", FORM["token"])
    shown = admin.post(f"/trackers/{connection.pk}/secret/").content.decode()
    connection.refresh_from_db()
    secret = connection.hook_secret.reveal()
    assert secret in shown
    for path in ("/trackers/", f"/trackers/{connection.pk}/"):
        page = admin.get(path).content.decode()
        assert FORM["token"] not in page
        assert secret not in page
    kept = json.dumps(list(OutboxItem.objects.values("payload", "last_error"))) + str(
        AuditEntry.objects.values()
    )
    assert FORM["token"] not in kept


def test_whether_it_answers_is_found_out_by_a_worker(connect, admin):
    stand_in, connection = connect()
    admin.post(f"/trackers/{connection.pk}/check/")
    settle()
    assert "answers" in admin.get(f"/trackers/{connection.pk}/").content.decode()
    stand_in.instead = (401, {}, {})
    admin.post(f"/trackers/{connection.pk}/check/")
    settle()
    assert "did not accept the token" in admin.get("/trackers/").content.decode()


@pytest.mark.parametrize(
    ("product", "wrong"),
    [
        ("github", {"base_url": "https://10.0.0.1"}),
        ("github", {"base_url": "http://github.example.com"}),
        ("github", {"base_url": "https://x:y@github.example.com"}),
        ("github", {"project": "payments"}),
        ("github", {"project": "a/../../user"}),
        ("github", {"project": "a/b?x=1"}),
        ("jira", {"project": "OPS/../"}),
        ("gitlab", {"token": ""}),
    ],
)
def test_a_connection_that_can_t_be_used_is_refused(admin, product, wrong):
    answer = admin.post(f"/trackers/new/{product}/", FORM | wrong)
    assert answer.status_code == 422
    assert "Payments" in answer.content.decode()
    assert TrackerConnection.objects.count() == 0


def test_paused_it_is_asked_nothing_and_removed_it_forgets_its_secrets(connect, action, owner, admin):
    stand_in, connection = connect()
    stand_in.add("There", "", "open")
    link_to(action, connection, owner, next_read_at=timezone.now())
    admin.post(f"/trackers/{connection.pk}/pause/", {"paused": "yes"})
    effects.sweep(None)
    settle()
    assert TrackerLink.objects.get().read_at is None
    assert admin.get(f"/trackers/{connection.pk}/remove/").status_code == 200
    admin.post(f"/trackers/{connection.pk}/remove/")
    connection.refresh_from_db()
    assert not connection.token
    assert not connection.hook_secret
    assert TrackerLink.objects.get().next_read_at is None
    assert admin.get(f"/trackers/{connection.pk}/").status_code == 404


def test_trackers_are_set_up_by_administrators(connect, make_user, sign_in):
    _, connection = connect()
    keeper = sign_in(make_user("eve"))
    pages = ("", "new/github/", f"{connection.pk}/", f"{connection.pk}/remove/")
    deeds = [f"{connection.pk}/{verb}/" for verb in ("check", "secret", "pause", "remove")]
    assert {keeper.get(f"/trackers/{path}").status_code for path in pages} == {403}
    assert {keeper.post(f"/trackers/{path}").status_code for path in (*pages[1:], *deeds)} == {403}


def test_what_is_not_there(admin):
    assert admin.get("/trackers/new/bugzilla/").status_code == 404
    assert admin.get("/trackers/99/").status_code == 404
    assert admin.get("/trackers/99/check/").status_code == 405


def test_the_page_of_an_action_costs_two_queries_more_at_most(
    connect, action, keeper, owner, django_assert_max_num_queries
):
    from django.db import connection as database
    from django.test.utils import CaptureQueriesContext

    keeper.get(f"/actions/{action.pk}/")
    with CaptureQueriesContext(database) as without:
        keeper.get(f"/actions/{action.pk}/")
    _, tracker = connect()
    link_to(action, tracker, owner)
    with django_assert_max_num_queries(len(without)):
        keeper.get(f"/actions/{action.pk}/")


def test_an_issue_that_was_not_read_yet_says_so_once(connect, action, keeper, owner):
    _, connection = connect()
    link_to(action, connection, owner, state="")
    page = keeper.get(f"/actions/{action.pk}/").content.decode()
    assert page.lower().count("not read yet") == 1
