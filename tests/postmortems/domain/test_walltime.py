"""Times as typed: read exactly or refused with what to write instead, and shown so that they read back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain import walltime

ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "+05:45")


@pytest.mark.parametrize(
    ("typed", "time", "precision", "about"),
    [
        ("14:02:11", "14:02:11", "second", False),
        ("14:02", "14:02:00", "minute", False),
        ("1402", "14:02:00", "minute", False),
        ("9.30", "09:30:00", "minute", False),
        ("14h", "14:00:00", "hour", False),
        ("2 pm", "14:00:00", "hour", False),
        ("12:10 a.m.", "00:10:00", "minute", False),
        ("about 9:30", "09:30:00", "minute", True),
        ("~23", "23:00:00", "hour", True),
        ("", "00:00:00", "day", False),
    ],
)
def test_a_time_is_as_exact_as_its_digits(typed, time, precision, about):
    found = walltime.read_time(typed)
    assert (found.time.isoformat(), found.precision, found.approximate) == (time, precision, about)


@pytest.mark.parametrize("typed", ["25:00", "14:75", "13 pm", "soon", "14:02:99", "1:2:3:4", "99"])
def test_what_is_no_time_is_refused_with_what_to_write(typed):
    with pytest.raises(walltime.Unreadable, match="Write the time as 14:02") as caught:
        walltime.read_time(typed)
    assert caught.value.field == "time"


@pytest.mark.parametrize("typed", ["Mars/Olympus", "../etc/passwd", "+25:00", "Europe", "x" * 300])
def test_what_is_no_zone_is_refused(typed):
    with pytest.raises(walltime.Unreadable, match="not a zone this site knows"):
        walltime.read_zone(typed)


def test_the_hour_that_was_left_out_is_said_with_its_neighbours():
    zone = walltime.read_zone("Europe/Amsterdam")
    with pytest.raises(walltime.Unreadable, match="did not exist. Was it 01:30 or 03:30"):
        walltime.instant(dt.date(2026, 3, 29), dt.time(2, 30), zone)


def test_the_hour_that_came_twice_is_said_with_both_offsets():
    zone = walltime.read_zone("America/New_York")
    with pytest.raises(walltime.Unreadable, match=r"-04:00 for the first time or -05:00 for the second"):
        walltime.instant(dt.date(2026, 11, 1), dt.time(1, 30), zone)


def test_a_whole_day_is_taken_where_midnight_does_not_exist():
    zone = walltime.read_zone("Africa/Cairo")
    assert walltime.instant(dt.date(2024, 4, 26), dt.time(0), zone, exact=False).date() == dt.date(
        2024, 4, 26
    )


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.sampled_from(ZONES),
)
def test_what_is_shown_reads_back_to_the_same_instant(at, zone):
    at = at.replace(microsecond=0)
    day, time, name = walltime.typed(at, "second", zone)
    typed = walltime.read_time(time)
    assert walltime.instant(day, typed.time, walltime.read_zone(name)) == at
    assert typed.precision == "second"
