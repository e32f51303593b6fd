"""A public text against the record: what is equal or honestly rounded passes, everything else is asked about."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.truth import Pledge, check, claims_in, record_of

START = dt.datetime(2027, 1, 4, 9, 2, tzinfo=dt.UTC)
INSIDE = (
    "1,203 uploads were refused, 12.4 % of all. The first check at 10:20 found nothing. "
    "38,412 customers saw errors for 2 h 56 min. It took 41 minutes to drain."
)
RECORD = record_of(
    facts={
        "started_at": START,
        "detected_at": START.replace(minute=14),
        "mitigated_at": START.replace(hour=11, minute=58),
        "resolved_at": None,
    },
    instants=[START.replace(minute=31, second=20)],
    spans=[],
    claims=claims_in(INSIDE),
    impact="12.4 % of uploads were refused; downloads stayed up.",
    zone=dt.timezone(dt.timedelta(hours=1)),
)
PLEDGES = (
    Pledge("Uploads are refused before a disk is full", owned=True, dated=True),
    Pledge("Backups are restored every week as a rehearsal", owned=False, dated=True),
)


def _rules(text: str, **more) -> list[str]:
    return [question.rule for question in check(text, RECORD, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "Uploads failed from 09:02 UTC to 11:58 UTC on 4 January 2027.",
        "It began at 10:02 CET, which is 4:02 am EST.",
        "It began about 09:30 UTC.",
        "The first check was at 10:20 CET.",
        "At 09:31 UTC, or 09:31:20 UTC to the second.",
        "It lasted 2 h 56 min, 176 minutes, about three hours, nearly three hours, more than 2 hours.",
        "Draining took 41 minutes, within 45 minutes.",
        "44 minutes lay between the two: not told, and yet the record shows 12 minutes to detect it.".replace("44 minutes", "12 minutes"),
        "1,203 uploads, about 1,200 uploads, more than 1,000 uploads.",
        "12.4 percent of uploads, about 12 %, one in eight.",
        "38,412 customers, about 40 thousand affected customers, more than 38,000 customers.",
        "HTTP 502 rose in version 12.9.1 on host-3; Responder 2 saw it; see `sleep 300` and https://example.org/9999.",
        "1. First\n2. Second\n\n## 2027 in 3 parts",
    ],
)  # fmt: skip
def test_what_is_equal_or_honestly_rounded_passes(text):
    assert check(text, RECORD) == (), text


@pytest.mark.parametrize(
    ("text", "rule", "recorded"),
    [
        ("It began at 09:30 UTC.", "time", "09:31"),
        ("It began at 09:02 CET.", "time", "10:02"),
        ("It ended on 5 January 2027.", "time", ""),
        ("It began about 09:45 UTC.", "time", "09:31"),
        ("It began at 09:02.", "zone", ""),
        ("It lasted three hours.", "duration", "2 h 56 min"),
        ("It lasted more than three hours.", "duration", "2 h 56 min"),
        ("It lasted about five hours.", "duration", ""),
        ("It took 40 minutes to drain.", "duration", "41 min"),
        ("1,200 uploads were refused.", "count", "1,203"),
        ("More than 1,500 uploads were refused.", "count", "1,203"),
        ("40,000 customers saw errors.", "count", "38,412"),
        ("9,999 requests failed.", "count", ""),
        ("12 % of uploads failed.", "share", "12.4 %"),
        ("One in seven uploads failed.", "share", "12.4 %"),
        ("We found no evidence of access.", "evidence", ""),
        ("We have not seen any indication that data was read.", "evidence", ""),
        ("The outage is over.", "partial", "downloads stayed"),
        ("All customers were affected.", "partial", "downloads stayed"),
    ],
)
def test_what_differs_is_asked_about(text, rule, recorded):
    (question,) = check(text, RECORD)
    assert (question.rule, recorded in question.recorded) == (rule, True), question
    assert question.excerpt in text
    assert question.why


def test_a_heading_hides_only_itself():
    assert _rules("## 12 things\n\nIt lasted three hours.\n\n### More\n\n9,999 requests failed.") == [
        "duration",
        "count",
    ]


def test_no_evidence_stands_beside_the_reach_of_the_logs():
    assert _rules("We found no evidence of access. Our access logs cover 2 January to 5 January.") == []
    assert _rules("We found no evidence of access. Our logs are complete.") == ["evidence"]
    assert _rules("Evidence of access is kept in the logs.") == []


def test_an_outage_is_one_when_the_record_says_so():
    whole = record_of(
        facts={}, instants=[], spans=[], claims=(), impact="Nothing worked for anybody.", zone=dt.UTC
    )
    assert check("The outage is over.", whole) == ()
    assert check("An outage of uploads for 12.4 % of requests.", RECORD) == ()


def test_what_will_change_is_promised_with_an_owner_and_a_month():
    def ask(text: str) -> list[str]:
        return _rules(text, pledges=PLEDGES, changes=True)

    assert ask("We will refuse uploads before a disk is full.") == []
    assert ask("We will restore backups every week as a rehearsal.") == ["promise"]
    assert ask("We will add an alert.") == ["promise"]
    assert ask("We will keep you informed. The alert was added on 4 January 2027.") == []
    assert _rules("We will add an alert.") == []


@given(st.integers(1, 60 * 47), st.sampled_from(["", "about ", "more than ", "nearly "]))
def test_a_length_never_passes_for_another_unmarked(minutes, mark):
    hours, rest = divmod(minutes, 60)
    text = f"It lasted {mark}{hours} h {rest} min." if hours else f"It lasted {mark}{rest} min."
    known = [seconds / 60 for seconds in (*RECORD.durations, *RECORD.between)]
    asked = "duration" in _rules(text)
    if not mark:
        assert asked is not any(abs(minutes - one) < 1 for one in known)
    elif not asked:
        assert any(0.65 <= minutes / one <= 1.35 or abs(minutes - one) <= 1 for one in known if one)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    for claim in claims_in(text):
        assert text[claim.start : claim.end] == claim.excerpt != ""
    for question in check(text, RECORD, changes=True):
        assert 0 <= question.start < question.end <= len(text)
