"""Which policy holds, and what it means for a date: the most specific one whole, on days people work."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain import policies
from postmortems.domain.policies import AS_IT_COMES, Rulebook, Terms
from postmortems.domain.policy import Calendar, Policy

DIVISION, TEAM, OTHER = 1, 2, 3
PARENTS = {DIVISION: None, TEAM: DIVISION, OTHER: None}
MONDAY = dt.date(2026, 11, 23)
DUTCH = Calendar(zone="Europe/Amsterdam", country="NL")


def rules(**decided):
    """rules(team__p1=5): days to finish by a readable key."""
    names = {"org": None, "division": DIVISION, "team": TEAM}
    found = {}
    for name, finish in decided.items():
        level, *scope = name.split("__")
        severity = next((word for word in scope if word.startswith("sev")), "")
        priority = next((word for word in scope if word.startswith("p")), "")
        found[names[level], severity, priority] = Terms(finish=finish)
    return Rulebook(found, PARENTS)


@pytest.mark.parametrize(
    ("decided", "asked", "days"),
    [
        ({}, (TEAM, "sev1", "p3"), 15),
        ({}, (TEAM, "sev2", "p1"), 30),
        ({}, (TEAM, "sev3", "p1"), 28),
        ({}, (TEAM, "", "p2"), 56),
        ({"org": 40}, (TEAM, "sev4", "p3"), 40),
        ({"org": 40}, (TEAM, "sev1", "p3"), 15),  # the built-in one for SEV 1 says more
        ({"org__sev1": 10}, (TEAM, "sev1", "p3"), 10),
        ({"division": 20}, (TEAM, "sev1", "p1"), 20),  # the nearest team decides
        ({"division": 20, "team": 21}, (TEAM, "sev1", "p1"), 21),
        ({"division__sev1": 9, "team": 21}, (TEAM, "sev1", "p1"), 21),
        ({"team": 21, "team__p1": 7}, (TEAM, "sev1", "p1"), 7),
        ({"team__sev1": 8, "team__p1": 7}, (TEAM, "sev1", "p1"), 8),
        ({"team__sev1__p1": 3, "team__sev1": 8}, (TEAM, "sev1", "p1"), 3),
        ({"team": 21}, (OTHER, "sev3", "p3"), 56),
    ],
)
def test_the_most_specific_policy_of_the_nearest_team_holds(decided, asked, days):
    assert rules(**decided).terms_for(*asked).finish == days


def test_a_circle_of_teams_ends_at_the_organisation():
    assert Rulebook({}, {1: 2, 2: 1}).terms_for(1, "sev1", "p1").finish == 15


def test_the_teams_below_are_those_that_ask_upwards():
    assert rules().below(DIVISION) == {DIVISION, TEAM}
    assert rules().below(OTHER) == {OTHER}


@pytest.mark.parametrize(
    ("terms", "calendar", "due"),
    [
        (Terms(finish=2), Calendar(), dt.date(2026, 11, 25)),
        (Terms(finish=5), Calendar(), dt.date(2026, 11, 30)),  # a Saturday becomes Monday
        (Terms(finish=5, working=True), Calendar(), dt.date(2026, 11, 30)),
        (Terms(finish=32), DUTCH, dt.date(2026, 12, 28)),  # Christmas Day and the days after it
        (
            Terms(finish=24, working=True),
            Calendar(country="US"),
            dt.date(2026, 12, 29),
        ),  # two holidays on the way
    ],
)
def test_a_due_date_is_a_working_day(terms, calendar, due):
    assert policies.due_date(MONDAY, terms, calendar) == due


def test_a_country_that_is_not_known_has_no_holidays():
    assert Calendar(country="ZZ").works_on(dt.date(2026, 12, 25))
    assert not DUTCH.works_on(dt.date(2026, 12, 25))


def test_the_preview_names_everybody_in_order():
    ladder = Policy(before=(2, 0), managers=3, managers_above=10)
    found = policies.preview(dt.date(2027, 3, 2), ladder, Calendar(), repeats=2)
    assert [(told.who, told.step.rung, told.step.day.isoformat()) for told in found] == [
        ("owner", "before_2", "2027-02-26"),
        ("owner", "before_0", "2027-03-02"),
        ("owner", "late", "2027-03-03"),
        ("managers", "managers", "2027-03-05"),
        ("owner", "late_weekly", "2027-03-10"),
        ("managers_above", "managers_above", "2027-03-16"),
    ]
    silent = policies.preview(dt.date(2027, 3, 2), Policy(managers=None, managers_above=None), Calendar())
    assert {told.who for told in silent} == {"owner"}


days = st.integers(1, 90)
keys = st.tuples(
    st.sampled_from([None, DIVISION, TEAM, OTHER]),
    st.sampled_from(["", "sev1", "sev2"]),
    st.sampled_from(["", "p1", "p2"]),
)


@given(st.dictionaries(keys, days, max_size=12), keys)
def test_what_is_decided_for_exactly_this_always_holds(decided, key):
    book = Rulebook({one: Terms(finish=number) for one, number in decided.items()}, PARENTS)
    found = book.key_for(*key)
    if key in decided:
        assert found == key
    # Whatever is found speaks of this action: its team or one above, its severity or any, its priority or any.
    assert found[0] in (key[0], PARENTS.get(key[0]), None)
    assert found[1] in (key[1], "")
    assert found[2] in (key[2], "")
    assert found in decided or found in AS_IT_COMES
