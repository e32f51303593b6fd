"""Did it work? What is done is asked after on its day, by people other than the doer, until somebody has looked."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.models import Membership
from postmortems.domain.policy import Calendar
from postmortems.followup import actions, checking
from postmortems.models import Reminder
from tests.postmortems.followup.conftest import FRIDAY

TODAY = FRIDAY.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def people(make_user, make_postmortem):
    """A team with two managers, of whom one did the work; the action's owner is a member."""
    found = {name: make_user(name, time_zone="UTC") for name in ("owner", "doer", "manager")}
    found["postmortem"] = make_postmortem(owner=found["owner"])
    team = found["postmortem"].team
    for name in ("doer", "manager"):
        Membership.objects.create(team=team, user=found[name], role=Membership.Role.MANAGER)
    return found


@pytest.fixture
def done(make_action, people):
    """done(check_on): an action finished by one of the managers, with a date for the look at its effect."""

    def make(check_on, **fields):
        about = {"owner": people["owner"], "done_by": people["doer"], "measure": "Lag stays under 5 s"}
        return make_action(
            postmortem=people["postmortem"],
            status="done",
            done_at=FRIDAY - 30 * DAY,
            check_on=check_on,
            **about | fields,
        )

    return make


def told():
    """Who was written to since the last time."""
    found = sorted(address.split("@")[0] for message in mail.outbox for address in message.to)
    mail.outbox.clear()
    return found


def test_on_its_day_the_owner_and_a_manager_who_did_not_do_it_hear_of_it(done, morning):
    action = done(TODAY)
    morning()
    by_name = {message.to[0].split("@")[0]: message for message in mail.outbox}
    assert sorted(by_name) == ["manager", "owner"]
    assert by_name["manager"].subject == f"Did it work: {action.title}"
    assert "Lag stays under 5 s" in by_name["manager"].body
    assert "/actions/?state=done" in by_name["manager"].body
    assert "Somebody who did not do it" in by_name["owner"].body


def test_managers_hear_again_each_week_and_the_owner_does_not(done, morning):
    done(TODAY)
    morning()
    assert told() == ["manager", "owner"]
    morning(FRIDAY + 3 * DAY)
    assert told() == []
    morning(FRIDAY + 7 * DAY)
    assert told() == ["manager"]


def test_a_date_on_a_day_off_is_moved_to_the_next_morning(done, morning):
    done(TODAY + DAY)
    morning()
    assert told() == []
    morning(FRIDAY + 3 * DAY)
    assert told() == ["manager", "owner"]


def test_nobody_hears_of_what_somebody_has_looked_at(done, morning, people):
    action = done(TODAY)
    morning(FRIDAY - dt.timedelta(days=1))
    actions.move(
        action=action, actor=people["manager"], verb="verify", text="Lag 2 s for a week", now=timezone.now()
    )
    morning()
    assert told() == []


def test_what_is_done_after_its_date_is_asked_after_soon(make_action, morning, people):
    action = make_action(postmortem=people["postmortem"], owner=people["owner"], check_on=TODAY - 3 * DAY)
    morning()
    assert told() == []
    actions.move(action=action, actor=people["doer"], verb="finish", text="Merged", now=timezone.now())
    morning(FRIDAY + dt.timedelta(minutes=5))
    assert told() == ["manager", "owner"]


def test_another_date_is_another_question(done, morning, people):
    action = done(TODAY)
    morning()
    told()
    action.refresh_from_db()
    later = {"check_on": TODAY + 3 * DAY}
    actions.change_action(
        action=action, actor=people["manager"], version=action.version, values=later, now=timezone.now()
    )
    morning(FRIDAY + 3 * DAY)
    assert told() == ["manager", "owner"]
    rungs = Reminder.objects.values_list("rung", flat=True).distinct()
    assert list(rungs) == [checking.RUNG]


def test_a_private_postmortem_is_spoken_of_to_its_readers_only(done, morning, people):
    done(TODAY)
    people["postmortem"].visibility = "named"
    people["postmortem"].save()
    morning()
    assert told() == ["owner"]


@given(
    check_on=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    days=st.sets(st.integers(0, 6), min_size=1),
    after=st.integers(0, 90),
)
def test_reading_backwards_and_forwards_agree(check_on, days, after):
    """The sweep of a morning finds an action exactly when the action itself has a step on that morning."""
    calendar = Calendar("Europe/Berlin", days=frozenset(days))
    day = check_on + after * DAY
    dates = checking.dates_on(day, calendar)
    nominal = [check_on + weeks * 7 * DAY for weeks in range(20)]
    falls = [one for one in nominal if calendar.on_or_after(one) == day]
    if calendar.works_on(day) and falls:
        assert dates[check_on][0].occurrence == falls[-1].toordinal()
        assert dates[check_on][1] == (falls[-1] == check_on)
    else:
        assert check_on not in dates
