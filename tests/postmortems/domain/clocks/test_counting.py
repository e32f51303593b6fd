"""What holds for every moment, zone and term: clock changes, year ends, leap days, weekends."""

import datetime as dt
import zoneinfo

from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.clocks import REGIMES, Clock, Decision, Facts, Term, clocks, rung_reached
from postmortems.domain.clocks.counting import (
    business_days_later,
    end_of,
    is_business_day,
    latest_end,
    months_later,
    off_weekend,
)
from postmortems.domain.clocks.ladder import ladder

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
moments = st.datetimes(dt.datetime(2018, 6, 1), dt.datetime(2040, 12, 31), timezones=st.just(dt.UTC))
days = st.dates(dt.date(2018, 1, 1), dt.date(2040, 12, 31))
zones = st.sampled_from(ZONES)


@given(moments, st.integers(1, 100), zones)
def test_hours_are_elapsed_time_whatever_the_clocks_do(began, hours, zone):
    assert end_of(began, Term(hours=hours), zone) - began == dt.timedelta(hours=hours)
    assert latest_end(began, Term(hours=hours), zone) is None


@given(moments, st.integers(1, 40), zones)
def test_days_end_at_the_same_time_of_day_where_people_are(began, number, zone):
    where = zoneinfo.ZoneInfo(zone)
    due = end_of(began, Term(days=number), zone).astimezone(where)
    local = began.astimezone(where)
    wanted = local.replace(tzinfo=None) + dt.timedelta(days=number)
    # A time that the clocks leave out comes after the gap; Lord Howe moves by half an hour, Apia once left out a day.
    gap = due.replace(tzinfo=None) - wanted
    assert dt.timedelta(0) <= gap <= dt.timedelta(hours=1)
    assert abs(end_of(began, Term(days=number), zone) - began - dt.timedelta(days=number)) <= dt.timedelta(
        hours=1
    )


@given(days, st.integers(1, 24))
def test_a_month_later_is_in_that_month_and_on_that_day_where_it_has_one(day, number):
    later = months_later(day, number)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == number
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


def test_leap_days_and_year_ends():
    assert months_later(dt.date(2028, 1, 31), 1) == dt.date(2028, 2, 29)
    assert months_later(dt.date(2027, 1, 31), 1) == dt.date(2027, 2, 28)
    assert months_later(dt.date(2028, 2, 29), 12) == dt.date(2029, 2, 28)
    assert months_later(dt.date(2026, 12, 15), 1) == dt.date(2027, 1, 15)


@given(moments, st.sampled_from([Term(days=14), Term(months=1), Term(days=2)]), zones)
def test_the_later_reading_is_never_earlier_and_never_ends_on_a_weekend(began, term, zone):
    due, latest = end_of(began, term, zone), latest_end(began, term, zone)
    assert latest >= due
    assert latest - due < dt.timedelta(days=3, hours=1)
    assert latest.astimezone(zoneinfo.ZoneInfo(zone)).weekday() < 5


@given(days)
def test_off_a_weekend_is_the_day_or_the_monday_after(day):
    moved = off_weekend(day)
    assert (moved == day) == (day.weekday() < 5)
    assert moved.weekday() == (day.weekday() if day.weekday() < 5 else 0)


@given(days, st.integers(1, 10))
def test_exactly_so_many_business_days_lie_between(day, number):
    last = business_days_later(day, number)
    between = [day + dt.timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(map(is_business_day, between)) == number
    assert is_business_day(last)


@given(moments, st.integers(1, 2000), st.integers(0, 24 * 60 * 12))
def test_a_ladder_climbs_and_the_last_rung_reached_is_told(began, hours, minutes):
    due = began + dt.timedelta(hours=hours)
    rungs = ladder(began, due)
    assert [rung.at for rung in rungs] == sorted(rung.at for rung in rungs)
    assert len({rung.name for rung in rungs}) == len(rungs)
    now = began + dt.timedelta(minutes=minutes)
    rule = REGIMES[0]
    clock = Clock(rule, rule.duties[0], "running", "", began_at=began, due_at=due)
    told = rung_reached(clock, now)
    assert told is not None
    assert told.at <= now
    assert not [rung for rung in rungs if told.at < rung.at <= now]


anchors = st.dictionaries(
    st.sampled_from(["aware_at", "classified_at", "material_at", "high_risk_at", "causal_link_at"]), moments
)


@given(anchors, moments, zones)
def test_every_report_stands_in_one_state_and_late_means_that_the_time_is_over(times, now, zone):
    facts = Facts(times=times, zone=zone, decisions={(rule.key, ""): Decision("applies") for rule in REGIMES})
    found = clocks(facts, now)
    assert len(found) == sum(len(rule.duties) for rule in REGIMES)
    for clock in found:
        assert (clock.state == "late") == (clock.is_open and clock.due_at is not None and now > clock.due_at)
        assert clock.is_open == (clock.began_at is not None)
        assert clock.why or clock.is_open
        if clock.state == "not_in_force":
            day = times.get("aware_at", min(times.values(), default=now)).date()
            assert day < clock.regime.effective_from
