"""Reminders put off: with a reason, for a while, seen by the manager, and ended by what makes them pointless."""

import datetime as dt

import pytest
from django.core import mail

from core.outbox import effects
from core.transitions import MoveRefused
from postmortems.followup import actions, snoozing
from postmortems.models import FollowUpPolicy, Reminder, Snooze
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(FRIDAY, tick=False)


@pytest.fixture
def owner(make_user):
    return make_user("ada")


@pytest.fixture
def manager(make_user):
    return make_user("max")


@pytest.fixture
def action(make_action, make_postmortem, make_team, owner, manager):
    team = make_team("Storage", managers=[manager])
    return make_action(postmortem=make_postmortem(owner=owner, team=team), owner=owner, due_on=TODAY)


def put_off(action, days=4, reason="The vendor is slow"):
    return snoozing.snooze(
        action=action, actor=action.owner, until=TODAY + days * DAY, reason=reason, now=FRIDAY
    )


def subjects(user):
    return [message.subject for message in mail.outbox if message.to == [user.email]]


def test_the_owner_hears_again_on_that_day(action, owner, morning):
    put_off(action, days=4)  # a Tuesday
    morning(FRIDAY)
    morning(MONDAY, since=MONDAY - dt.timedelta(hours=12))
    assert subjects(owner) == []
    tuesday = MONDAY + DAY
    morning(tuesday, since=tuesday - dt.timedelta(hours=12))
    assert subjects(owner) == [f"4 days late: {action.title}"]
    assert "asked to hear of it again today" in mail.outbox[-1].body
    wednesday = tuesday + DAY
    morning(wednesday, since=wednesday - dt.timedelta(hours=12))
    assert len([s for s in subjects(owner) if action.title in s]) == 1


def test_a_day_off_is_moved_to_the_next_morning(action, owner, morning):
    put_off(action, days=2)  # a Sunday
    morning(MONDAY, since=MONDAY - dt.timedelta(hours=12))
    (subject,) = [s for s in subjects(owner) if not s.startswith("Your week")]
    assert subject == f"3 days late: {action.title}"


def test_what_was_planned_already_waits_too(action, owner, time_machine):
    actions.change_action(action=action, actor=owner, version=1, values={"due_on": TODAY - DAY}, now=FRIDAY)
    action.refresh_from_db()
    put_off(action)
    effects.drain()
    assert subjects(owner) == []


def test_managers_hear_all_the_same_and_read_why(action, owner, manager, morning):
    action.due_on = dt.date(2026, 11, 17)
    action.save()
    put_off(action)
    morning(FRIDAY)
    assert subjects(owner) == []
    assert subjects(manager) == [f"3 days late: {action.title}"]
    assert "Ada put it off until Tue 24 Nov: The vendor is slow" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [
        (0, "Later", "after today"),
        (15, "Later", "14 days at most"),
        (3, "  ", "Say why"),
    ],
)
def test_it_is_refused_in_sentences(action, days, reason, sentence):
    with pytest.raises(MoveRefused, match=sentence):
        put_off(action, days=days, reason=reason)
    assert not Snooze.objects.exists()


def test_the_longest_wait_is_the_policys(action):
    FollowUpPolicy.objects.create(team=action.team, snooze_days=3)
    with pytest.raises(MoveRefused, match="3 days at most"):
        put_off(action, days=4)
    FollowUpPolicy.objects.update(snooze_days=0)
    with pytest.raises(MoveRefused, match="no reminders that could wait"):
        put_off(action, days=1)


@pytest.mark.parametrize("how", ["owner", "due_on", "finish"])
def test_a_change_of_owner_date_or_state_ends_it(action, owner, manager, how):
    put_off(action)
    if how == "finish":
        actions.move(action=action, actor=owner, verb="finish", text="A test", now=FRIDAY)
    else:
        values = {"owner": manager} if how == "owner" else {"due_on": TODAY + 9 * DAY}
        actions.change_action(action=action, actor=owner, version=1, values=values, now=FRIDAY)
    action.refresh_from_db()
    assert action.snoozed_until is None
    assert Snooze.objects.get().ended_at == FRIDAY


@pytest.mark.parametrize("how", ["start", "priority"])
def test_beginning_the_work_or_another_priority_does_not(action, owner, how):
    put_off(action)
    if how == "start":
        actions.move(action=action, actor=owner, verb="start", now=FRIDAY)
    else:
        actions.change_action(action=action, actor=owner, version=1, values={"priority": "p1"}, now=FRIDAY)
    action.refresh_from_db()
    assert action.snoozed_until == TODAY + 4 * DAY
    effects.drain()
    assert subjects(owner) == []


def test_ended_by_hand_the_rung_that_was_passed_is_said(action, owner):
    put_off(action)
    snoozing.wake(action=action, actor=owner, now=FRIDAY)
    effects.drain()
    assert subjects(owner) == [f"Due today: {action.title}"]
    assert Reminder.objects.get().schedule_version == 2


class TestThePage:
    GOOD = {"until": "2026-11-27", "reason": "The vendor is slow"}

    def test_puts_it_off_and_lets_it_come(self, sign_in, action, owner):
        client = sign_in(owner)
        path = f"/actions/{action.pk}/snooze/"
        assert b"Fri 4 Dec at the latest" in client.get(path).content
        assert ">Remind me later<" in client.get(f"/actions/{action.pk}/").content.decode()
        assert client.post(path, self.GOOD).status_code == 302
        page = client.get(f"/actions/{action.pk}/").content.decode()
        assert "You hear of it again on that day." in page
        assert "Reminders wait until Fri 27 Nov: The vendor is slow" in page
        assert client.post(f"/actions/{action.pk}/wake/").status_code == 302
        assert "Reminders wait" not in client.get(f"/actions/{action.pk}/").content.decode()

    def test_is_for_the_owner_and_the_managers(self, sign_in, action, manager, make_user):
        path = f"/actions/{action.pk}/snooze/"
        outsider, colleague = make_user("eve"), make_user("mo")
        action.team.memberships.create(user=colleague)
        assert sign_in(outsider).post(path, self.GOOD).status_code == 404
        assert sign_in(colleague).post(path, self.GOOD).status_code == 403
        assert sign_in(colleague).post(f"/actions/{action.pk}/wake/").status_code == 403
        client = sign_in(manager)
        assert ">Remind its owner later<" in client.get(f"/actions/{action.pk}/").content.decode()
        assert "<title>Remind its owner later" in client.get(path).content.decode()
        page = client.post(path, self.GOOD, follow=True).content.decode()
        assert "Its owner hears of it again on that day." in page

    def test_keeps_what_was_typed(self, sign_in, action, owner):
        client = sign_in(owner)
        for values in (self.GOOD | {"reason": ""}, self.GOOD | {"until": "2027-06-01"}):
            answer = client.post(f"/actions/{action.pk}/snooze/", values)
            assert answer.status_code == 422
            assert values["until"] in answer.content.decode()
        part = client.post(f"/actions/{action.pk}/snooze/", {}, headers={"HX-Request": "true"})
        assert part.status_code == 422
        assert b"<html" not in part.content
        assert client.delete(f"/actions/{action.pk}/snooze/").status_code == 405

    def test_says_so_where_nothing_can_wait(self, sign_in, action, owner):
        actions.move(action=action, actor=owner, verb="finish", text="Done", now=FRIDAY)
        client = sign_in(owner)
        assert b"no reminders that could wait" in client.get(f"/actions/{action.pk}/snooze/").content
        assert client.post(f"/actions/{action.pk}/snooze/", self.GOOD).status_code == 422
