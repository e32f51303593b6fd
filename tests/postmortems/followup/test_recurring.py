"""A factor that comes back offers the work done about it before, to who may see both sides, and to nobody else."""

import datetime as dt

import pytest

from core.accounts.models import Membership
from postmortems.analysis.actions import add_factor
from postmortems.followup.actions import add_action, move
from postmortems.followup.recurring import reason, seen_before
from postmortems.models import Service
from tests.conftest import NOW

KEY = "AR.no-limit"


@pytest.fixture
def owner(make_user):
    return make_user("ada")


@pytest.fixture
def team(make_team):
    return make_team("Storage")


@pytest.fixture
def tell(make_postmortem, owner):
    """tell(team, day=1, key=…): a postmortem of that day with one factor of the kind."""

    def make(team, day=1, key=KEY, disclosure="internal", **head):
        began = NOW - dt.timedelta(days=100 - day)
        postmortem = make_postmortem(owner=owner, team=team, started_at=began, **head)
        values = {"title": f"No limit {day}", "type_key": key, "category": "AR", "disclosure": disclosure}
        return postmortem, add_factor(postmortem=postmortem, actor=owner, values=values, now=NOW)

    return make


@pytest.fixture
def answer(owner, make_user):
    """answer(postmortem, factor): a finished action about it."""

    def make(postmortem, factor, finished=True, **values):
        values = {"title": "Put a limit on it", "owner": owner} | values
        action = add_action(postmortem=postmortem, actor=owner, values=values, factors=[factor], now=NOW)
        if finished:
            move(action=action, actor=owner, verb="finish", text="A test", now=NOW)
        return action

    return make


def test_finished_work_on_the_same_kind_of_factor_is_offered(tell, answer, team, owner):
    early, factor = tell(team, 1)
    action = answer(early, factor)
    answer(early, factor, finished=False, title="Still open")
    late, again = tell(team, 20)
    [found] = seen_before(late, owner)
    assert (found.factor, list(found.actions)) == (again, [action])
    assert found.actions[0].may_move
    assert seen_before(early, owner) == []  # the later one says nothing about the earlier


@pytest.mark.parametrize("what", ["another kind", "another team", "own words"])
def test_what_has_nothing_in_common_is_not(tell, answer, team, make_team, owner, what):
    early, factor = tell(team, 1, key="" if what == "own words" else KEY)
    answer(early, factor)
    other = make_team("Search") if what == "another team" else team
    key = {"another kind": "AR.limit-reached", "own words": ""}.get(what, KEY)
    late, _ = tell(other, 20, key=key)
    assert seen_before(late, owner) == []


def test_a_service_in_common_is_enough(tell, answer, team, make_team, owner):
    early, factor = tell(team, 1)
    action = answer(early, factor)
    late, _ = tell(make_team("Search"), 20)
    for name in ("objects", "queues"):
        service = Service.objects.create(name=name)
        early.services.add(service)
        late.services.add(service)
    [found] = seen_before(late, owner)
    assert found.actions == (action,)


def test_the_wall_holds_on_both_sides(tell, answer, team, owner, make_user, sign_in):
    hidden, factor = tell(team, 1, visibility="named", title="Quokka")
    answer(hidden, factor, title="Quokka words")
    kept_back, other = tell(team, 2, disclosure="restricted")
    answer(kept_back, other, title="About what is kept back")
    late, again = tell(team, 20)
    member = make_user("mo")
    Membership.objects.create(user=member, team=team)
    assert seen_before(late, member) == []
    page = sign_in(member).get(f"/postmortems/{late.pk}/factors/before/").content.decode()
    assert "None that was answered before" in page
    assert "Quokka" not in page
    # The later one is not named to readers of the earlier who may not see it.
    assert late.reference not in reason(late)
    late.visibility = "organisation"
    assert late.reference in reason(late)
    outsider = sign_in(make_user("eve"))
    action = hidden.action_items.get()
    assert outsider.get(f"/postmortems/{hidden.pk}/factors/before/").status_code == 404
    path = f"/postmortems/{late.pk}/factors/{again.pk}/again/{action.pk}/"
    assert sign_in(member).post(path, {"reason": "Again"}).status_code == 404
    action.refresh_from_db()
    assert action.status == "done"


def test_it_is_taken_up_in_one_step_with_the_reason(tell, answer, team, owner, sign_in):
    early, factor = tell(team, 1)
    action = answer(early, factor)
    late, again = tell(team, 20)
    client = sign_in(owner)
    part = client.get(f"/postmortems/{late.pk}/factors/before/", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"Take it up again" in part.content
    path = f"/postmortems/{late.pk}/factors/{again.pk}/again/{action.pk}/"
    refused = client.post(path, {"reason": " "})
    assert refused.status_code == 422
    assert b"Say what was seen" in refused.content
    assert client.get(path).status_code == 405
    assert client.post(path, {"reason": "It came back in March."}).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.verification) == ("in_progress", "It came back in March.")
    assert "It came back in March." in client.get(f"/actions/{action.pk}/").content.decode()
    assert (
        client.post(path, {"reason": "Twice"}).status_code == 404
    )  # it is open again, and no longer offered


def test_who_reads_and_does_not_work_on_it_sees_no_button(tell, answer, team, make_user, sign_in):
    early, factor = tell(team, 1, visibility="organisation")
    action = answer(early, factor)
    late, again = tell(team, 20, visibility="organisation")
    client = sign_in(make_user("eve"))
    page = client.get(f"/postmortems/{late.pk}/factors/before/").content.decode()
    assert action.title in page
    assert "Take it up again" not in page
    path = f"/postmortems/{late.pk}/factors/{again.pk}/again/{action.pk}/"
    assert client.post(path, {"reason": "Again"}).status_code == 403


def test_the_pages_of_postmortems_lead_there(tell, team, owner, sign_in):
    late, _ = tell(team, 20)
    assert (
        f"/postmortems/{late.pk}/factors/before/"
        in sign_in(owner).get(f"/postmortems/{late.pk}/").content.decode()
    )
