"""Every rule does what its own record says."""

import json
import re
from pathlib import Path

import pytest

from postmortems.domain.language import CATEGORIES, RULES, SCOPES, SEVERITIES, check
from postmortems.domain.language.actors import mark, roster
from postmortems.domain.language.calls import letters, places
from postmortems.domain.language.mask import prose_of
from postmortems.domain.language.model import BLANK
from postmortems.domain.language.needs import needs
from postmortems.domain.language.neutral import NEUTRAL
from postmortems.domain.language.patterns import compiled, sees_actors
from postmortems.domain.language.reader import context
from postmortems.domain.language.verbs import base
from tests.postmortems.domain.language.scoring import rows

LEFT_OUT = {"naming", "animated", "evasion"}


def scope_of(rule):
    return "text" if "text" in rule.scopes else sorted(rule.scopes)[0]


def people_for(rule):
    return ["Priya Raman"] if rule.id == "J7" else []


def ids(rule, text):
    return [finding.rule for finding in check(text, scope=scope_of(rule), people=people_for(rule)).findings]


def grave(rule, text):
    found = check(text, scope=scope_of(rule), people=people_for(rule)).findings
    return [f for f in found if f.severity != "nudge" and f.category not in LEFT_OUT]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_by_its_rule(rule):
    assert rule.id in ids(rule, rule.example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_counter_example_stays_clean(rule):
    assert rule.id not in ids(rule, rule.counter_example)
    assert grave(rule, rule.counter_example) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_rewrite_is_clean(rule):
    assert rule.id not in ids(rule, rule.rewrite)
    assert grave(rule, rule.rewrite) == []


def stems(text):
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {stem for word in words for stem in (word[:4], base(word)[:4])}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_rewrite_adds_no_fact(rule):
    known = stems(rule.example)
    added = [
        w for w in re.findall(r"[^\W\d_]+", rule.rewrite.lower()) if w not in NEUTRAL and not stems(w) & known
    ]
    assert added == []


def test_the_records_are_complete():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.category in CATEGORIES
        assert rule.severity in SEVERITIES
        assert rule.scopes <= set(SCOPES)
        assert all(
            (
                rule.title,
                rule.why,
                rule.source,
                rule.example,
                rule.counter_example,
                rule.rewrite,
                rule.question,
            )
        )
        assert "!" not in rule.why


@pytest.mark.parametrize("part", range(8))
def test_a_suggestion_adds_no_fact_and_settles_its_rule(part):
    """In eight parts and not one for each sentence: eight hundred tests take longer to be told apart than to be run."""
    for row in [row for row in rows() if row["label"] != "fine"][part::8]:
        text = row["text"]
        for finding in check(text).findings:
            if not finding.suggestion:
                assert finding.question, row["id"]
                continue
            words = re.findall(r"[^\W\d_]+", finding.suggestion.lower())
            assert [w for w in words if w not in NEUTRAL and not stems(w) & stems(text)] == [], row["id"]
            changed = text[: finding.start] + finding.suggestion + text[finding.end :]
            where = range(finding.start, finding.start + len(finding.suggestion) + 1)
            left = [f.excerpt for f in check(changed).findings if f.rule == finding.rule and f.start in where]
            assert left == [], changed


def test_the_labelled_set_has_suggestions_with_blanks_in_some_number():
    offered = [f.suggestion for row in rows() for f in check(row["text"]).findings if f.suggestion]
    assert len(offered) > 100
    assert sum(BLANK in one for one in offered) > 70


def test_no_pattern_is_asleep_for_want_of_a_call():
    """A pattern that matches a sentence is called by the words of the sentence, whatever the sentence is."""
    setting = context("text", roster(()), frozenset(), ())
    asleep = []
    for row in rows():
        work = prose_of(row["text"])
        words = letters(work).split()
        called = setting.calls.called(words, setting.calls.learn(set(words))) | setting.calls.by_sign(work)
        called = setting.asked(words, work, called)
        awake = {setting.calls.plans[place].pattern for place in places(called)}
        marked = mark(work, row["text"], setting.known)
        for rule in RULES:
            if "text" in rule.scopes:
                asleep += [
                    (rule.id, row["text"]) for p in rule.patterns if p not in awake and _hits(p, marked, work)
                ]
    assert asleep == []


def _hits(pattern, marked, work):
    match = compiled(pattern).search(marked if sees_actors(pattern) else work)
    return match and match.end() > match.start()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_pattern_is_called_by_a_word_or_a_sign(rule):
    for pattern in rule.patterns:
        assert all(way.clauses for way in needs(pattern)) or "@" in pattern or "!" in pattern


def test_the_rules_can_be_written_down_as_json():
    first = RULES[0]
    assert (
        json.loads(json.dumps({"id": first.id, "patterns": first.patterns, "scopes": sorted(first.scopes)}))[
            "id"
        ]
        == "A1"
    )
    assert Path(__file__).with_name("labelled.jsonl").exists()
