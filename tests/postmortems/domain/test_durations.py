"""Durations are right or say why there is none."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.durations import Facts, durations, in_words

NAMES = ("start", "detected", "acknowledged", "mitigated", "resolved")
START = datetime(2017, 1, 31, 23, 0, tzinfo=UTC)


def by_key(facts: Facts) -> dict:
    return {row.key: row for row in durations(facts)}


def test_all_five_from_the_start():
    moments = {name: START + timedelta(minutes=10 * at) for at, name in enumerate(NAMES)}
    rows = by_key(Facts(**moments))
    assert {key: row.seconds for key, row in rows.items()} == {
        "detect": 600,
        "acknowledge": 1200,
        "mitigate": 1800,
        "resolve": 2400,
        "impact": 1800,
    }
    assert {row.state for row in rows.values()} == {"known"}


def test_an_end_before_the_start_is_impossible():
    row = by_key(Facts(start=START, detected=START - timedelta(seconds=1)))["detect"]
    assert (row.state, row.seconds) == ("impossible", None)


def test_an_end_at_the_start_is_zero_seconds():
    assert by_key(Facts(start=START, detected=START))["detect"].seconds == 0


def test_impact_ends_with_the_resolution_when_no_mitigation_was_recorded():
    assert by_key(Facts(start=START, resolved=START + timedelta(hours=1)))["impact"].seconds == 3600


def test_impact_ends_with_the_resolution_when_mitigation_does_not_apply():
    facts = Facts(
        start=START,
        mitigated=START + timedelta(hours=9),
        resolved=START + timedelta(hours=1),
        not_applicable={"mitigated"},
    )
    rows = by_key(facts)
    assert (rows["impact"].seconds, rows["mitigate"].state) == (3600, "not_applicable")


def test_a_change_of_clocks_between_start_and_end_is_counted_in_real_time():
    amsterdam = ZoneInfo("Europe/Amsterdam")
    facts = Facts(
        start=datetime(2024, 3, 31, 1, 30, tzinfo=amsterdam),
        resolved=datetime(2024, 3, 31, 3, 30, tzinfo=amsterdam),
    )
    assert by_key(facts)["resolve"].seconds == 3600


def test_a_moment_without_zone_is_not_set_against_one_with_a_zone():
    facts = Facts(start=START, detected=datetime(2017, 2, 1, 0, 0))
    assert by_key(facts)["detect"].state == "not_recorded"


moments = st.none() | st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, ZoneInfo("America/New_York")]),
)


@given(facts=st.fixed_dictionaries(dict.fromkeys(NAMES, moments)), without=st.sets(st.sampled_from(NAMES)))
def test_a_duration_is_known_only_when_both_ends_are_and_in_order(facts, without):
    for row in durations(Facts(**facts, not_applicable=without)):
        assert (row.state == "known") == (row.seconds is not None)
        ends = {
            "detect": "detected",
            "acknowledge": "acknowledged",
            "mitigate": "mitigated",
            "resolve": "resolved",
        }
        name = ends.get(row.key)
        if row.state == "known":
            assert row.seconds >= 0 and facts["start"] is not None and "start" not in without
        if name is None:
            continue
        if {name, "start"} & without:
            assert row.state == "not_applicable"
        elif facts["start"] is None or facts[name] is None:
            assert row.state == "not_recorded"
        else:
            real = facts[name].astimezone(UTC) - facts["start"].astimezone(UTC)
            assert row.state == ("impossible" if real < timedelta(0) else "known")
            assert row.seconds is None or abs(row.seconds - real.total_seconds()) < 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (60, "1 min"),
        (27 * 60 + 31, "27 min"),
        (3600, "1 h"),
        (19 * 3600 + 14 * 60, "19 h 14 min"),
        (86400, "1 day"),
        (86400 + 59 * 60, "1 day"),
        (2 * 86400 + 3 * 3600, "2 days 3 h"),
    ],
)
def test_in_words(seconds, words):
    assert in_words(seconds) == words


def test_a_negative_duration_has_no_words():
    with pytest.raises(ValueError):
        in_words(-1)


@given(st.integers(min_value=0, max_value=10**9))
def test_words_never_say_more_than_was_measured(seconds):
    sizes = {"day": 86400, "days": 86400, "h": 3600, "min": 60, "s": 1}
    said = sum(int(count) * sizes[unit] for count, unit in re.findall(r"(\d+) (\w+)", in_words(seconds)))
    assert 0 <= seconds - said < max(3600 if seconds >= 86400 else 60, 1)
