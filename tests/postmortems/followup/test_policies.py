"""Policies by team, severity and priority: who hears when, and what a change of policy does to open actions."""

import datetime as dt

import pytest
from django.core import mail

from core.notify.models import Delivery
from core.outbox import effects
from core.outbox.models import OutboxItem
from core.transitions import MoveRefused, StaleState
from postmortems.followup import actions, catching_up, deciding, grouping, rulebook
from postmortems.models import Action, FollowUpPolicy, Postmortem, Reminder
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)
USUAL = {
    "assign_days": 2,
    "finish_days": 30,
    "counting": "calendar",
    "country": "",
    "before": [7, 2, 0],
    "late_after": 1,
    "again_every": 7,
    "managers_after": 3,
    "managers_above_after": 10,
    "snooze_days": 14,
}


@pytest.fixture
def owner(make_user):
    return make_user("ada")


@pytest.fixture
def manager(make_user):
    return make_user("max")


@pytest.fixture
def team(make_team, manager):
    return make_team("Storage", managers=[manager])


@pytest.fixture
def decide(make_user):
    """decide(team, severity="sev1", before=[5]): a policy, as an administrator makes it."""
    admin = make_user("root", is_administrator=True)

    def make(team=None, severity="", priority="", now=FRIDAY - 7 * DAY, **values):
        return deciding.decide(
            team=team, severity=severity, priority=priority, values=USUAL | values, actor=admin, now=now
        )

    return make


def told():
    return {(message.to[0].split("@")[0], message.subject) for message in mail.outbox}


def test_each_action_follows_its_own_ladder(make_action, make_postmortem, team, owner, decide, morning):
    grave = make_postmortem(owner=owner, team=team, severity="sev1")
    small = make_postmortem(owner=owner, team=team, severity="sev4")
    decide(team, severity="sev1", before=[5, 0])
    decide(team, severity="sev4", priority="p3", before=[3])
    make_action(postmortem=grave, owner=owner, due_on=TODAY + 5 * DAY, title="Five")
    make_action(postmortem=small, owner=owner, due_on=TODAY + 3 * DAY, priority="p3", title="Three")
    # Seven days before, a Sunday told on this Friday, belongs to the usual ladder only.
    make_action(postmortem=grave, owner=owner, due_on=TODAY + 9 * DAY, title="Nine, grave")
    make_action(postmortem=small, owner=owner, due_on=TODAY + 9 * DAY, title="Nine, small")
    morning()
    (message,) = mail.outbox
    assert message.subject == "3 things wait for you"
    assert "Nine, small" in message.body
    assert "Nine, grave" not in message.body


def test_managers_hear_when_their_policy_says_so_or_never(
    make_action, make_postmortem, team, owner, manager, decide, morning
):
    decide(team, priority="p1", managers_after=1)
    decide(team, priority="p3", managers_after=None, managers_above_after=None)
    postmortem = make_postmortem(owner=owner, team=team)
    for priority, days in (("p1", 1), ("p2", 3), ("p3", 3), ("p3", 1)):
        make_action(
            postmortem=postmortem,
            owner=owner,
            priority=priority,
            due_on=TODAY - days * DAY,
            title=f"{priority} {days}",
        )
    morning()
    body = next(m.body for m in mail.outbox if m.to == [manager.email])
    assert [name for name in ("p1 1", "p2 3", "p3 3", "p3 1") if name in body] == ["p1 1", "p2 3"]
    assert body.split("--")[0].strip().endswith("/actions/?team=storage")


def test_what_nobody_owns_is_told_after_the_days_of_the_policy(
    make_action, make_postmortem, team, decide, morning
):
    decide(team, priority="p1", assign_days=1)
    postmortem = make_postmortem(team=team)
    make_action(postmortem=postmortem, priority="p1", created_at=FRIDAY - DAY, title="Soon")
    make_action(postmortem=postmortem, priority="p2", created_at=FRIDAY - DAY, title="Not yet")
    morning()
    assert told() == {("max", "Not assigned yet: Soon")}


def test_holidays_of_the_owner_are_days_off(make_action, make_postmortem, make_user, morning):
    owner = make_user("noor", country="NL")
    make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=dt.date(2026, 12, 25))
    christmas = dt.datetime(2026, 12, 25, 10, tzinfo=dt.UTC)
    morning(christmas, since=christmas - 12 * dt.timedelta(hours=1))
    assert mail.outbox == []
    thursday = christmas - DAY
    morning(thursday, since=thursday - 12 * dt.timedelta(hours=1))
    assert [message.subject[:12] for message in mail.outbox] == ["Due tomorrow"]


def test_a_suggested_date_follows_policy_owner_and_priority(make_postmortem, team, make_user, decide):
    postmortem = make_postmortem(team=team, severity="sev2")
    assert rulebook.suggested_due(postmortem, owner=None, priority="p2", now=FRIDAY) == dt.date(2026, 12, 21)
    decide(team, priority="p1", finish_days=10, counting="working")
    noor = make_user("noor", time_zone="Pacific/Auckland")
    late = dt.datetime(2026, 11, 20, 20, tzinfo=dt.UTC)  # Saturday where she is
    assert rulebook.suggested_due(postmortem, owner=noor, priority="p1", now=late) == dt.date(2026, 12, 4)


def test_a_policy_is_changed_once_for_each_version_and_kept_once_for_each_scope(decide, make_user, team):
    policy = decide(team)
    with pytest.raises(MoveRefused, match="already"):
        decide(team)
    ada = make_user("ada")
    deciding.change(policy=policy, version=1, values=USUAL | {"finish_days": 5}, actor=ada, now=FRIDAY)
    with pytest.raises(StaleState):
        deciding.change(policy=policy, version=1, values=USUAL, actor=ada, now=FRIDAY)
    assert FollowUpPolicy.objects.get().finish_days == 5


class TestAChangeOfPolicy:
    @pytest.fixture(autouse=True)
    def _clock(self, time_machine):
        time_machine.move_to(FRIDAY, tick=False)

    @pytest.fixture
    def house(self, make_action, make_postmortem, team, owner):
        postmortem = make_postmortem(owner=owner, team=team, severity="sev2")
        return lambda **fields: make_action(postmortem=postmortem, owner=owner, **fields)

    def test_starts_what_applies_now_and_tells_nobody_twice(self, house, decide, morning, team):
        known = house(due_on=TODAY, title="Known")
        waiting = house(due_on=TODAY + 10 * DAY, title="Ahead")
        morning()
        assert told() == {("ada", "Due today: Known")}
        decide(team, before=[10, 0], now=FRIDAY)
        effects.drain()
        assert told() == {("ada", "Due today: Known"), ("ada", "Due in 10 days: Ahead")}
        assert {a.schedule_version for a in Action.objects.filter(pk__in=[known.pk, waiting.pk])} == {2}

    def test_leaves_what_it_does_not_speak_of(self, house, decide, team, make_team, make_action):
        mine = house(due_on=TODAY, priority="p1")
        other = make_action(due_on=TODAY, priority="p1")
        decide(team, priority="p1", before=[3], now=FRIDAY)
        decide(team, severity="sev3", before=[3], now=FRIDAY)
        decide(team, priority="p2", before=[3], now=FRIDAY)
        effects.drain()
        mine.refresh_from_db()
        other.refresh_from_db()
        assert (mine.schedule_version, other.schedule_version) == (2, 1)

    def test_that_only_moves_dates_leaves_reminders_alone(self, house, decide, team, owner):
        policy = decide(team, now=FRIDAY)
        effects.drain()
        action = house(due_on=TODAY)
        values = USUAL | {"finish_days": 3, "snooze_days": 0}
        deciding.change(policy=policy, version=1, values=values, actor=owner, now=FRIDAY + DAY)
        effects.drain()
        action.refresh_from_db()
        assert action.schedule_version == 1
        assert action.due_on == TODAY

    def test_withdrawn_is_what_holds_above_it(self, house, decide, team, owner):
        policy = decide(team, before=[10, 0], now=FRIDAY - DAY)
        effects.drain()
        action = house(due_on=TODAY + 6 * DAY)
        deciding.withdraw(policy=policy, actor=owner, now=FRIDAY)
        effects.drain()
        action.refresh_from_db()
        assert action.schedule_version == 2
        assert told() == {("ada", f"Due in 6 days: {action.title}")}

    def test_goes_through_many_in_steps(self, house, decide, team, monkeypatch):
        monkeypatch.setattr("postmortems.followup.policy_changes.CHUNK", 3)
        numbers = [house(due_on=TODAY + 60 * DAY).pk for _ in range(8)]
        decide(team, before=[3], now=FRIDAY)
        effects.drain()
        versions = Action.objects.filter(pk__in=numbers).values_list("schedule_version", flat=True)
        assert list(versions) == [2] * 8
        assert OutboxItem.objects.filter(kind="followup.replan_policy", state="done").count() == 3

    def test_another_rhythm_does_not_repeat_what_was_said_this_week(self, house, decide, team, morning):
        house(due_on=TODAY - 15 * DAY, title="Old")
        morning()
        assert len([m for m in mail.outbox if m.to == ["ada@example.test"]]) == 1
        decide(team, again_every=2, now=FRIDAY + dt.timedelta(minutes=5))
        effects.drain()
        assert len([m for m in mail.outbox if m.to == ["ada@example.test"]]) == 1


def test_a_reminder_on_its_way_is_not_taken_for_told(make_action, make_postmortem, owner, time_machine):
    """The mail server is away, and meanwhile the work is begun: by the new plan it is said once, not never."""
    time_machine.move_to(FRIDAY, tick=False)
    action = make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY)
    catching_up.plan(Action.objects.get(pk=action.pk), now=FRIDAY, fresh=True)
    grouping.group_due(FRIDAY)
    Delivery.objects.filter(channel="inbox").update(state="sent", sent_at=FRIDAY)
    actions.move(action=action, actor=owner, verb="start", now=FRIDAY)
    effects.drain()
    assert [message.subject for message in mail.outbox] == [f"Due today: {action.title}"]
    assert sorted(Reminder.objects.values_list("schedule_version", "state")) == [
        (1, "grouped"),
        (2, "grouped"),
    ]


def test_a_reminder_waiting_for_somebody_to_be_back_outlives_a_change_of_state(
    make_action, make_postmortem, owner, time_machine, morning
):
    owner.away_until = TODAY + 3 * DAY
    owner.save()
    action = make_action(postmortem=make_postmortem(owner=owner), owner=owner, due_on=TODAY + 2 * DAY)
    morning()
    actions.move(action=action, actor=owner, verb="start", now=FRIDAY)
    effects.drain()
    assert mail.outbox == []
    back = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
    time_machine.move_to(back, tick=False)
    effects.drain()
    assert len([message for message in mail.outbox if action.title in message.subject]) == 1


def test_a_discarded_postmortem_is_passed_over(make_action, make_postmortem, owner, decide, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    postmortem = make_postmortem(owner=owner)
    make_action(postmortem=postmortem, owner=owner, due_on=TODAY)
    Postmortem.objects.update(discarded_at=FRIDAY)
    decide(before=[3], now=FRIDAY)
    effects.drain()
    assert not Reminder.objects.exists()
