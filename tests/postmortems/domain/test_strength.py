"""How strong an action is, guessed from its title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.domain.strength import KINDS, STRENGTHS, suggest

CASES = [
    ("Reject an empty filter in the purge API", "stronger", "prevent"),
    ("Add a schema check to CI that blocks an invalid config", "stronger", "prevent"),
    ("Remove the shared dependency on the session store", "stronger", "prevent"),
    ("Replace the 14-step runbook by one command", "stronger", "prevent"),
    ("Standardise on one deploy path", "stronger", "prevent"),
    ("Implement least-privilege in the cluster", "stronger", "prevent"),
    ("Limit memory available to build pods", "stronger", "prevent"),
    ("Add an alert for replication lag above 60 s", "intermediate", "detect"),
    ("Automatic rollback when the error rate exceeds 2 %", "intermediate", "mitigate"),
    ("Add a second DNS provider", "intermediate", "mitigate"),
    ("Show the row count and ask for typed confirmation before a delete", "intermediate", ""),
    ("Write end-to-end tests that validate a deployment", "intermediate", None),
    ("Restore the lost rows from the replica", "intermediate", "repair"),
    ("Hire a second database administrator", "intermediate", None),
    ("Require a second approver for config changes", "weaker", "process"),
    ("Update the runbook with the new hostnames", "weaker", "process"),
    ("Train on-call engineers on the failover", "weaker", "process"),
    ("Remind everyone to drain first", "weaker", "process"),
    ("Investigate the memory leak in the proxy", "weaker", "investigate"),
    ("Consider adding a rate limit", "weaker", "investigate"),
    ("Document procedure for breaking state locks", "weaker", "process"),
]


@pytest.mark.parametrize(("title", "strength", "kind"), CASES)
def test_a_title_suggests_its_tier(title, strength, kind):
    found = suggest(title)
    assert found.strength == strength, found
    assert kind is None or found.kind == kind, found
    assert found.reason.endswith(".")


def test_words_that_say_nothing_give_no_suggestion():
    assert suggest("xyzzy") == suggest("")
    assert suggest("xyzzy").strength == suggest("xyzzy").kind == ""


@given(st.text(max_size=2000))
def test_any_text_gets_an_answer_from_the_lists(text):
    found = suggest(text)
    assert found.strength in {"", *(key for key, _label in STRENGTHS)}
    assert found.kind in {"", *(key for key, _label in KINDS)}
    assert bool(found.strength) == bool(found.reason)
