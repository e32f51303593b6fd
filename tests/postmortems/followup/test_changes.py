"""Adding, changing and moving an action: the seven of each."""

import datetime as dt

import pytest

from core.audit import AuditEntry
from core.outbox.models import OutboxItem
from core.transitions import MoveRefused
from postmortems.followup import actions
from postmortems.models import Action, Factor, Postmortem
from tests.postmortems.followup.conftest import FRIDAY

HTMX = {"HX-Request": "true"}
NEW = {"title": "Refuse removal on a serving host", "priority": "p1", "due_on": "2026-12-01", "owner": ""}


@pytest.fixture
def reader(make_user):
    return make_user("reader")


@pytest.fixture
def shared(make_postmortem):
    return make_postmortem(visibility="organisation")


@pytest.fixture
def action(make_action, shared):
    return make_action(postmortem=shared, owner=shared.owner, due_on=dt.date(2026, 12, 1))


def new_path(postmortem):
    return f"/postmortems/{postmortem.pk}/actions/new/"


def edited(action, **changes):
    """What the form sends back when only these fields were changed."""
    data = {
        "title": action.title,
        "details": action.details,
        "owner": action.owner_id or "",
        "team": action.team_id,
        "due_on": action.due_on or "",
        "priority": action.priority,
        "kind": action.kind,
        "strength": action.strength,
        "disclosure": action.disclosure,
        "version": action.version,
    }
    return data | changes


# Adding


def test_an_action_is_added_with_kind_and_strength_suggested(sign_in, shared):
    answer = sign_in(shared.owner).post(new_path(shared), NEW | {"owner": shared.owner_id})
    assert answer.url == f"/postmortems/{shared.pk}/#actions"
    action = Action.objects.get()
    assert (action.owner, action.status, action.due_on) == (shared.owner, "accepted", dt.date(2026, 12, 1))
    assert (action.strength, action.strength_confirmed, action.kind) == ("stronger", False, "prevent")
    assert action.revisions.count() == 1
    assert AuditEntry.objects.filter(verb="add_action").count() == 1
    assert OutboxItem.objects.get(kind="followup.replan").payload == {"schedule_version": 1, "fresh": True}


def test_an_idea_is_kept_apart_from_commitments(sign_in, shared):
    sign_in(shared.owner).post(new_path(shared), NEW | {"idea": "on"})
    assert Action.objects.get().status == "idea"


def test_adding_to_what_one_may_not_see_is_not_found(sign_in, reader, make_postmortem):
    assert sign_in(reader).post(new_path(make_postmortem()), NEW).status_code == 404


def test_adding_takes_the_pen(sign_in, reader, shared):
    assert sign_in(reader).post(new_path(shared), NEW).status_code == 403


def test_nothing_is_added_to_a_closed_postmortem(sign_in, make_postmortem):
    closed = make_postmortem(status="closed")
    assert sign_in(closed.owner).post(new_path(closed), NEW).status_code == 403


def test_adding_takes_an_approval_back(sign_in, make_postmortem):
    approved = make_postmortem(status="approved")
    sign_in(approved.owner).post(new_path(approved), NEW)
    assert Postmortem.objects.get(pk=approved.pk).status == "draft"


def test_a_new_action_without_a_title_keeps_the_rest(sign_in, shared):
    answer = sign_in(shared.owner).post(new_path(shared), NEW | {"title": ""})
    assert answer.status_code == 422
    assert 'value="2026-12-01"' in answer.content.decode()
    assert not Action.objects.exists()


def test_adding_from_the_panel_answers_with_the_panel(sign_in, shared):
    client = sign_in(shared.owner)
    part = client.get(new_path(shared), headers=HTMX).content.decode()
    assert 'hx-target="#actions"' in part
    answer = client.post(new_path(shared), NEW, headers=HTMX | {"HX-Target": "actions"})
    assert 'id="actions"' in answer.content.decode()
    assert NEW["title"] in answer.content.decode()
    refused = client.post(new_path(shared), NEW | {"title": ""}, headers=HTMX | {"HX-Target": "actions"})
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#new-action")


def test_adding_answers_get_and_post_only(sign_in, shared):
    assert sign_in(shared.owner).put(new_path(shared)).status_code == 405


def test_only_people_who_may_read_it_can_be_named_as_owner(sign_in, reader, make_postmortem):
    private = make_postmortem(visibility="named")
    answer = sign_in(private.owner).post(new_path(private), NEW | {"owner": reader.pk})
    assert answer.status_code == 422


@pytest.mark.parametrize("visibility", ["organisation", "named"])
def test_an_owner_who_left_stays_the_owner_until_another_is_chosen(
    sign_in, reader, make_postmortem, make_action, visibility
):
    postmortem = make_postmortem(visibility=visibility)
    action = make_action(postmortem=postmortem, owner=reader)
    reader.is_active = False
    reader.save(update_fields=["is_active"])
    client, path = sign_in(postmortem.owner), f"/actions/{action.pk}/"
    assert (
        f'<option value="{reader.pk}" selected>{reader} (may not sign in)'
        in client.get(path).content.decode()
    )
    assert client.post(path, edited(action, details="More")).status_code == 302
    action.refresh_from_db()
    assert (action.details, action.owner) == ("More", reader)
    other = make_action(postmortem=postmortem)
    refused = client.post(f"/actions/{other.pk}/", edited(other, owner=reader.pk))
    assert refused.status_code == 422


def test_an_import_adds_many_at_once(shared):
    rows = [{"title": "One", "owner_as_written": "@ada", "source": "- One (@ada)"}, {"title": "Two"}]
    made = actions.add_many(postmortem=shared, actor=shared.owner, rows=rows, now=FRIDAY)
    assert [action.position for action in made] == [1, 2]
    assert Action.objects.get(title="One").owner_as_written == "@ada"
    assert Action.objects.get(title="Two").revisions.count() == 1


# Changing


def test_a_new_date_begins_a_new_plan_of_reminders(sign_in, action):
    answer = sign_in(action.owner).post(f"/actions/{action.pk}/", edited(action, due_on="2026-12-24"))
    assert answer.url == f"/actions/{action.pk}/"
    action.refresh_from_db()
    assert (action.due_on, action.schedule_version, action.version) == (dt.date(2026, 12, 24), 2, 2)
    assert OutboxItem.objects.filter(key=f"followup.replan:{action.pk}:2").count() == 1
    assert action.revisions.count() == 2


def test_other_changes_leave_the_plan_as_it_is(sign_in, action):
    sign_in(action.owner).post(f"/actions/{action.pk}/", edited(action, measure="No page in a month"))
    action.refresh_from_db()
    assert (action.measure, action.schedule_version) == ("No page in a month", 1)
    assert not OutboxItem.objects.filter(kind="followup.replan").exists()


def test_wording_takes_an_approval_back_and_a_date_does_not(sign_in, action):
    Postmortem.objects.filter(pk=action.postmortem_id).update(
        status="approved", approved_at=FRIDAY, approved_text_version=1
    )
    client = sign_in(action.owner)
    client.post(f"/actions/{action.pk}/", edited(action, due_on="2026-12-24"))
    assert Postmortem.objects.get().status == "approved"
    action.refresh_from_db()
    client.post(f"/actions/{action.pk}/", edited(action, title="Other words"))
    assert Postmortem.objects.get().status == "draft"


def test_factors_are_answered_and_strength_confirmed(sign_in, action):
    factor = Factor.objects.create(postmortem=action.postmortem, title="Both prompts looked alike")
    data = edited(action, factors=[factor.pk], strength="intermediate", strength_confirmed="on")
    sign_in(action.owner).post(f"/actions/{action.pk}/", data)
    action.refresh_from_db()
    assert list(action.factors.all()) == [factor]
    assert (action.strength, action.strength_confirmed) == ("intermediate", True)


def test_changing_what_one_may_not_see_is_not_found(sign_in, reader, make_action):
    hidden = make_action()
    assert sign_in(reader).post(f"/actions/{hidden.pk}/", edited(hidden)).status_code == 404
    assert sign_in(reader).get(f"/actions/{hidden.pk}/").status_code == 404


def test_a_reader_sees_the_facts_and_changes_nothing(sign_in, reader, action):
    client = sign_in(reader)
    page = client.get(f"/actions/{action.pk}/")
    assert page.status_code == 200
    assert b"action-form" not in page.content
    assert client.post(f"/actions/{action.pk}/", edited(action, title="X")).status_code == 403


def test_in_a_closed_postmortem_the_date_moves_and_the_words_stand(sign_in, action):
    Postmortem.objects.filter(pk=action.postmortem_id).update(
        status="closed", approved_at=FRIDAY, approved_text_version=1
    )
    data = edited(action, title="Other words", due_on="2026-12-24")
    sign_in(action.owner).post(f"/actions/{action.pk}/", data)
    changed = Action.objects.get()
    assert (changed.title, changed.due_on) == (action.title, dt.date(2026, 12, 24))


def test_somebody_elses_change_is_shown_and_nothing_typed_is_lost(sign_in, action):
    Action.objects.filter(pk=action.pk).update(title="Their words", version=2)
    answer = sign_in(action.owner).post(f"/actions/{action.pk}/", edited(action, title="My words"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Their words" in page
    assert 'value="My words"' in page
    assert Action.objects.get().title == "Their words"
    assert 'name="version" value="2"' in page


def test_what_only_the_other_changed_is_kept_and_every_difference_is_shown(sign_in, action):
    factor = Factor.objects.create(postmortem=action.postmortem, title="Both prompts looked alike")
    opened = edited(action, title="My words", measure="Mine")
    values = {
        "priority": "p1",
        "check_on": dt.date(2027, 1, 7),
        "measure": "Theirs",
        "strength_confirmed": True,
    }
    actions.change_action(
        action=action, actor=action.owner, version=1, values=values, factors=[factor], now=FRIDAY
    )
    client = sign_in(action.owner)
    answer = client.post(f"/actions/{action.pk}/", opened)
    page = answer.content.decode()
    assert "How it stands now is shown below." in page
    assert [(line.label, line.now, line.taken) for line in answer.context["beside"]] == [
        ("What will change", action.title, False),
        ("Priority", "P1", True),
        ("Strength looked at", "yes", True),
        ("How its effect will be seen", "Theirs", False),
        ("Looked at on", "7 Jan 2027", True),
        ("Factors it answers", "Both prompts looked alike", False),
    ]
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in form.fields if name != "factors"}
    assert client.post(f"/actions/{action.pk}/", again).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.measure, action.priority) == ("My words", "Mine", "p1")
    assert (action.check_on, action.strength_confirmed) == (dt.date(2027, 1, 7), True)


def test_a_look_at_one_strength_is_no_look_at_another(sign_in, action):
    opened = edited(action, strength="stronger")
    actions.confirm_strength(action=action, actor=action.owner, now=FRIDAY)
    answer = sign_in(action.owner).post(f"/actions/{action.pk}/", opened)
    assert not answer.context["form"]["strength_confirmed"].value()
    assert answer.context["form"]["strength"].value() == "stronger"


def test_a_date_that_is_none_keeps_what_was_typed(sign_in, action):
    answer = sign_in(action.owner).post(f"/actions/{action.pk}/", edited(action, due_on="soon", title="Mine"))
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.content.decode()


def test_changing_answers_a_script_with_the_form(sign_in, action):
    answer = sign_in(action.owner).post(f"/actions/{action.pk}/", edited(action, title=""), headers=HTMX)
    assert answer.status_code == 422
    assert b"<html" not in answer.content


def test_changing_answers_get_and_post_only(sign_in, action):
    assert sign_in(action.owner).delete(f"/actions/{action.pk}/").status_code == 405


# Moving


def move(client, action, verb, text="", **kwargs):
    return client.post(f"/actions/{action.pk}/{verb}/", {"text": text}, **kwargs)


def test_an_action_goes_from_idea_to_verified(sign_in, shared, make_action, make_user):
    action = make_action(postmortem=shared, status="idea", owner=shared.owner)
    doer = sign_in(shared.owner)
    for verb, text in (("accept", ""), ("start", ""), ("finish", "https://ci.test/1 is green")):
        assert move(doer, action, verb, text).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.done_by, action.schedule_version) == ("done", shared.owner, 4)
    friend = make_user("friend")
    shared.team.memberships.create(user=friend)
    assert move(sign_in(friend), action, "verify", "No alarm in two weeks").status_code == 302
    action.refresh_from_db()
    assert (action.status, action.verified_by, action.evidence) == (
        "verified",
        friend,
        "https://ci.test/1 is green",
    )
    assert AuditEntry.objects.filter(verb__startswith="action_").count() == 4


def test_done_takes_evidence(sign_in, action):
    answer = move(sign_in(action.owner), action, "finish", "  ")
    assert answer.status_code == 422
    assert "what shows that it is done" in answer.content.decode()
    assert Action.objects.get().status == "accepted"


def test_the_doer_does_not_verify(sign_in, action):
    client = sign_in(action.owner)
    move(client, action, "finish", "Done")
    path = f"/actions/{action.pk}/"
    page = client.get(path).content.decode()
    assert f"{path}verify/" not in page and "Somebody other than you confirms that it works" in page
    assert f"{path}verify/" not in client.get(f"/postmortems/{action.postmortem_id}/").content.decode()
    page = client.get(f"{path}verify/").content.decode()
    assert "somebody else confirms that it works" in page and "What was seen" not in page
    answer = move(client, action, "verify", "It works")
    assert answer.status_code == 422
    assert "other than the person who did it" in answer.content.decode()
    assert "It works" in answer.content.decode()


def test_declining_takes_a_reason_and_keeps_it(sign_in, action):
    client = sign_in(action.owner)
    assert move(client, action, "decline").status_code == 422
    move(client, action, "decline", "The path is removed altogether")
    assert Action.objects.get().declined_because == "The path is removed altogether"


def test_taking_up_again_clears_what_was_said_of_the_end(sign_in, action):
    client = sign_in(action.owner)
    move(client, action, "finish", "Done")
    move(client, action, "reopen", "It happened again")
    again = Action.objects.get()
    assert (again.status, again.evidence, again.done_at, again.done_by) == ("in_progress", "", None, None)


def test_moving_what_one_may_not_see_is_not_found(sign_in, reader, make_action):
    assert move(sign_in(reader), make_action(), "start").status_code == 404


def test_a_reader_moves_nothing(sign_in, reader, action):
    assert move(sign_in(reader), action, "start").status_code == 403


def test_an_owner_without_the_pen_moves_their_own(sign_in, reader, shared, make_action):
    own = make_action(postmortem=shared, owner=reader)
    assert move(sign_in(reader), own, "start").status_code == 302


def test_the_wrong_state_is_said(sign_in, action):
    answer = move(sign_in(action.owner), action, "accept")
    assert answer.status_code == 422
    assert "changed since you opened the page" in answer.content.decode()


def test_what_cannot_be_done_from_here_is_said_with_what_can(sign_in, action):
    client = sign_in(action.owner)
    move(client, action, "decline", "The path is removed altogether")
    said = "It is in the state “declined”. What can be done from there: take up again."
    page = client.get(f"/actions/{action.pk}/finish/").content.decode()
    assert said in page and 'name="text"' not in page and "Mark as done</button>" not in page
    answer = move(client, action, "finish", "https://ci.test/1 is green")
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "https://ci.test/1 is green" in page
    assert 'name="text"' not in page


def test_two_tabs_do_not_both_finish(action, shared):
    other = Action.objects.get(pk=action.pk)
    actions.move(action=action, actor=shared.owner, verb="finish", text="Done", now=FRIDAY)
    with pytest.raises(MoveRefused):
        actions.move(action=other, actor=shared.owner, verb="finish", text="Done twice", now=FRIDAY)
    assert Action.objects.get().evidence == "Done"


def test_moving_in_the_panel_answers_with_the_action(sign_in, action):
    target = HTMX | {"HX-Target": f"action-{action.pk}"}
    answer = move(sign_in(action.owner), action, "start", headers=target)
    assert f'id="action-{action.pk}"' in answer.content.decode()
    assert "Mark as done" in answer.content.decode()


def test_a_move_leads_back_into_this_site_only(sign_in, action):
    client = sign_in(action.owner)
    answer = client.post(f"/actions/{action.pk}/start/", {"next": "https://elsewhere.test/"})
    assert answer.url == f"/actions/{action.pk}/"


def test_moves_that_are_none_are_not_found_and_other_verbs_refused(sign_in, action):
    client = sign_in(action.owner)
    assert client.get(f"/actions/{action.pk}/explode/").status_code == 404
    assert client.put(f"/actions/{action.pk}/start/").status_code == 405
    assert client.get(f"/actions/{action.pk}/start/").status_code == 200


# Help and panel


def test_the_coach_helps_with_a_title(sign_in, reader):
    page = sign_in(reader).get("/actions/hint/?title=Remind everybody to be more careful").content.decode()
    assert "Probably weaker" in page
    assert sign_in(reader).get("/actions/hint/?title=").content.strip() == b""


def test_the_history_names_people_and_states(sign_in, action, make_user):
    friend = make_user("grace")
    action.postmortem.team.memberships.create(user=friend)
    client = sign_in(action.owner)
    client.post(f"/actions/{action.pk}/", edited(action, owner=friend.pk))
    page = client.get(f"/actions/{action.pk}/").content.decode()
    assert "<ins>Grace</ins>" in page


def test_the_history_names_teams_days_and_tickets(sign_in, action, make_team):
    client, old = sign_in(action.owner), action.team.name
    other = make_team("Storage")
    changes = {"team": other.pk, "check_on": "2027-01-07", "ticket_url": "https://tickets.test/7"}
    client.post(f"/actions/{action.pk}/", edited(action, **changes))
    page = client.get(f"/actions/{action.pk}/").content.decode()
    assert f"Team: <del>{old}</del> <ins>Storage</ins>" in page
    assert "Looked at on: <ins>7 Jan 2027</ins>" in page
    assert "Ticket: <ins>https://tickets.test/7</ins>" in page


def test_a_suggested_strength_is_confirmed_by_one_press(client, make_action, make_user, make_postmortem):
    owner = make_user("ada")
    action = make_action(postmortem=make_postmortem(owner=owner), owner=owner, strength="intermediate")
    client.force_login(owner)
    answer = client.post(f"/actions/{action.pk}/strength/", {"strength": "intermediate"}, follow=True)
    assert "Confirmed as intermediate" in answer.content.decode()
    action.refresh_from_db()
    assert action.strength_confirmed
    assert action.history.count() >= 1


def test_nobody_confirms_a_strength_that_changed_meanwhile(client, make_action, make_user, make_postmortem):
    owner = make_user("ada")
    action = make_action(postmortem=make_postmortem(owner=owner), owner=owner, strength="weaker")
    client.force_login(owner)
    answer = client.post(f"/actions/{action.pk}/strength/", {"strength": "stronger"}, follow=True)
    assert "has changed since you looked" in answer.content.decode()
    action.refresh_from_db()
    assert not action.strength_confirmed


@pytest.mark.parametrize("name", ["due_on", "check_on"])
@pytest.mark.parametrize(
    ("day", "said"), [("9999-12-31", "too far ahead"), ("0001-02-03", "This year is long over")]
)
def test_a_day_beyond_all_calendars_is_not_taken(sign_in, action, name, day, said):
    answer = sign_in(action.owner).post(f"/actions/{action.pk}/", edited(action, **{name: day}))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert Action.objects.get().version == action.version
