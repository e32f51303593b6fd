"""Whatever happens to an action over some weeks, its people hear in their mornings, not too often, and not never."""

import datetime as dt

import pytest
from django.core import mail
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.outbox import effects
from core.outbox.models import OutboxItem
from core.transitions import MoveRefused
from postmortems.domain.lifecycle import ACTION
from postmortems.followup import actions, deciding, people, rulebook, snoozing
from postmortems.models import Action, FollowUpPolicy, Reminder, Snooze

# Mid-March to mid-April 2027: summer time begins on the 28th, Easter Monday is the 29th.
BEGIN = dt.datetime(2027, 3, 15, 6, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
VALUES = {
    "assign_days": 2,
    "finish_days": 30,
    "counting": "calendar",
    "country": "",
    "before": [7, 2, 0],
    "late_after": 1,
    "again_every": 7,
    "managers_after": 3,
    "managers_above_after": None,
    "snooze_days": 10,
}
LONGEST_SILENCE = 12
"""Days: a week's rhythm, and what Easter and a weekend add at either end."""


class Ladder(RuleBasedStateMachine):
    """One action of Noor, who keeps Dutch holidays and may be away, and of Max, who manages her team."""

    house: dict = {}

    def __init__(self) -> None:
        super().__init__()
        self.house["reset"]()
        self.noor, self.max, self.pk = self.house["noor"], self.house["max"], self.house["action"].pk
        self.now = BEGIN
        self._set_clock()
        self.quiet_since = BEGIN.date()

    def _set_clock(self):
        self.house["clock"].move_to(self.now, tick=False)

    @property
    def action(self):
        return Action.objects.select_related("owner", "postmortem", "team").get(pk=self.pk)

    def _work(self):
        """The outbox does what is due; each mail is looked at with the state of that moment."""
        before = len(mail.outbox)
        effects.sweep()
        OutboxItem.objects.filter(kind="followup.reminders").update(due_at=self.now)
        effects.drain()
        for message in mail.outbox[before:]:
            if message.extra_headers["X-Debrief-Kind"] == "followup.reminders":
                self._check(message)

    def _check(self, message):
        action, reader = self.action, self.noor if message.to == [self.noor.email] else self.max
        reader.refresh_from_db()
        calendar = people.calendar_of(reader)
        assert calendar.next_open(self.now) == self.now, "outside working hours"
        assert not people.is_away(reader, self.now.astimezone(calendar.tz).date())
        if action.title in message.body:
            assert action.is_open
            if reader == self.noor and not message.body.count("You manage"):
                assert action.owner == self.noor
                assert not people.is_snoozed(action, self.noor, self.now)
                self.quiet_since = self.now.date()

    @rule(days=st.integers(1, 4))
    def days_pass(self, days):
        """The outbox is swept at this hour of each day, and when Noor's working day begins."""
        for _ in range(days):
            tomorrow = self.now + DAY
            opens = people.calendar_of(self.noor).next_open(self.now)
            for moment in (opens, tomorrow) if self.now < opens < tomorrow else (tomorrow,):
                self.now = moment
                self._set_clock()
                self._work()

    @rule(hours=st.integers(1, 15))
    def hours_pass(self, hours):
        self.now += dt.timedelta(hours=hours)
        self._set_clock()
        self._work()

    @rule(days=st.integers(-12, 12))
    def the_date_moves(self, days):
        action = self.action
        values = {"due_on": self.now.date() + days * DAY}
        actions.change_action(
            action=action, actor=self.noor, version=action.version, values=values, now=self.now
        )
        self._work()

    @rule(verb=st.sampled_from(["start", "finish", "reopen"]))
    def the_state_moves(self, verb):
        action = self.action
        if ACTION.may(verb, action.status):
            actions.move(action=action, actor=self.noor, verb=verb, text="Seen", now=self.now)
            self.quiet_since = self.now.date()
            self._work()

    @rule(days=st.integers(-1, 12))
    def noor_puts_it_off(self, days):
        action = self.action
        until = self.now.astimezone(self.noor.zone).date() + days * DAY
        try:
            snoozing.snooze(action=action, actor=self.noor, until=until, reason="Waits", now=self.now)
        except MoveRefused:
            assert not action.is_open or not 0 < days <= 10
        else:
            assert 0 < days <= 10
        self._work()

    @rule()
    def it_is_let_come(self):
        snoozing.wake(action=self.action, actor=self.noor, now=self.now)
        self._work()

    @rule(days=st.integers(0, 6))
    def noor_goes_away(self, days):
        self.noor.away_until = self.now.date() + days * DAY if days else None
        self.noor.save(update_fields=["away_until"])

    @rule(before=st.sets(st.integers(0, 9), max_size=3), again=st.integers(3, 7))
    def the_policy_changes(self, before, again):
        values = VALUES | {"before": sorted(before, reverse=True), "again_every": again}
        policy = FollowUpPolicy.objects.get()
        deciding.change(policy=policy, version=policy.version, values=values, actor=self.max, now=self.now)
        self._work()

    @invariant()
    def nothing_is_planned_twice(self):
        rows = Reminder.objects.values_list("recipient", "rung", "occurrence", "schedule_version")
        assert len(set(rows)) == len(rows)

    @invariant()
    def a_snooze_and_its_date_go_together(self):
        action = self.action
        assert (action.snoozed_until is None) == (not Snooze.objects.filter(ended_at__isnull=True).exists())

    @invariant()
    def a_late_action_is_not_forgotten(self):
        """An owner who is there, and did not put it off, has heard of what is late within a week and some days off."""
        action, today = self.action, self.now.date()
        self.noor.refresh_from_db()
        away = self.noor.away_until is not None and self.noor.away_until >= today - DAY
        asleep = action.snoozed_until is not None and action.snoozed_until >= today - 5 * DAY
        late = action.due_on < today - LONGEST_SILENCE * DAY
        if not action.is_open or away or asleep or not late:
            self.quiet_since = (
                max(self.quiet_since, today) if not late or not action.is_open else self.quiet_since
            )
            self.quiet_since = today if away or asleep else self.quiet_since
            return
        assert (today - self.quiet_since).days <= LONGEST_SILENCE


@pytest.fixture
def house(make_user, make_team, make_postmortem, make_action, time_machine):
    noor = make_user("noor", time_zone="Europe/Amsterdam", country="NL")
    manager = make_user("max", time_zone="America/New_York", country="US")
    team = make_team("Storage", managers=[manager])
    postmortem = make_postmortem(owner=noor, team=team, status="closed", now=BEGIN - 30 * DAY)
    action = make_action(postmortem=postmortem, owner=noor, due_on=BEGIN.date())
    policy = FollowUpPolicy.objects.create(team=team, **VALUES)
    fresh = {
        "status": "accepted",
        "due_on": BEGIN.date() + 3 * DAY,
        "owner": noor,
        "snoozed_until": None,
        "version": 1,
        "schedule_version": 1,
        "done_at": None,
        "done_by": None,
    }

    def reset():
        mail.outbox.clear()
        for model in (Reminder, Snooze, OutboxItem):
            model.objects.all().delete()
        Action.objects.update(**fresh)
        FollowUpPolicy.objects.filter(pk=policy.pk).update(**VALUES, version=1)
        noor.away_until = None
        noor.save()

    return {"noor": noor, "max": manager, "action": action, "reset": reset, "clock": time_machine}


def test_the_machine_of_the_ladder(house):
    Ladder.house = house
    assert rulebook.load().terms_for(house["action"].team_id, "", "p2").snooze == 10
    run_state_machine_as_test(
        Ladder,
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            suppress_health_check=list(HealthCheck),
        ),
    )
