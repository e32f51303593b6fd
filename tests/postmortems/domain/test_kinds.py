"""What a kind asks: the answers that do not fit together, and the claims that need an interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain import durations, kinds

WINDOW = {
    "window_start": "2026-11-02T08:00:00+00:00",
    "window_start_basis": "deploy",
    "window_end": "2026-11-10T16:30:00+00:00",
    "window_end_basis": "log",
}
LOGS = {"logs_from": "2026-11-01T00:00:00+00:00", "logs_to": "2026-11-20T00:00:00+00:00"}


def problems(**values):
    return kinds.problems(kinds.EXPOSURE, values)


def test_every_kind_asks_something_a_review_waits_for_and_keys_are_unique():
    for spec in kinds.SPECS.values():
        keys = [field.key for field in spec.fields]
        assert len(keys) == len(set(keys))
        assert len(kinds.missing(spec, {})) >= 4
        assert {field.type for field in spec.fields} <= set(kinds.TYPES)
        assert all(field.choices for field in spec.fields if field.type in ("choice", "many"))


def test_no_evidence_of_access_is_refused_without_the_interval_that_the_logs_cover():
    assert problems(access_found="none") == {"logs_from": kinds.INTERVAL}
    assert problems(access_found="none", logs_from=LOGS["logs_from"]) == {"logs_to": kinds.INTERVAL}
    assert problems(access_found="none", **LOGS) == {}
    assert problems(access_found="some") == {}
    assert "access_note" in problems(access_found="unknown", access_note="There is no evidence of misuse.")


def test_logs_that_do_not_cover_the_window_name_the_part_they_leave_out():
    short = LOGS | {"logs_from": "2026-11-05T00:00:00+00:00"}
    assert set(problems(access_found="none", **WINDOW, **short)) == {"logs_gaps"}
    assert problems(access_found="none", **WINDOW, **short, logs_gaps="2 to 5 November") == {}


def test_each_end_of_the_window_names_its_basis_and_the_ends_are_in_order():
    assert set(problems(window_start=WINDOW["window_start"])) == {"window_start_basis"}
    turned = WINDOW | {"window_end": "2026-11-01T00:00:00+00:00"}
    assert set(problems(**turned)) == {"window_end"}
    assert set(problems(**WINDOW, still_open="yes")) == {"window_end"}


def test_what_is_still_open_needs_no_end():
    keys = {field.key for field in kinds.missing(kinds.EXPOSURE, {"still_open": "yes"})}
    assert not keys & {"window_end", "window_end_basis"}
    assert "window_end" in {field.key for field in kinds.missing(kinds.EXPOSURE, {})}
    assert {"logs_from", "logs_to"} <= {
        field.key for field in kinds.missing(kinds.EXPOSURE, {"access_found": "none"})
    }


@pytest.mark.parametrize("recoverable", ["none", "unknown"])
def test_how_long_a_return_took_is_not_asked_where_nothing_came_back(recoverable):
    asked = {field.key for field in kinds.missing(kinds.DATA_LOSS, {"recoverable": recoverable})}
    assert not asked & {"rpo_achieved", "rto_achieved"} and "restore_tested" in asked
    some = {field.key for field in kinds.missing(kinds.DATA_LOSS, {"recoverable": "some"})}
    assert {"rpo_achieved", "rto_achieved"} <= some


def test_until_when_it_was_limited_is_not_asked_while_it_can_t_be():
    asked = [
        {field.key for field in kinds.missing(kinds.AI_BEHAVIOUR, {"isolated": answer})}
        for answer in ("no", "unknown", "done")
    ]
    assert ["mitigated_in" in keys for keys in asked] == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "We have no evidence of access to the data.",
        "There is no evidence that the data was misused",
        "no sign of unauthorised use",
        "The data was not accessed.",
        "Nobody downloaded it",
        "without any indication of misuse",
        "No unauthorized access took place.",
        "We found no indications that anybody viewed the files",
    ],
)
def test_a_claim_that_nothing_was_accessed_is_seen(text):
    assert kinds.no_access(text)


@pytest.mark.parametrize(
    "text",
    [
        "No evidence was kept.",
        "Access was seen from two addresses.",
        "There is no alert on access.",
        "The evidence of access is in the log.",
        "Nobody was on call that night.",
        "The file was not copied to the second region.",
    ],
)
def test_other_sentences_are_left_alone(text):
    assert not kinds.no_access(text)


@given(st.integers(0, 60 * 24 * 300))
def test_a_length_of_time_reads_back_as_it_is_said(minutes):
    said = durations.in_words(minutes * 60)
    read = kinds.minutes_of(said if minutes else "0")
    # Words keep two units; what they leave out is less than the smaller of them.
    assert read is not None
    assert 0 <= minutes - read < (1440 if minutes >= 1440 else 60)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("45", 45), ("1:30", 90), ("1 h 30", 90), ("2 days 4 h", 3120), ("1.5 h", 90)]
)
def test_lengths_as_people_type_them(typed, minutes):
    assert kinds.minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "1 h 30 x", "3 h 2 days", "-5", "1:75"])
def test_other_lengths_are_not_guessed(typed):
    assert kinds.minutes_of(typed) is None
