"""The ladder: in people's mornings, in order, each rung once, also when the clocks change."""

import datetime as dt
import itertools
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.domain import policy
from postmortems.domain.policy import DEFAULT, Calendar

DAY = dt.timedelta(days=1)
ZONES = [
    "UTC",
    "Europe/Amsterdam",
    "America/Los_Angeles",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
]
days = st.dates(dt.date(2011, 1, 1), dt.date(2032, 12, 31))


@st.composite
def calendars(draw):
    """Any zone, any hours of at least a quarter of an hour, any set of weekdays but none, some holidays."""
    start = draw(st.integers(0, 23 * 60 + 30))
    end = draw(st.integers(start + 15, 23 * 60 + 59))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        start=dt.time(start // 60, start % 60),
        end=dt.time(end // 60, end % 60),
        days=frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        holidays=frozenset(draw(st.sets(st.dates(dt.date(2026, 12, 20), dt.date(2027, 1, 5)), max_size=4))),
    )


def ladder(due, calendar, number=12):
    return list(itertools.islice(policy.owner_steps(due, calendar), number))


@given(calendars(), days)
@settings(max_examples=120)
def test_every_step_begins_a_working_day(calendar, due):
    for step in ladder(due, calendar):
        local = step.at.astimezone(zoneinfo.ZoneInfo(calendar.zone))
        assert local.date() == step.day
        assert step.day.weekday() in calendar.days
        assert step.day not in calendar.holidays
        assert calendar.start <= local.time() < calendar.end
        assert calendar.next_open(step.at) == step.at


@given(calendars(), days)
@settings(max_examples=120)
def test_the_ladder_climbs_and_each_rung_comes_once(calendar, due):
    steps = ladder(due, calendar)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert len({(step.rung, step.occurrence) for step in steps}) == len(steps)
    assert all(step.day <= due for step in steps if step.rung.startswith("before"))
    assert all(step.day > due for step in steps if step.rung.startswith("late"))


@given(calendars(), days, st.integers(-8, 60))
@settings(max_examples=120)
def test_reading_the_ladder_backwards_finds_what_reading_it_forwards_says(calendar, due, offset):
    day = calendar.on_or_after(due + offset * DAY)
    forwards = policy.steps_on(policy.owner_steps(due, calendar), day)
    backwards = policy.due_dates_on(day, calendar, due - 400 * DAY).get(due)
    assert (forwards[-1] if forwards else None) == backwards


@given(calendars(), days, st.sampled_from([3, 10]), st.integers(0, 40))
@settings(max_examples=120)
def test_managers_are_told_on_the_day_the_count_of_working_days_is_full(calendar, due, number, offset):
    day = calendar.on_or_after(due + offset * DAY)
    told = policy.manager_step("managers", due, number, calendar).day
    assert (due in policy.manager_dates_on(day, calendar, number)) == (told == day)


@given(calendars(), st.datetimes(dt.datetime(2011, 1, 1), dt.datetime(2032, 12, 31)))
@settings(max_examples=120)
def test_the_next_open_moment_is_never_earlier_and_always_open(calendar, at):
    at = at.replace(tzinfo=dt.UTC)
    moment = calendar.next_open(at)
    assert moment >= at
    assert calendar.next_open(moment) == moment


@given(calendars(), days)
@settings(max_examples=100)
def test_moving_the_due_date_a_day_later_never_reminds_earlier(calendar, due):
    for now, later in zip(ladder(due, calendar), ladder(due + DAY, calendar), strict=True):
        assert later.at >= now.at


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/Amsterdam", dt.date(2026, 3, 27), "2026-03-27T08:00"),
        ("Europe/Amsterdam", dt.date(2026, 3, 30), "2026-03-30T07:00"),
        ("Europe/Amsterdam", dt.date(2026, 10, 23), "2026-10-23T07:00"),
        ("Europe/Amsterdam", dt.date(2026, 10, 26), "2026-10-26T08:00"),
        ("America/Los_Angeles", dt.date(2026, 3, 6), "2026-03-06T17:00"),
        ("America/Los_Angeles", dt.date(2026, 3, 9), "2026-03-09T16:00"),
        ("Pacific/Auckland", dt.date(2026, 4, 3), "2026-04-02T20:00"),
        ("Pacific/Auckland", dt.date(2026, 4, 6), "2026-04-05T21:00"),
    ],
)
def test_nine_in_the_morning_stays_nine_when_the_clocks_change(zone, day, utc):
    opens = Calendar(zone=zone).opening(day)
    assert opens == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_a_morning_the_clocks_jump_over_begins_after_the_jump():
    night = Calendar(
        zone="Europe/Amsterdam", start=dt.time(2, 30), end=dt.time(10, 0), days=frozenset(range(7))
    )
    opens = night.opening(dt.date(2026, 3, 29))
    assert opens == dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)
    short = Calendar(
        zone="Europe/Amsterdam", start=dt.time(2, 15), end=dt.time(2, 45), days=frozenset(range(7))
    )
    assert short.opening(dt.date(2026, 3, 29)) is None
    assert short.on_or_after(dt.date(2026, 3, 29)) == dt.date(2026, 3, 30)


def test_the_default_ladder_in_words():
    due = dt.date(2026, 11, 18)  # a Wednesday
    steps = ladder(due, Calendar(), 6)
    assert [(step.rung, step.occurrence, step.day.isoformat()) for step in steps] == [
        ("before_7", 0, "2026-11-11"),
        ("before_2", 0, "2026-11-16"),
        ("before_0", 0, "2026-11-18"),
        ("late", 0, "2026-11-19"),
        ("late_weekly", 1, "2026-11-26"),
        ("late_weekly", 2, "2026-12-03"),
    ]
    assert policy.manager_step("managers", due, DEFAULT.managers, Calendar()).day == dt.date(2026, 11, 23)
    assert policy.manager_step("managers_above", due, DEFAULT.managers_above, Calendar()).day == dt.date(
        2026, 12, 2
    )


def test_what_lies_ahead_of_a_weekend_is_said_on_friday_and_what_is_late_on_monday():
    sunday = dt.date(2026, 11, 22)
    found = {step.rung: step.day for step in ladder(sunday, Calendar(), 5)}
    assert found["before_0"] == found["before_2"] == dt.date(2026, 11, 20)
    assert found["late"] == dt.date(2026, 11, 23)


def test_waiting_is_said_after_working_days_and_then_weekly():
    steps = list(itertools.islice(policy.waiting_steps("draft", dt.date(2026, 11, 20), 3, Calendar()), 3))
    assert [step.day.isoformat() for step in steps] == ["2026-11-25", "2026-12-02", "2026-12-09"]
    now = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)
    assert policy.reached(iter(steps), now).occurrence == 1
    assert policy.reached(iter(steps), dt.datetime(2026, 11, 24, tzinfo=dt.UTC)) is None


def test_an_owner_in_auckland_and_one_in_los_angeles_each_hear_in_their_morning():
    due = dt.date(2026, 11, 25)
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        at = next(step.at for step in policy.owner_steps(due, Calendar(zone=zone)) if step.rung == "before_0")
        assert at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") == "2026-11-25 09:00"


def test_an_unknown_zone_is_read_as_utc():
    assert Calendar(zone="Mars/Olympus").opening(dt.date(2026, 11, 20)) == dt.datetime(
        2026, 11, 20, 9, tzinfo=dt.UTC
    )


@pytest.mark.parametrize("due", [dt.date.max, dt.date.min])
def test_the_ends_of_the_calendar_can_be_reckoned_with(due):
    assert next(iter(policy.owner_steps(due, Calendar())))
    assert policy.manager_step("managers", due, 3, Calendar())
