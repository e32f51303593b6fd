"""A changed plan: what is due by the new one is said soon, and nobody is told twice."""

import datetime as dt

import pytest
from django.core import mail

from core.outbox import effects
from postmortems.followup import actions
from postmortems.models import Reminder
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def owner(make_user):
    return make_user("ada")


@pytest.fixture
def action(make_action, make_postmortem, owner):
    return make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY + 30 * DAY)


@pytest.fixture
def at(time_machine):
    """at(FRIDAY): it is that instant, and the outbox does what is due."""

    def run(now):
        time_machine.move_to(now, tick=False)
        effects.sweep()
        return effects.drain()

    return run


def change(action, now, **values):
    action.refresh_from_db()
    return actions.change_action(
        action=action, actor=action.postmortem.owner, version=action.version, values=values, now=now
    )


def test_a_date_moved_close_is_said_the_same_day(action, at, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    change(action, FRIDAY, due_on=TODAY + DAY)
    at(FRIDAY)
    assert [message.subject for message in mail.outbox] == [f"Due tomorrow: {action.title}"]


def test_a_change_at_night_waits_for_the_morning(action, at, time_machine):
    night = dt.datetime(2026, 11, 19, 22, 0, tzinfo=dt.UTC)
    time_machine.move_to(night, tick=False)
    change(action, night, due_on=TODAY - DAY)
    at(night)
    assert mail.outbox == []
    assert Reminder.objects.get().due_at == dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


def test_moving_the_state_tells_nobody_again(action, at, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    change(action, FRIDAY, due_on=TODAY - DAY)
    at(FRIDAY)
    action.refresh_from_db()
    actions.move(action=action, actor=action.owner, verb="start", now=FRIDAY)
    at(FRIDAY)
    assert len(mail.outbox) == 1


def test_a_new_owner_hears_of_it_and_the_old_one_no_longer(action, at, make_user, owner, time_machine):
    grace = make_user("grace")
    action.postmortem.team.memberships.create(user=grace)
    time_machine.move_to(FRIDAY, tick=False)
    change(action, FRIDAY, due_on=TODAY + DAY)
    change(action, FRIDAY, owner=grace)
    at(FRIDAY)
    assert [message.to for message in mail.outbox] == [["grace@example.test"]]


def test_done_before_the_morning_is_not_said(action, at, time_machine):
    night = dt.datetime(2026, 11, 19, 22, 0, tzinfo=dt.UTC)
    time_machine.move_to(night, tick=False)
    change(action, night, due_on=TODAY)
    at(night)
    action.refresh_from_db()
    actions.move(action=action, actor=action.owner, verb="finish", text="Done", now=night)
    at(FRIDAY)
    assert mail.outbox == []
    assert set(Reminder.objects.values_list("state", flat=True)) == {"skipped"}


def test_managers_of_what_comes_in_late_hear_of_it(
    make_action, make_postmortem, make_team, make_user, at, time_machine
):
    manager = make_user("max")
    postmortem = make_postmortem(team=make_team(managers=[manager]))
    time_machine.move_to(FRIDAY, tick=False)
    values = {"title": "Reject an empty filter", "owner": postmortem.owner, "due_on": TODAY - 8 * DAY}
    actions.add_action(postmortem=postmortem, actor=postmortem.owner, values=values, now=FRIDAY)
    at(FRIDAY)
    assert {message.to[0] for message in mail.outbox} == {manager.email, postmortem.owner.email}
