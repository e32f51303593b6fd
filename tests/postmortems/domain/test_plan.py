"""The plan gate: what made an incident possible or larger is answered by more than good intentions."""

import datetime as dt

import pytest

from postmortems.domain.plan import Answer, Question, gaps

TODAY = dt.date(2026, 11, 20)
STRONG = Answer("Refuse an empty filter", "accepted", "stronger", True)


def ask(*answers, role="enabler", risk_until=None):
    return gaps([Question(1, "No limit", role, answers, risk_until)], TODAY)


@pytest.mark.parametrize("role", ["trigger", "delayed_detection", "delayed_recovery", "mitigator"])
def test_only_what_enabled_or_amplified_is_asked_about(role):
    assert ask(role=role) == ()


@pytest.mark.parametrize("status", ["accepted", "in_progress", "done", "verified"])
@pytest.mark.parametrize("strength", ["stronger", "intermediate"])
def test_a_confirmed_commitment_answers(status, strength):
    assert ask(Answer("Refuse", status, strength, True), role="amplifier") == ()


def test_weaker_ones_beside_it_do_no_harm():
    assert ask(Answer("Train", "accepted", "weaker", True), STRONG) == ()


def test_a_risk_accepted_until_a_day_answers_until_that_day():
    assert ask(risk_until=TODAY) == ()
    [gap] = ask(risk_until=TODAY - dt.timedelta(days=1))
    assert "looked at again by now" in gap.sentence


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ((), "“No limit” made it possible, and no action answers it"),
        ((Answer("Train", "accepted", "weaker", True),), "only weaker actions answer it"),
        ((Answer("Refuse", "idea", "stronger", True),), "answered by an idea only"),
        ((Answer("Refuse", "declined", "stronger", True),), "no action answers it"),
        ((Answer("Refuse", "accepted", "stronger", False),), "somebody confirms how strong it is"),
        ((Answer("Refuse", "accepted", "", False),), "only weaker actions answer it"),
    ],
)
def test_what_is_missing_is_said(answers, sentence):
    [gap] = ask(*answers)
    assert sentence in gap.sentence
    assert gap.factor == 1
